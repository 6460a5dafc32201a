"""What a person may say of each signal and of their profile, beside what the files say."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from ssi_core.imported import Imported, member_in
from ssi_core.member import CHECKLIST, Member, day_number
from ssi_core.model.history import PROVENANCE, levels_on
from ssi_core.model.score import curve_stretch
from ssi_core.model.signals import CHECKLIST_WEIGHTS
from ssi_core.model.table import Model
from ssi_core.results import PROVENANCE_WORDS, ScoreResult

#: How far beyond enough a count may be set on a slider: further counts nothing.
BEYOND = 1.5


@dataclass(frozen=True)
class Field:
    """One signal, open to being set.

    Attributes
    ----------
    key, label, pillar, kind : str
        As in the signal table.
    level : float or None
        The level that counts, in the signal's own unit; None where it is not known.
    from_files : float or None
        What the files alone say; None where they say nothing.
    likely : float
        The level at which it enters the score while nobody knows it.
    points, max : float
        What it is worth now, and at most.
    provenance : str
        Of the level that counts.
    files_provenance : str
        Of the level that the files give.
    top, step : float
        Upper end and step for a slider.
    """

    key: str
    label: str
    pillar: str
    kind: str
    level: float | None
    from_files: float | None
    likely: float
    points: float
    max: float
    provenance: str
    files_provenance: str
    top: float
    step: float

    @property
    def typed(self) -> bool:
        """Whether the level that counts was said rather than read."""
        return self.provenance == "self_reported"

    @property
    def shown(self) -> float:
        """The level to show: the one that counts, else the likely one."""
        return self.likely if self.level is None else self.level

    @property
    def start(self) -> float:
        """The level to start from once it is set by hand: what the files say, else what is likely, in whole steps."""
        level = self.likely if self.from_files is None else self.from_files
        return round(level / self.step) * self.step

    @property
    def words(self) -> str:
        """Where the level comes from, and what the files say where that is something else."""
        said = PROVENANCE_WORDS[self.provenance]
        if self.provenance == "missing":
            return f"{said}: counts as {self._figure(self.likely)}, as is likely given the rest"
        if self.typed and self.from_files is not None:
            return f"{said}; your files show {self._figure(self.from_files)}"
        return said

    def _figure(self, level: float) -> str:
        return f"{level:.0%}" if self.kind == "ratio" else f"{level:,.0f}"


def fields(files: Imported | None, result: ScoreResult, model: Model | None = None) -> tuple[Field, ...]:
    """Every signal that a person may set: all but the checklist's share, and leads saved without a seat.

    Parameters
    ----------
    files : Imported or None
        The member as the files alone have them.
    result : ScoreResult
        Their score with all that was said, by the same model.
    model : Model, optional
        By default the published one.
    """
    model = model or Model()
    day = [day_number(result.as_of)]
    read = None if files is None else levels_on(files.member, model, day)
    caps = model.enough * curve_stretch(model, model.curve)
    out = []
    for k, (signal, scored) in enumerate(zip(model.signals, result.signals, strict=True)):
        if signal.kind == "share" or scored.provenance == "known":
            continue
        level = None if read is None or np.isnan(read.values[0, k]) else float(read.values[0, k])
        # On a slider the count is of 90 days, as in a profile file, whatever the model's window.
        per = model.enough[k] / signal.enough
        top = 1.0 if signal.kind == "ratio" else _round_up(BEYOND * signal.enough)
        out.append(
            Field(
                signal.key, signal.label, signal.pillar, signal.kind,
                None if scored.level is None else scored.level / per, None if level is None else level / per,
                min(scored.share * float(caps[k]) / per, top), scored.points, scored.max, scored.provenance,
                "missing" if read is None else PROVENANCE[read.provenance[0, k]],
                top, 0.01 if signal.kind == "ratio" else 1.0,
            )
        )  # fmt: skip
    return tuple(out)


def _round_up(value: float) -> float:
    # To two digits, so that a slider ends on a round number.
    step = 10.0 ** max(math.floor(math.log10(value)) - 1, 0)
    return math.ceil(value / step) * step


@dataclass(frozen=True)
class Item:
    """One item of the profile checklist.

    Attributes
    ----------
    key : str
        As in :data:`ssi_core.member.CHECKLIST`.
    state : bool or None
        Whether it is filled in; None where nobody knows.
    provenance : {"measured", "self_reported", "missing"}
        Who says so.
    points : float
        Points of the total that it is worth, below the cap of its pillar.
    """

    key: str
    state: bool | None
    provenance: str
    points: float


def checklist(found: Imported | Member, model: Model | None = None) -> tuple[Item, ...]:
    """The profile checklist, prefilled from the export.

    Parameters
    ----------
    found : Imported or Member
        The member with all that was said.
    model : Model, optional
        Its weight of the checklist says what an item is worth; by default the published one.
    """
    weight = next(s.max for s in (model or Model()).signals if s.key == "profile_completeness")
    member = member_in(found)
    read, said = member.profile.checklist, member.stated.checklist
    out = []
    for key in CHECKLIST:
        source = "self_reported" if key in said else "measured" if key in read else "missing"
        out.append(Item(key, said.get(key, read.get(key)), source, weight * CHECKLIST_WEIGHTS[key]))
    return tuple(out)
