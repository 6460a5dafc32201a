"""`ssi project`, `compare`, `habits` and `plan`: what changed habits would do, and which reach a target."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ssi_core.options import Asked, Notebook, RefusedError, day, minutes_of, notebook_file, scores, stems, unspoken


@scores
def project(
    asked: Asked,
    habits: Annotated[
        Path | None, typer.Option(metavar="FILE", help="JSON: start, weekly, off, profile. Without: as now.")
    ] = None,
    weeks: Annotated[int, typer.Option(metavar="N", help="Weeks ahead.")] = 26,
    notebook: Notebook = None,
    backtest: Annotated[
        bool, typer.Option("--backtest", help="Say too how well it would have told, from your own archive.")
    ] = False,
) -> None:
    """What changed habits would do to the score, week by week, beside going on as now and stopping."""
    from ssi_core import api, text

    given, edited, book = api.load_habits(habits) if habits else {}, asked.edited(), notebook_file(notebook)
    found = asked.found()
    result = api.project(found, given, weeks, model=edited)
    asked.notebook(book, found, given, weeks, model=edited)
    told = api.backtest(found, model=edited) if backtest else None
    # Beyond the contract, and only where it was asked for.
    more = {"backtest": told.to_dict() if told else None} if backtest else {}
    asked.answer(
        lambda: {**result.to_dict(), **more},
        lambda: "\n".join([text.projection(result), *(text.backtest(told) if backtest else [])]),
    )


@scores
def compare(
    asked: Asked,
    habits: Annotated[
        list[Path],
        typer.Option(metavar="FILE", help="JSON as for project; repeat it for up to four.", show_default=False),
    ],
    on: Annotated[str | None, typer.Option(metavar="YYYY-MM-DD", help="The day; by default after --weeks.")] = None,
    weeks: Annotated[int, typer.Option(metavar="N", help="Weeks ahead, where no day is given.")] = 26,
) -> None:
    """Which of several scenarios leads further on a day, by how much, and for how much more time a week."""
    from ssi_core import api, compare_text

    edited, until = asked.edited(), day(on, "--on")
    given = dict(zip(stems(habits), map(api.load_habits, habits), strict=True))
    result = api.compare(asked.found(), given, until, weeks, model=edited)
    asked.answer(result.to_dict, lambda: compare_text.comparison(result))


@scores
def habits(asked: Asked) -> None:
    """Every habit: minutes and ceiling by the model, your own rate of the last 13 weeks, and what an action brings."""
    from ssi_core import api, text

    edited = asked.edited()
    table = api.prospect(asked.found(), model=edited).table
    asked.answer(table.to_dict, lambda: text.habits(table))


@scores
def plan(
    asked: Asked,
    by: Annotated[str, typer.Option(metavar="YYYY-MM-DD", help="The day to be there.", show_default=False)],
    target: Annotated[float | None, typer.Option(metavar="T", help="Points to reach.")] = None,
    hours: Annotated[float | None, typer.Option(metavar="H", help="Hours a week at most.")] = None,
    minutes: Annotated[
        list[str] | None, typer.Option(metavar="HABIT=MINUTES", help="What an action takes you; may be repeated.")
    ] = None,
    without: Annotated[
        list[str] | None, typer.Option(metavar="HABIT", help="A habit you will not do; may be repeated.")
    ] = None,
    checklist: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write every week to tick off: .md, .ics or .html.")
    ] = None,
    notebook: Notebook = None,
) -> None:
    """The least that reaches a target by a day; without a target, the most that so many hours a week reach."""
    from ssi_core import api, plan_text

    edited, until, each = asked.edited(), day(by, "--by"), minutes_of(minutes or [])
    form = checklist.suffix.lower().removeprefix(".") if checklist else "md"
    if form not in ("md", "ics", "html"):
        raise RefusedError(f"--checklist {checklist}: end the name in .md, .ics or .html")
    if until is None:
        raise RefusedError("--by is missing: give the day to be there")
    book = notebook_file(notebook)
    found = asked.found()
    with unspoken():
        result = api.plan(
            found, target=target, by=until, hours=hours, minutes=each, without=without or (), model=edited
        )
        # The plan's own habits are the scenario of its notebook.
        given = {"target": target, "by": until, "hours": hours, "minutes": each, "without": without}
        scenario = {"weekly": result.weekly}
        asked.notebook(book, found, scenario, result.weeks, plan=given, model=edited, name="A plan")
    if checklist:
        checklist.write_bytes(api.agenda(result, form))
    asked.answer(result.to_dict, lambda: plan_text.plan(result))
