"""What is filed -> the columns of its table, and back; the same columns as JSON for export."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from typing import Any

from ssi_core.frozen import frozen
from ssi_core.member import Reading, day_of
from ssi_core.store.checked import Checked
from ssi_core.store.codec import reading_data, reading_of
from ssi_core.store.errors import InvalidError
from ssi_core.store.filed import CheckIn, Commitment, Content, PlanRequest, Scenario, Session, Ticked, named

Row = dict[str, Any]


def as_row(found: Any) -> Row:
    """A row as a database gives it."""
    return dict(found)


def row_of(content: Content) -> Row:
    """Columns beyond those that every table has."""
    match content:
        case Session():
            snapshot = None if content.snapshot is None else _plain(content.snapshot, "the snapshot")
            return {"day": content.day, "private": content.private, "shared": content.shared, "snapshot": snapshot}
        case Commitment():
            return {
                "session": content.session, "habit": content.habit, "weekly": float(content.weekly),
                "start": content.start, "until": content.until, "when": content.when, "obstacle": content.obstacle,
            }  # fmt: skip
        case CheckIn():
            ticks = [{"habit": t.habit, "week": t.week.isoformat(), "done": t.done} for t in content.ticks]
            return {"day": content.day, "content": {"ticks": ticks, "words": content.words}}
        case Scenario():
            return {"name": named(content.name), "content": _plain(content.habits, "the scenario")}
        case PlanRequest():
            return {"name": named(content.name), "content": _plain(content.request, "the plan")}
        case Reading():
            return {"day": day_of(content.day), "content": reading_data(content)}


def content_of(kind: type[Content], row: Mapping[str, Any]) -> Content:
    """The inverse of :func:`row_of`."""
    if kind is Session:
        return Session(row["day"], row["private"], row["shared"], row["snapshot"])
    if kind is Commitment:
        return Commitment(
            row["habit"], row["weekly"], row["start"], row["until"], row["when"], row["obstacle"], row["session"]
        )
    if kind is CheckIn:
        said = row["content"]
        ticks = (Ticked(t["habit"], dt.date.fromisoformat(t["week"]), t["done"]) for t in said["ticks"])
        return CheckIn(row["day"], tuple(ticks), said["words"])
    if kind is Scenario:
        return Scenario(row["name"], row["content"])
    if kind is PlanRequest:
        return PlanRequest(row["name"], row["content"])
    return reading_of(row["content"])


def same_snapshot(one: Any, other: Any) -> bool:
    """Whether two snapshots hold the same."""
    return json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)


def data_of(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row as JSON, without what a database alone knows."""
    out = {k: v for k, v in row.items() if k not in ("id", "owner", "member")}
    return {k: v.isoformat() if isinstance(v, (dt.date, dt.datetime)) else v for k, v in out.items()}


def row_from(kind: type[Content], at: Checked, session: str | None) -> Row:
    """Columns from the JSON of :func:`data_of`, checked by making the thing itself.

    Parameters
    ----------
    kind : type
        What it is.
    at : Checked
        Its JSON.
    session : str or None
        Id of the session that it belongs to.
    """
    try:
        return _made(kind, at, session) | {
            "saved": at.get("saved").moment(), "version": at.get("version").whole(),
        }  # fmt: skip
    except InvalidError as error:
        raise at.wrong(f"can't be used ({error})") from None


def _made(kind: type[Content], at: Checked, session: str | None) -> Row:
    if kind is Session:
        held = at.get("snapshot")
        if held.value is not None:
            dict(held.items())
            try:
                frozen(held.value)
            except ValueError:
                raise held.wrong("is no score that this program froze") from None
        return row_of(
            Session(at.get("day").date(), at.get("private").text(), at.get("shared").text(), held.value)
        )
    if kind is Commitment:
        return row_of(
            Commitment(
                at.get("habit").text(), at.get("weekly").number(), at.get("start").date(), at.get("until").date(),
                at.get("when").text(), at.get("obstacle").text(), session,
            )
        )  # fmt: skip
    content = at.get("content")
    if kind is CheckIn:
        ticks = (
            Ticked(t.get("habit").text(), t.get("week").date(), t.get("done").flag())
            for t in content.get("ticks").each()
        )
        return row_of(CheckIn(at.get("day").date(), tuple(ticks), content.get("words").text()))
    if kind is Reading:
        return row_of(reading_of(content.value, content.where))
    dict(content.items())
    name = at.get("name").text()
    return row_of(Scenario(name, content.value) if kind is Scenario else PlanRequest(name, content.value))


def _plain(data: Mapping[str, Any], what: str) -> Any:
    # As JSON gives it back, so that what was kept and what is loaded are equal.
    def other(value: object) -> Any:
        if isinstance(value, dt.date):
            return value.isoformat()
        if isinstance(value, Mapping):
            return dict(value)
        raise InvalidError(f"{what} holds {value!r}, which can't be kept: give numbers, texts, days, lists, objects")

    try:
        text = json.dumps(dict(data), default=other, ensure_ascii=False, allow_nan=False)
        text.encode()  # half a character is no text of a file or a page
        return json.loads(text)
    except (ValueError, RecursionError, TypeError) as error:
        if isinstance(error, InvalidError):
            raise
        raise InvalidError(f"{what} can't be kept: {error}") from None
