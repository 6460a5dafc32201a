"""Files of a team -> everybody in them, each ready to be scored, or why they can't be; and a cohort of them."""

from __future__ import annotations

import csv
import datetime as dt
import io
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from ssi_core.cohort import WEEKS, cohort, cohort_member
from ssi_core.cohort_parts import Cohort, CohortMember
from ssi_core.imported import Imported
from ssi_core.ingest import archive
from ssi_core.ingest.errors import IngestError, NothingUsableError
from ssi_core.ingest.importer import Input
from ssi_core.ingest.layout import UnknownHeader
from ssi_core.ingest.mapping import ColumnMapping
from ssi_core.ingest.seats import seats_in
from ssi_core.member import Stated, day_number
from ssi_core.model.copula import copula
from ssi_core.model.signals import SIGNALS
from ssi_core.model.table import Model
from ssi_core.places import places
from ssi_core.reading import read
from ssi_core.sight import Sight
from ssi_core.spreadsheet import csv_text

#: Groups of the invented team with their sizes: one of them too small to be shown.
GROUPS = (("Field sales", 15), ("Inside sales", 12), ("Customer success", 9), ("Partners", 4))
#: Columns of the table of who is who.
WHO = ("name", "group", "consent")
_SEED = 7
#: The levels of the invented team a while ago, as a share of today's: the middle, and the SD of its logarithm.
_BEFORE, _APART = 0.85, 0.15


@dataclass(frozen=True)
class Somebody:
    """Somebody in a team's files.

    Attributes
    ----------
    name : str
        As the files say it, else the file's own name.
    found : Imported or None
        What was read of them; None where nothing could be.
    failed : str
        Why; blank where something was read.
    group : str
        A part of the team; blank for none.
    before : Imported or None
        What was read of an earlier day, where the files of today do not reach back themselves.
    unknown : UnknownHeader or None
        Of a table whose columns no one knows, its columns.
    """

    name: str
    found: Imported | None
    failed: str = ""
    group: str = ""
    before: Imported | None = None
    unknown: UnknownHeader | None = None

    def reaches(self, day: dt.date) -> bool:
        """Whether the files tell of that day and of the window before it."""
        first = None if self.found is None else self.found.ledger.first_day
        return first is not None and first + Model().window <= day_number(day)

    def member(
        self,
        *,
        before: dt.date | None = None,
        hours: float | None = None,
        weeks: int = WEEKS,
        model: Model | None = None,
        consent: dt.date | None = None,
    ) -> CohortMember:
        """What a cohort needs of them; the parameters are those of :func:`ssi_core.cohort.cohort_member`.

        Raises
        ------
        IngestError
            If nothing could be read of them, or `hours` or `weeks` is out of range.
        """
        if self.found is None:
            raise IngestError(f"{self.name} could not be read: {self.failed}")
        # Whose files begin later than that day is not held against it.
        then = before if before is not None and self.reaches(before) else None
        member = cohort_member(
            self.found, self.name, group=self.group, consent=consent, before=then, hours=hours, weeks=weeks,
            model=model,
        )  # fmt: skip
        if self.before is None:
            return member
        return replace(member, before=cohort_member(self.before, self.name, hours=None, model=model).points)


def everybody(given: Input, label: str, mappings: Sequence[ColumnMapping] = ()) -> list[Somebody]:
    """Everybody in one file: the one member of an export, or the many of a Sales Navigator table.

    Parameters
    ----------
    given : Input
        As :func:`ssi_core.read` takes it.
    label : str
        The file's name, for whoever's own name it does not say.
    mappings : sequence of ColumnMapping
        What the columns of tables are that no one knows.

    Returns
    -------
    list of Somebody
        One at least: a file that can't be used is somebody of whom that is told.
    """
    try:
        with archive.sources([given]) as sources:
            seats = [seat for source in sources for seat in seats_in(source, mappings)]
        if not seats:
            found = read([given], mappings=mappings)
            return [Somebody(found.ledger.owner or label, found)]
    except IngestError as error:
        entries = error.entries if isinstance(error, NothingUsableError) else ()
        unknown = next((e.unknown for e in entries if e.unknown is not None), None)
        return [Somebody(label, None, " ".join(str(error).split()), unknown=unknown)]
    out = []
    for seat in seats:
        try:
            found = read(list(seat.inputs), mappings=seat.mappings, as_of=seat.until)
            if not sum(e.rows_kept for e in found.ledger.entries):
                raise IngestError("no figure at all: a seat that was never used, so nothing is known")
            out.append(Somebody(seat.person, found))
        except IngestError as error:
            out.append(Somebody(seat.person, None, " ".join(str(error).split())))
    return out


