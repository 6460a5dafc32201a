"""Column mappings that the user asked to keep: one JSON file in their configuration folder, and nothing else there."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ssi_core.ingest.errors import IngestError
from ssi_core.ingest.mapping import ColumnMapping, mapping_from

SCHEMA = 1
FILE = "column_mappings.json"


@dataclass(frozen=True)
class Remembered:
    """What is kept.

    Attributes
    ----------
    mappings : tuple of ColumnMapping
        At most one for a header.
    remark : str
        Why the file could not be used; blank where it could, or where there is none.
    """

    mappings: tuple[ColumnMapping, ...] = ()
    remark: str = ""


def config_dir() -> Path:
    """The user's configuration folder for this program; the environment variable ``SSI_CONFIG_DIR`` names another."""
    import platformdirs

    said = os.environ.get("SSI_CONFIG_DIR", "").strip()
    return Path(said) if said else Path(platformdirs.user_config_dir("ssi-coach", appauthor=False))


def remembered() -> Remembered:
    """What was kept; a file that can't be used is left as it is, and the remark says so."""
    path = config_dir() / FILE
    try:
        return Remembered(load_mappings(path)) if path.exists() else Remembered()
    except IngestError as error:
        return Remembered(remark=f"the remembered columns are not used: {error}; mend or delete that file")
    except OSError as error:
        return Remembered(remark=f"the remembered columns are not used: {path} can't be read ({error.strerror})")


def remember(mapping: ColumnMapping) -> Path:
    """Keep a mapping in place of what was kept for the same header.

    Parameters
    ----------
    mapping : ColumnMapping
        Of a whole header; its days are not kept.

    Returns
    -------
    Path
        The file.

    Raises
    ------
    IngestError
        If it can't be written, or what is there can't be read.
    """
    return _write([*_others(mapping.signature), mapping])


def forget(mapping: ColumnMapping) -> None:
    """Keep nothing for this header any more.

    Parameters
    ----------
    mapping : ColumnMapping
        One that is kept.

    Raises
    ------
    IngestError
        If the file can't be written, or what is there can't be read.
    """
    _write(_others(mapping.signature))


def load_mappings(path: str | os.PathLike[str]) -> tuple[ColumnMapping, ...]:
    """Read mappings from a JSON file: the remembered ones, a list of them, or one alone.

    Parameters
    ----------
    path : path
        The file; see :func:`ssi_core.ingest.mapping.mapping_from` for one mapping.

    Raises
    ------
    IngestError
        If it can't be read or holds something else.
    """
    try:
        data = json.loads(Path(path).read_text(encoding="utf-8"))
    except OSError as error:
        raise IngestError(f"{path} can't be read: {error.strerror}") from None
    except (ValueError, RecursionError):
        raise IngestError(f"{path} is not JSON") from None
    many: Any = data.get("mappings", [data]) if isinstance(data, dict) else data
    if not isinstance(many, list):
        raise IngestError(f"{path}: mappings must be a list")
    return tuple(mapping_from(one, str(path)) for one in many)


def _others(signature: tuple[str, ...]) -> list[ColumnMapping]:
    kept = remembered()
    if kept.remark:  # what a person may still mend is not written over
        raise IngestError(kept.remark)
    return [m for m in kept.mappings if m.signature != signature]


def _write(mappings: Sequence[ColumnMapping]) -> Path:
    # Beside it first and then put in its place, so that a reader finds the old file or the new one, never half of one.
    path = config_dir() / FILE
    text = json.dumps({"schema": SCHEMA, "mappings": [m.to_dict() for m in mappings]}, ensure_ascii=False, indent=2)
    made = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile("w", dir=path.parent, suffix=".part", delete=False, encoding="utf-8") as file:
            made = Path(file.name)
            file.write(text + "\n")
        made.replace(path)
    except OSError as error:
        if made is not None:
            made.unlink(missing_ok=True)
        raise IngestError(f"{path} can't be written: {error.strerror}") from None
    return path
