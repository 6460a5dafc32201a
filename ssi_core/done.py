"""What is done already: a file of results that a run adds to, and that the next run of the same kind begins from.

One line a place, written with a single append, so that whatever ends the run leaves whole lines behind: a torn last
line, after a power cut, is left out. A result holds for one content under one set of options, which the file's name
bears. A place whose mark is as it was is taken as it is; one with another mark is looked at, by the digest of its
content, before it is read again.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ssi_core.ingest.errors import IngestError


class Done:
    """Results on disk.

    Parameters
    ----------
    folder : path or None
        Where they lie; made where it does not exist. None keeps nothing.
    key : str
        Names what else a result depends on: model, options, versions.
    told : mapping
        The same in words, for people who look into the folder.

    Raises
    ------
    IngestError
        If it can't be read or written.
    """

    def __init__(self, folder: str | os.PathLike[str] | None, key: str, told: Mapping[str, Any]) -> None:
        self._by_mark: dict[tuple[str, str], dict[str, Any]] = {}
        self._by_digest: dict[str, dict[str, Any]] = {}
        self._out: int | None = None
        if folder is None:
            return
        self.path = Path(folder) / f"results-{key}.jsonl"
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._load()
            self._out = os.open(self.path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)  # scores are nobody else's
            if self._torn:
                os.write(self._out, b"\n")
            if not self.path.stat().st_size:
                self._write({"options": dict(told)})
        except OSError as error:
            raise IngestError(f"{self.path} can't be used: {error.strerror}") from None

    def _load(self) -> None:
        self._torn = False
        if not self.path.exists():
            return
        with self.path.open("rb") as lines:
            for line in lines:
                self._torn = not line.endswith(b"\n")
                try:
                    said = json.loads(line)
                    if "digest" in said:
                        self._keep(said)
                except (ValueError, TypeError, KeyError):
                    continue

    def _keep(self, said: dict[str, Any]) -> None:
        if said["mark"]:
            self._by_mark[said["place"], said["mark"]] = said
        self._by_digest[said["digest"]] = said

    def __bool__(self) -> bool:
        return bool(self._by_digest)

    def same(self, place: str, mark: str) -> dict[str, Any] | None:
        """What is known of a place that is as it was; None where it is not, or where nobody can tell."""
        return self._by_mark.get((place, mark)) if mark else None

    def of(self, digest: str) -> dict[str, Any] | None:
        """What is known of a content, wherever it lay."""
        return self._by_digest.get(digest)

    def add(self, place: str, mark: str, digest: str, rows: list[dict[str, Any]]) -> None:
        """Keep the rows of a place."""
        if self._out is not None:
            self._write({"place": place, "mark": mark, "digest": digest, "rows": rows})

    def _write(self, said: dict[str, Any]) -> None:
        assert self._out is not None
        line = json.dumps(said, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode() + b"\n"
        if os.write(self._out, line) != len(line):
            raise IngestError(f"{self.path} can't be written: the disk may be full")

    def close(self) -> None:
        """Close the file."""
        if self._out is not None:
            os.close(self._out)
            self._out = None

    def __enter__(self) -> Done:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
