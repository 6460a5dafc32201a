"""Where the app and the invented member's files lie, in a checkout as in an installed package."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from ssi_core.ingest.errors import IngestError


def app_folder() -> Path:
    """Folder with ``app.py`` and the pages: inside the installed package, else the repository."""
    inside = Path(__file__).parent / "_app"
    return inside if inside.is_dir() else Path(__file__).parent.parent


def sample_files() -> list[Path]:
    """The invented member's archive and creator workbook that come with the program."""
    folder = app_folder() / "sample_data"
    return [*sorted(folder.glob("*.zip")), *sorted(folder.glob("*.xlsx"))]


def later_sample_files() -> list[Path]:
    """The same member's archive two months later: every row of the first one, and those of July and August 2026."""
    return sorted((app_folder() / "sample_data" / "later").glob("*.zip"))


def copy_sample(folder: str | os.PathLike[str], *, later: bool = False) -> list[Path]:
    """Copy the sample's files into a folder, made where it does not exist.

    Parameters
    ----------
    folder : path
        Where to.
    later : bool
        The archive of two months later, alone; else the first archive, the workbook and the readings.

    Raises
    ------
    IngestError
        If the folder can't be written to.
    """
    source = app_folder() / "sample_data"
    first = (f for f in sorted(source.iterdir()) if f.suffix in (".zip", ".xlsx", ".csv"))
    try:
        Path(folder).mkdir(parents=True, exist_ok=True)
        return [Path(shutil.copy(f, folder)) for f in (later_sample_files() if later else first)]
    except OSError as error:
        raise IngestError(f"{folder} can't be written to: {error.strerror}") from None
