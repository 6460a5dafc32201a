"""Notebooks that tests read and run: in this process, or in a kernel as Jupyter does."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import nbformat
import pytest

from ssi_core import api
from tests.conftest import REPO

#: Seconds for one cell; a kernel beside other work starts slowly.
CELL_S = 120


def cells(text: str) -> dict[str, str]:
    """Source by cell's key, in their order."""
    return {cell["id"]: "".join(cell["source"]) for cell in json.loads(text)["cells"]}


def data(text: str, key: str, name: str) -> Any:
    """What a cell assigns to a name."""
    names: dict[str, Any] = {}
    exec(cells(text)[key], names)
    return names[name]


def ran(text: str, folder: Path, **instead: Any) -> dict[str, Any]:
    """Names after all cells ran here, in a folder; warnings are errors, as in every test.

    `instead` overrules names once the cell has run that assigns them.
    """
    names: dict[str, Any] = {}
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        for cell in json.loads(text)["cells"]:
            if cell["cell_type"] == "code":
                exec("".join(cell["source"]), names)
                names.update({name: value for name, value in instead.items() if name in names})
    return names


def executed(text: str, folder: Path, more: str = "") -> nbformat.NotebookNode:
    """The notebook with its outputs, run by a kernel of its own whose working folder is `folder`.

    Warnings of the cells are errors; `more` is a cell after the last. What Jupyter writes goes to a folder that ends.
    """
    from nbclient import NotebookClient

    book = nbformat.reads(text, as_version=4)
    # A kernel warns of itself while it is shut down, and as an error that would keep it alive for seconds.
    strict = nbformat.v4.new_code_cell("import warnings\nwarnings.simplefilter('error')", id="strict")
    last = nbformat.v4.new_code_cell(f"{more}\nwarnings.simplefilter('ignore')", id="more")
    book.cells = [strict, *book.cells, last]
    with pytest.MonkeyPatch.context() as patch, tempfile.TemporaryDirectory() as own:
        patch.setenv("PYTHONPATH", os.pathsep.join([str(REPO), *filter(None, [os.environ.get("PYTHONPATH")])]))
        for name in ("IPYTHONDIR", "JUPYTER_RUNTIME_DIR", "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR"):
            patch.setenv(name, own)
        client = NotebookClient(
            book, kernel_name="python3", timeout=CELL_S, allow_errors=True, resources={"metadata": {"path": folder}}
        )
        return client.execute()


def outputs(book: nbformat.NotebookNode, key: str) -> list[Any]:
    """Outputs of a cell, by its key."""
    return next(list(cell.outputs) for cell in book.cells if cell.id == key)


def printed(book: nbformat.NotebookNode, key: str) -> str:
    """What a cell printed."""
    return "".join(out.text for out in outputs(book, key) if out.output_type == "stream")


def linked(folder: Path, files: Iterable[Path] = ()) -> Path:
    """A folder with the sample's files, or with these."""
    for file in files or api.sample_files():
        (folder / file.name).symlink_to(file)
    return folder