def everybody_in(
    paths: Sequence[str | os.PathLike[str]], mappings: Sequence[ColumnMapping] = ()
) -> list[Somebody]:
    """Everybody in folders, zips and tables on this machine, in the order of the files' names.

    Raises
    ------
    IngestError
        If a path holds no member.
    """
    return [one for place in places(list(paths)) for one in everybody(place.path, place.name, mappings)]


def grouped(people: Sequence[Somebody], groups: Mapping[str, str]) -> list[Somebody]:
    """The same people in other groups, by name; who is not named stays in theirs."""
    return [replace(one, group=groups.get(one.name, one.group)) for one in people]


def who_from(text: str) -> tuple[dict[str, str], dict[str, dt.date]]:
    """Groups, and days on which consent to be named was recorded, by name.

    Parameters
    ----------
    text : str
        A CSV with the columns ``name``, ``group`` and ``consent`` (YYYY-MM-DD, blank where nobody agreed).

    Raises
    ------
    IngestError
        If a column is missing, or a day is none.
    """
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    if not rows or not {"name", "group", "consent"} <= set(rows[0]):
        raise IngestError(f"no table of who is who: write the columns {', '.join(WHO)}")
    groups, consents = {}, {}
    for row in rows:
        name, agreed = row["name"] or "", (row["consent"] or "").strip()
        groups[name] = (row["group"] or "").strip()
        try:
            if agreed:
                consents[name] = dt.date.fromisoformat(agreed)
        except ValueError:
            raise IngestError(f"the consent of {name} is {agreed!r}: write the day, YYYY-MM-DD") from None
    return groups, consents


def who_csv(people: Sequence[Somebody], consents: Mapping[str, dt.date]) -> str:
    """What :func:`who_from` reads, of these people; no name in it can run as a formula in a spreadsheet."""
    rows = [(p.name, p.group, consents[p.name].isoformat() if p.name in consents else "") for p in people]
    return csv_text(WHO, rows)


def cohort_of(
    people: Sequence[Somebody],
    sight: Sight | None = None,
    *,
    before: dt.date | None = None,
    hours: float | None = None,
    weeks: int = WEEKS,
    model: Model | None = None,
    consents: Mapping[str, dt.date] | None = None,
    on_done: Callable[[int], object] = lambda number: None,
) -> Cohort:
    """What may be seen of everybody who could be read.

    Parameters
    ----------
    people : sequence of Somebody
        Those who could not be read are left out.
    sight : Sight, optional
        Who sees whose; by default figures of five or more alone.
    before : datetime.date, optional
        An earlier day, for progress, of those whose files reach back to it.
    hours : float, optional
        Hours a week for each one's plan; None to work none out, which takes most of the time.
    weeks : int
        Weeks that a plan spans.
    model : Model, optional
        An edited model; by default the published one.
    consents : mapping of str to datetime.date, optional
        Days on which consent to be named was recorded, by name.
    on_done : callable, optional
        Told how many are done.

    Raises
    ------
    IngestError
        If there is nobody, or `hours` or `weeks` is out of range.
    """
    members, consents = [], consents or {}
    for number, one in enumerate(people, 1):
        if one.found is not None:
            members.append(
                one.member(before=before, hours=hours, weeks=weeks, model=model, consent=consents.get(one.name))
            )
        on_done(number)
    return cohort(members, sight)


def invented_team() -> list[Somebody]:
    """Forty invented members in four groups, the same ones every time, with what they were like a while ago."""
    model, rng = Model(), np.random.default_rng(_SEED)
    known = copula(model)
    size = sum(number for _, number in GROUPS)
    factor, noise = rng.standard_normal((size, 1)), rng.standard_normal((size, len(SIGNALS)))
    less = np.minimum(_BEFORE * np.exp(_APART * rng.standard_normal((size, 1))), 1.0)
    now, then = np.empty(noise.shape), np.empty(noise.shape)
    for k, signal in enumerate(SIGNALS):
        share = known.draws(factor, noise[:, k : k + 1], k)[:, 0]
        for held, level in ((now, share), (then, share * less[:, 0])):
            whole = signal.kind not in ("share", "ratio")
            held[:, k] = np.round(level * signal.enough) if whole else np.round(level, 2)
    groups = [name for name, number in GROUPS for _ in range(number)]
    return [
        Somebody(f"Member {i + 1:02d}", _stated(now[i]), group=group, before=_stated(then[i]))
        for i, group in enumerate(groups)
    ]


def _stated(levels: NDArray[np.float64]) -> Imported:
    said = {s.key: float(v) for s, v in zip(SIGNALS, levels, strict=True) if s.key != "leads_saved"}
    return read([], stated=Stated(signals=said, seat=False))
