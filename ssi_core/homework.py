"""What was agreed, for the client to take home: a checklist a week, or a calendar file; always the same bytes."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from ssi_core.imported import spoken
from ssi_core.markdown import literal, quoted
from ssi_core.planned import NOUNS
from ssi_core.report.member_report import one_line
from ssi_core.report.records import agreed
from ssi_core.store.filed import Commitment
from ssi_core.wording import on_day

FORMS = ("md", "ics")
#: Weeks that are listed one by one: a year, so that a day far ahead asks for no more than that.
MOST_WEEKS = 53


def amount(promised: Commitment) -> str:
    """How much in a week: ``5 comments``, ``2.5 posts``, ``1 article every 4 weeks``."""
    return agreed(promised).words


def pace(promised: Commitment) -> str:
    """The same as a promise: ``5 comments a week``, ``1 article every 4 weeks``."""
    return agreed(promised).pace


@dataclass(frozen=True)
class HomeworkWeek:
    """A week and what is meant to be done in it.

    Attributes
    ----------
    first, last : datetime.date
        Its days; the last week may be a short one.
    promised : tuple of Commitment
        Those that run on any of its days.
    """

    first: dt.date
    last: dt.date
    promised: tuple[Commitment, ...]

    @property
    def title(self) -> str:
        """``Week of 1 July 2026``; a shorter one says until when."""
        short = (self.last - self.first).days < 6
        return f"Week of {spoken(self.first)}" + (f", until {spoken(self.last)}" if short else "")

    @property
    def items(self) -> tuple[str, ...]:
        """A line a commitment: ``5 comments, Tuesday mornings``."""
        return tuple(self._item(one) for one in self.promised)

    def _item(self, one: Commitment) -> str:
        said = [amount(one), " ".join(one.when.split())]
        said += [f"from {on_day(one.start)}"] if one.start > self.first else []
        said += [f"until {on_day(one.until)}"] if one.until < self.last else []
        return ", ".join(part for part in said if part)


@dataclass(frozen=True)
class Homework:
    """What a client means to do until the next session.

    Attributes
    ----------
    promised : tuple of Commitment
        By first day, then in the order of the habit table.
    name, coach : str
        Whose it is and who gave it; blank where nobody is named.
    shared : str
        Notes that the client reads.
    """

    promised: tuple[Commitment, ...]
    name: str = ""
    shared: str = ""
    coach: str = ""

    @property
    def weeks(self) -> tuple[HomeworkWeek, ...]:
        """Weeks from the first day of all to the last, but no more than :data:`MOST_WEEKS`."""
        if not self.promised:
            return ()
        first = min(p.start for p in self.promised).toordinal()
        end = max(p.until for p in self.promised).toordinal()
        out = []
        for at in range(first, min(end, first + 7 * MOST_WEEKS - 1) + 1, 7):
            start, last = dt.date.fromordinal(at), dt.date.fromordinal(min(at + 6, end))
            running = tuple(p for p in self.promised if p.start <= last and p.until >= start)
            if running:
                out.append(HomeworkWeek(start, last, running))
        return tuple(out)

    @property
    def headline(self) -> str:
        """``What Mara means to do: 5 comments a week, 1 article every 4 weeks``."""
        who = f"What {self.name} means to do" if self.name else "What you mean to do"
        return f"{who}: {', '.join(pace(p) for p in self.promised)}" if self.promised else "Nothing is agreed on"

    @property
    def further(self) -> str:
        """Until when it goes on beyond the weeks that are listed; blank where they are all."""
        weeks = self.weeks
        end = max((p.until for p in self.promised), default=dt.date.min)
        goes_on = bool(weeks) and end.toordinal() - weeks[0].first.toordinal() >= 7 * MOST_WEEKS
        return f"And so on until {spoken(end)}." if goes_on else ""

    @property
    def markdown(self) -> str:
        """What was agreed and what was written, then a checklist a week."""
        lines = [f"# {literal(self.headline)}", ""]
        lines += [f"- {_whole(p)}" for p in self.promised] or ["No commitment runs or is to come."]
        if self.shared.strip():
            lines += ["", "## What we noted", "", *quoted(self.shared)]
        for week in self.weeks:
            lines += ["", f"## {week.title}", "", *(f"- [ ] {literal(item)}" for item in week.items)]
        lines += ["", self.further] if self.further else []
        lines += ["", f"Agreed with {literal(self.coach)}."] if self.coach.strip() else []
        return "\n".join(lines) + "\n"

    @property
    def calendar(self) -> bytes:
        """An iCalendar file of one day-long event a week, on its first day.

        An event of a whole day belongs to no time zone, and blocks no time. What is agreed later for the same weeks of
        the same member takes the place of what was agreed before, since its events bear the same names.
        """
        from icalendar import Calendar, Event

        out = Calendar()
        out.add("prodid", "-//SSI Coach//EN")
        out.add("version", "2.0")
        name = " ".join(self.name.split())
        # Two members in one coach's calendar must not take each other's place.
        whose = f"-{hashlib.sha256(name.casefold().encode()).hexdigest()[:12]}" if name else ""
        for week in self.weeks:
            event = Event()
            event.add("uid", f"homework-{week.first:%Y%m%d}{whose}@ssi-coach")
            # When the file was made would differ from run to run; the first day does not.
            event.add("dtstamp", dt.datetime.combine(self.weeks[0].first, dt.time(), dt.UTC))
            event.add("dtstart", week.first)
            event.add("dtend", week.first + dt.timedelta(days=1))
            said = ", ".join(amount(p) for p in week.promised)
            event.add("summary", f"LinkedIn this week: {said}" + (f" ({name})" if name else ""))
            ways = [_in_the_way(p) for p in week.promised if p.obstacle.strip()]
            event.add("description", "\n".join([*week.items, *ways]))
            event.add("transp", "TRANSPARENT")
            out.add_component(event)
        return bytes(out.to_ical())


def homework(promised: Sequence[Commitment], form: str, *, name: str = "", shared: str = "", coach: str = "") -> bytes:
    """What was agreed, as a file to take home.

    Parameters
    ----------
    promised : sequence of Commitment
        What was agreed.
    form : {"md", "ics"}
        Markdown; an iCalendar file with a day-long event on the first day of each week.
    name, coach : str
        Whose it is; and who gave it, in Markdown alone.
    shared : str
        Notes that the client reads; in Markdown alone.

    Raises
    ------
    ValueError
        If the form is none of these.
    IngestError
        If the coach's name is too long.
    """
    if form not in FORMS:
        raise ValueError(f"no form {form!r}: choose {' or '.join(FORMS)}")
    order = list(NOUNS)
    kept = tuple(sorted(promised, key=lambda p: (p.start, order.index(p.habit), p.until, p.weekly)))
    told = Homework(kept, name, shared, one_line(coach, "the coach's name"))
    return told.markdown.encode() if form == "md" else told.calendar


def _whole(one: Commitment) -> str:
    said = f"{pace(one)}, from {spoken(one.start)} to {spoken(one.until)}"
    said += f", {literal(one.when)}" if one.when.strip() else ""
    return f"{said}. {literal(_in_the_way(one))}" if one.obstacle.strip() else f"{said}."


def _in_the_way(one: Commitment) -> str:
    return f"What may get in the way of {NOUNS[one.habit][1]}: {' '.join(one.obstacle.split())}"
