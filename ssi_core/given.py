"""What a notebook has to be told of a member beside its own code: names of files, and everything that was typed."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath, PureWindowsPath

from ssi_core.cells import block, literal
from ssi_core.imported import Imported
from ssi_core.ingest.mapping import ColumnMapping
from ssi_core.ingest.readings import readings_csv
from ssi_core.ingest.source import EXPORT_DATE
from ssi_core.member import Reading, Stated, Target
from ssi_core.model.table import Model
from ssi_core.stated import stated_data


@dataclass(frozen=True)
class Given:
    """Lines of Python that put a member together again.

    Attributes
    ----------
    files : str
        ``FILES``.
    typed : str
        What was typed, as plain data.
    read : str
        Makes ``found`` of both, and ``model`` where it was edited.
    model : bool
        Whether it was.
    """

    files: str
    typed: str
    read: str
    model: bool


def beside(files: Iterable[str | os.PathLike[str]]) -> list[str]:
    """Names under which files are to lie beside a notebook.

    Parameters
    ----------
    files : iterable of path
        In any form; the last part of a path is kept, and before it only folders from the last one that bears the date
        of an export, which dates the files in it. Names that come twice are told apart as a browser does.
    """
    out: list[str] = []
    for file in files:
        # An upload's or another machine's path may be one of Windows.
        given = os.fspath(file)
        parts = (PureWindowsPath(given) if "\\" in given else PurePath(given)).parts
        dated = [i for i, part in enumerate(parts) if EXPORT_DATE.search(part)]
        kept = parts[dated[-1] if dated else -1 :] if parts and parts[-1] != ".." else (Path(given).resolve().name,)
        wanted = one = "/".join(kept) or "files"
        number = 2
        while one in out:
            stem, dot, ending = wanted.rpartition(".")
            one = f"{stem} ({number}).{ending}" if dot else f"{wanted} ({number})"
            number += 1
        out.append(one)
    return out


def given(
    found: Imported,
    files: Iterable[str | os.PathLike[str]],
    owner: str | None,
    stated: Stated | None,
    readings: Sequence[Reading] | None,
    target: Target | None,
    model: Model | None,
) -> Given:
    """Write down what a member was made of; parameters as for :func:`ssi_core.notebook.notebook`."""
    data = [f"# The day to stand on.\nAS_OF = {literal(found.as_of.isoformat())}"]
    before, arguments, after = list[str](), ["FILES", "as_of=dt.date.fromisoformat(AS_OF)"], ""
    if owner:
        data.append(f"# Whose files these are.\nOWNER = {literal(owner)}")
        arguments.append("owner=OWNER")
    if said := stated_data(stated, target):
        data.append(
            "# What was typed: levels in signals overrule the files, answers are used where no file speaks.\n"
            f"STATED = {literal(said)}"
        )
        before.append("stated, target = api.stated_from(STATED)")
        arguments += ["stated=stated", "target=target"]
    if mappings := _mappings(found):
        listed = literal([mapping.to_dict(days=True) for mapping in mappings])
        data.append(f"# What the columns of tables are that no one knows.\nMAPPINGS = {listed}")
        before.append('mappings = [api.mapping_from(one, "MAPPINGS") for one in MAPPINGS]')
        arguments.append("mappings=mappings")
    if readings is not None:
        log = tuple(sorted(readings, key=lambda r: r.day))
        alone = log == found.member.readings
        stand = "in place of" if alone else "beside"
        data.append(f"# Official readings, {stand} any among the files.\nREADINGS = {block(readings_csv(log))}")
        before.append("readings = api.readings_from_csv(READINGS)")
        arguments += ["readings=readings"] if alone else []
        after = "" if alone else "found = api.with_readings(found, readings)\n"
        if after and not found.member.activity.counts:  # whom readings alone tell of goes on to the last of them
            after += "found = api.standing_on(found, dt.date.fromisoformat(AS_OF))\n"
    if model is not None and model.edits:
        data.append(f"# The model as edited, as --model takes it.\nMODEL = {block(model.to_toml())}")
        before.append("model = api.Model.from_toml(MODEL)")
    lines = "".join(f"{line}\n" for line in before)
    return Given(
        _files(beside(files)), "\n\n".join(data), f"{lines}found = api.read({', '.join(arguments)})\n{after}",
        bool(model and model.edits),
    )  # fmt: skip


def _files(names: Sequence[str]) -> str:
    if not names:
        return "# No files: all there is to know was typed, and stands below.\nFILES = []"
    listed = "".join(f"    {literal(name)},\n" for name in names)
    return f"# Put these files beside this notebook, or edit the names.\nFILES = [\n{listed}]"


def _mappings(found: Imported) -> list[ColumnMapping]:
    # Those by which a file was read: others that are remembered may bear somebody else's name.
    used = list[ColumnMapping]()
    for entry in found.ledger.entries:
        if entry.mapping is not None and entry.mapping not in used:
            used.append(entry.mapping)
    return used
