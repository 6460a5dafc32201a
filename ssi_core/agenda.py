"""A plan as something to tick off: Markdown, a calendar file, a page to print. The same plan gives the same bytes."""

from __future__ import annotations

import datetime as dt
import html

from ssi_core.imported import spoken
from ssi_core.planned import Plan, PlanWeek, counted
from ssi_core.projection import clock

#: Of the page: black on white, boxes to tick, no week torn across two sheets.
_STYLE = (
    "body{font:11pt/1.4 sans-serif;max-width:46em;margin:2em auto;padding:0 1em}"
    "section{break-inside:avoid}h1{font-size:1.3em}h2{font-size:1.05em;margin:1.2em 0 .2em}"
    "ul{list-style:none;margin:0;padding:0}li::before{content:'\\2610';margin-right:.6em}"
)


def agenda(plan: Plan, form: str) -> bytes:
    """A plan week by week, to tick off.

    Parameters
    ----------
    plan : Plan
        The plan.
    form : {"md", "ics", "html"}
        Markdown; an iCalendar file with a day-long event on the first day of each week; a page to print.

    Raises
    ------
    ValueError
        If the form is none of these.
    """
    if form == "md":
        return markdown(plan).encode()
    if form == "ics":
        return calendar(plan)
    if form == "html":
        return page(plan).encode()
    raise ValueError(f"no form {form!r}: choose md, ics or html")


def title(week: PlanWeek) -> str:
    """``Week of 1 July 2026, 1 h 52 min``."""
    return f"Week of {spoken(week.first)}, {clock(week.minutes)}"


def items(plan: Plan, week: PlanWeek) -> list[str]:
    """What to do in a week, a line a habit: ``5 comments (15 min)``."""
    return [f"{counted(h, n)} ({clock(max(1.0, n * plan.minutes_each[h]))})" for h, n in week.done.items()]


def markdown(plan: Plan) -> str:
    """A checklist a week."""
    lines = [f"# {plan.headline}", "", f"{plan.reached_words}.", "", plan.promise_words]
    for week in plan.schedule:
        lines += ["", f"## {title(week)}", ""]
        lines += [f"- [ ] {item}" for item in items(plan, week)] or ["Nothing to do."]
    return "\n".join(lines) + "\n"


def page(plan: Plan) -> str:
    """The same as one HTML file, for a printer: nothing is fetched, nothing runs."""
    parts = [f"<h1>{html.escape(plan.headline)}</h1>", f"<p>{html.escape(plan.reached_words)}.</p>"]
    for week in plan.schedule:
        done = "".join(f"<li>{html.escape(item)}</li>" for item in items(plan, week))
        parts.append(f"<section><h2>{html.escape(title(week))}</h2><ul>{done}</ul></section>")
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{html.escape(plan.headline)}</title>'
        f"<style>{_STYLE}</style></head><body>{''.join(parts)}<p>{html.escape(plan.promise_words)}</p></body></html>\n"
    )


def calendar(plan: Plan) -> bytes:
    """An iCalendar file of one day-long event a week, on its first day; weeks with nothing to do have none.

    An event of a whole day belongs to no time zone, and blocks no time. A later plan's event of the same day takes the
    place of an earlier one's, since they bear the same name.
    """
    from icalendar import Calendar, Event

    out = Calendar()
    out.add("prodid", "-//SSI Coach//EN")
    out.add("version", "2.0")
    # When the plan was made would differ from run to run; the day that it looks ahead from does not.
    stamp = dt.datetime.combine(plan.as_of, dt.time(), dt.UTC)
    for week in plan.schedule:
        if not week.done:
            continue
        event = Event()
        event.add("uid", f"plan-{week.first:%Y%m%d}@ssi-coach")
        event.add("dtstamp", stamp)
        event.add("dtstart", week.first)
        event.add("dtend", week.first + dt.timedelta(days=1))
        event.add("summary", f"LinkedIn this week: {clock(week.minutes)}")
        event.add("description", "\n".join(items(plan, week)))
        event.add("transp", "TRANSPARENT")
        out.add_component(event)
    return bytes(out.to_ical())
