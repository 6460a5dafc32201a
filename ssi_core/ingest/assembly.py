"""Rows, letters and workbooks of all files -> one member."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ssi_core.ingest import activity, profile, readings, usage, workbook
from ssi_core.ingest.answers import answers_of, weeks_of
from ssi_core.ingest.connections import count_connections, network_of
from ssi_core.ingest.edits import without_edits
from ssi_core.ingest.errors import NothingUsableError
from ssi_core.ingest.gathered import Gathered
from ssi_core.ingest.ledger import Entry, Ledger
from ssi_core.ingest.letters import correspondence
from ssi_core.ingest.linkedin import Rows, merge, newest
from ssi_core.ingest.remarks import remarks_on
from ssi_core.ingest.traces import OnTraces, traces_of
from ssi_core.member import LONG_AGO, Member, Reading, Stated, Target
from ssi_core.network import Network


def assemble(
    found: Gathered, now: int, owner: str | None, target: Target, on_traces: OnTraces | None = None
) -> tuple[Member, Ledger]:
    """Put together what the files hold.

    Parameters
    ----------
    found : Gathered
        Rows, letters, workbooks and articles; their ledger entries gain what the merging finds.
    now : int
        Today's day number.
    owner : str or None
        The member's name, where the user gives it.
    target : Target
        The right people.
    on_traces : callable, optional
        Given what tells the rows apart, for whoever puts a later upload together with this one.

    Raises
    ------
    NothingUsableError
        If there is nothing that can be used.
    """
    files = {
        kind: (merge(rows) if rows[0].format.date or kind == "answers" else newest(rows))
        for kind, rows in found.rows.items()
        if kind != "readings"  # told by their day, however it is written
    }
    if "shares" in files:
        files["shares"] = without_edits(files["shares"])
    letters, wrote, owner_found = correspondence(found, files, now, owner)
    logs = found.rows.get("readings", ())
    usable = bool(files) or bool(found.books) or bool(found.articles) or bool(letters) or bool(logs or found.readings)
    if not usable:
        raise NothingUsableError(_nothing(found), tuple(found.entries))
    log = _readings(found, files)

    books = workbook.overlay(found.books)
    moving = [e for e in found.entries if _moves(e, files) and e.first is not None and e.last is not None]
    first = min((e.first for e in moving if e.first is not None), default=None)
    last = max((e.last for e in moving if e.last is not None), default=None)
    read = [*logs, *(r for rows in files.values() for r in rows)]
    exports = [r.source.export_day for r in read if r.source.export_day is not None]
    exports += [s.export_day for s, _ in letters if s.export_day is not None]
    until = max([*exports, *([last] if last is not None else [])], default=None)

    tally = activity.Tally()
    loose_end = until if until is not None else now

    def span(rows: Rows) -> tuple[int, int]:
        own = rows.source.export_day
        return activity.span_of(rows, loose_end if own is None else own)

    companies = profile.own_companies(files)
    invitations = [(rows, span(rows)) for rows in files.get("invitations", [])]
    for many in files.values():
        for rows in many:
            if rows.format.yields or rows.format.marks_active:
                activity.count_yields(tally, rows, span(rows))
    networks = [network_of(rows) for rows in files.get("connections", [])]
    for rows, people in zip(files.get("connections", []), networks, strict=True):
        count_connections(tally, rows, people, span(rows), companies, target)
    if invitations and "connections" in files:
        activity.join_invitations(tally, invitations, files["connections"])
    reach = None
    if wrote is not None and letters:
        ends = [loose_end if s.export_day is None else s.export_day for s, _ in letters]
        reach = (LONG_AGO, max(ends))
        activity.count_messages(tally, wrote, reach)
    activity.count_outreach(tally, invitations, wrote if letters else None, reach)
    if found.articles:
        end = max(loose_end if s.export_day is None else s.export_day for s, _, _ in found.articles)
        days = dict.fromkeys((s.base, day) for s, _, day in found.articles)
        tally.add("articles", [day for _, day in days], (LONG_AGO, end))
        seen: set[str] = set()
        for source, entry, _ in found.articles:
            if source.base in seen:
                entry.rows_kept, entry.rows_duplicate = 0, 1
            seen.add(source.base)
    tally.valued.update(books)
    tally.periods = usage.periods_of(files.get("usage_report", ()))

    if on_traces is not None:
        on_traces(traces_of(files, companies, target, tally.trials))
    member = Member(
        tally.activity(until if until is not None else now),
        profile.profile_of(files),
        _stated(files),
        seat_seen="navigator_activity" in files or "usage_report" in files,
        readings=log,
        last_day=last,
        network=Network.joined(networks),
        target=target,
    )
    kinds = [*files, *(e.kind for _, e in letters)]
    said = remarks_on(kinds, [e.name for e in found.entries])
    return member, Ledger(tuple(found.entries), owner_found, first, last, until, said, profile.owner_of(files))


def _moves(entry: Entry, files: Mapping[str, Sequence[Rows]]) -> bool:
    if entry.kind in ("messages", "creator_workbook", "article"):
        return True
    return any(r.format.activity for r in files.get(entry.kind, ()))










def _stated(files: Mapping[str, Sequence[Rows]]) -> Stated:
    answers: dict[str, float] = {}
    seat = None
    for rows in files.get("answers", ()):
        given, said = answers_of(rows)
        answers = {**given, **answers}
        seat = said if seat is None else seat
    weeks = tuple(w for rows in files.get("weekly_log", ()) for w in weeks_of(rows))
    return Stated(seat=seat, answers=answers, weekly_log=weeks)


def _readings(found: Gathered, files: Mapping[str, Sequence[Rows]]) -> tuple[Reading, ...]:
    # A log's own word stands before what a usage report says of the same day.
    logs = [one for rows in found.rows.get("readings", ()) for one in readings.readings_of(rows)]
    log = readings.one_a_day([*found.readings, *logs])
    known = {r.day for r in log}
    told = [r for r in usage.usage_readings(files.get("usage_report", ())) if r.day not in known]
    return tuple(sorted((*log, *told), key=lambda r: r.day))


def _nothing(found: Gathered) -> str:
    if found.unknown:
        return "; ".join(found.unknown[:3])
    said = [e.notes[0].message for e in found.entries if e.notes]
    if not found.entries:
        return "no files in what was given: give a LinkedIn export (zip, folder, CSV or XLSX)"
    return "nothing here can be used: " + "; ".join(dict.fromkeys(said[:3]))










