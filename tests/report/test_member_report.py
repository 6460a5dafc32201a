"""A report holds what the score, the why, the plan and the history say, and both renderers say all of it."""

from __future__ import annotations

import datetime as dt
import re
from types import SimpleNamespace

import pytest

from ssi_core import api
from tests.report.samples import CYRILLIC, GREEK, HOSTILE, LATIN, Page, figures, page_numbers_gone, squeezed, whole

HEADINGS = [
    "The four pillars", "What moved since 1 April 2026", "The last year", "Notes", "What we agreed", "Our sessions",
    "The plan", "What would raise it", "Where the points come from", "What is not known", "How it is made",
]  # fmt: skip


def test_its_numbers_are_those_of_the_commands(found: api.Imported, report: api.Report) -> None:
    assert report.score == api.score(found)
    assert report.why == api.why(found)
    said = report.to_dict()
    assert said["schema"] == 1
    assert said["score"] == api.score(found).to_dict()
    assert said["why"] == api.why(found).to_dict()
    assert said["plan"] == api.plan(found, target=70, by=dt.date(2026, 12, 29), hours=5).to_dict()
    assert (said["as_of"], said["coach"], said["name"]) == ("2026-06-30", "Ανδρέας Ćosić", "Zoë Σπύρος")
    assert said["commitments"][0]["until"] == "2026-07-31"
    assert [s["day"] for s in said["sessions"]] == ["2026-05-01", "2026-06-01"]


def test_both_forms_say_every_number_and_every_text(report: api.Report, page: str, pdf: bytes) -> None:
    assert report.plan is not None
    told = figures(report)
    told += [squeezed(text) for text in (
        LATIN, GREEK, CYRILLIC, "Zoë Σπύρος", "Ανδρέας Ćosić", report.history_words, report.why.headline,
        report.plan.headline, report.plan.reached_words, report.plan.promise_words, "5 comments",
        "1 post every 2 weeks", "kept, 44 in 60 days", "not looked at yet", "67.2 (60–75)", "We began.",
        "30 June 2026", "1 May 2026",
        report.score.coverage_words, report.read, *HEADINGS,
        "Computed on this machine from your own files; not LinkedIn's number.", report.score.model_version,
    )]  # fmt: skip
    told += [squeezed(f"{s.label} (up to {s.max:g} points): give {s.fill}") for s in report.score.missing]
    for week in report.plan.schedule:
        told += [squeezed(f"{api.counted(habit, number)} (") for habit, number in week.done.items()]
    in_page, in_pdf = Page(page).text, page_numbers_gone(pdf)
    assert [text for text in told if text not in in_page] == []
    assert [text for text in told if text not in in_pdf] == []


def test_the_parts_stand_in_one_order(report: api.Report) -> None:
    assert [s.title for s in report.document.sections] == HEADINGS
    method = report.document.sections[-1].blocks[0]
    assert len(method.items) == 5  # type: ignore[union-attr]


def test_since_another_day_and_as_of_another(found: api.Imported) -> None:
    report = api.report(found, as_of=dt.date(2026, 5, 31), since=dt.date(2026, 1, 1))
    assert report.why == api.why(found, dt.date(2026, 1, 1), dt.date(2026, 5, 31))
    assert report.score == api.score(found, as_of=dt.date(2026, 5, 31))
    assert report.as_of == dt.date(2026, 5, 31)
    assert report.history is not None
    assert (report.history.dates[0], report.history.dates[-1]) == (dt.date(2025, 5, 31), dt.date(2026, 5, 31))
    assert float(report.history.total[-1]) == pytest.approx(report.score.total, abs=1e-9)
    with pytest.raises(api.WrongDaysError):
        api.report(found, since=dt.date(2027, 1, 1))


def test_answers_alone_make_a_report() -> None:
    member = api.read([], stated=api.Stated(answers={"connections": 500.0, "post": 1.0}), as_of=dt.date(2026, 6, 30))
    report = api.report(member)
    assert (report.history, report.read, report.plan) == (None, "", None)
    titles = [s.title for s in report.document.sections]
    assert "The last year" not in titles
    assert "Notes" not in titles
    said = squeezed(report.why.undated_words)
    for text in (Page(api.report_file(report, "html").decode()).text,
                 page_numbers_gone(api.report_file(report, "pdf"))):  # fmt: skip
        assert said in text
        assert [f for f in figures(report) if f not in text] == []


def test_official_readings_are_told_and_drawn(found: api.Imported) -> None:
    log = api.read([], readings=api.sample_files()[0].parent / "official_readings.csv").member.readings
    report = api.report(api.with_readings(found, log))
    assert report.score.calibrated
    text = Page(api.report_file(report, "html").decode()).text
    for words in (report.score.official_words, report.score.calibration_words, report.score.rank_words,
                  *filter(None, (report.score.unexplained_words(p.key) for p in report.score.pillars))):  # fmt: skip
        assert squeezed(words) in text
    assert "diamonds" in report.history_words


def test_of_one_reading_alone_a_report_tells_no_move_and_of_two_since_the_first() -> None:
    def made(*days: int) -> api.Report:
        readings = [api.Reading(api.day_number(dt.date(2026, 6, day)), total=42.0) for day in days]
        return api.report(api.read([], readings=readings))

    alone, both = made(29), made(1, 29)
    assert both.why.start == dt.date(2026, 6, 1)
    assert "What moved since 1 June 2026" in [s.title for s in both.document.sections]
    assert not [s.title for s in alone.document.sections if s.title.startswith("What moved")]
    assert not [line for line in alone.document.lead if "since" in line]


@pytest.mark.parametrize("undated", [False, True])
def test_a_session_that_froze_another_score_than_its_day_has_by_now_is_told(
    found: api.Imported, undated: bool
) -> None:
    day = dt.date(2026, 4, 1)
    if undated:
        found = api.read([], stated=api.Stated(answers={"connections": 500.0}), as_of=dt.date(2026, 6, 30))
    then = api.why(found, day).start_total

    def told(*sessions: api.Held) -> bool:
        words = f"With what is known now, the score of that day is {then:.1f}; the session froze {then - 2:.1f}."
        page = Page(api.report_file(api.report(found, since=day, sessions=sessions), "html").decode()).text
        return squeezed(words) in page

    assert told(api.Held(day, then - 2, (50.0, 60.0)))
    assert not told(api.Held(day, then, (50.0, 60.0)))
    # One of another day explains nothing.
    assert not told(api.Held(day + dt.timedelta(days=1), then - 2, (50.0, 60.0)))


def test_an_edited_model_is_named(found: api.Imported) -> None:
    model = api.Model.edited({"comments_given": {"enough": 100.0}}, 60, "saturating", True, {})
    report = api.report(found, model=model)
    assert report.why == api.why(found, model=model) != api.why(found)
    text = Page(api.report_file(report, "html").decode()).text
    assert "+edited" in text
    assert squeezed("; ".join(report.score.edits)) in text
    assert squeezed("rise ever more slowly up to a level that is enough, and acts count for 60 days") in text


def test_the_records_bring_their_rows_and_no_private_note() -> None:
    promise = SimpleNamespace(
        habit="comment", weekly=5, start=dt.date(2026, 5, 1), until=dt.date(2026, 6, 1), obstacle="secret"
    )
    assert api.agreed(promise, "kept") == api.Agreed("comment", 5.0, dt.date(2026, 5, 1), dt.date(2026, 6, 1), "kept")
    frozen = {"score": {"total": 48.2, "interval": [43.0, 54.0]}}
    session = SimpleNamespace(day=dt.date(2026, 5, 1), private="secret", shared="hello", snapshot=frozen)
    row = api.held(session)
    assert row == api.Held(dt.date(2026, 5, 1), 48.2, (43.0, 54.0), "hello")
    assert row.score_words == "48.2 (43–54)"
    assert row.to_dict() == {"day": "2026-05-01", "total": 48.2, "interval": [43.0, 54.0], "shared": "hello"}
    assert api.agreed(promise, "kept").to_dict() == {
        "habit": "comment", "weekly": 5.0, "from": "2026-05-01", "until": "2026-06-01", "kept": "kept"
    }  # fmt: skip
    session.snapshot = None
    assert api.held(session) == api.Held(dt.date(2026, 5, 1), shared="hello")
    assert api.held(session).score_words == ""


@pytest.mark.parametrize(
    "frozen",
    [
        {}, {"score": {}}, {"score": "abc"}, {"score": [1]}, {"score": {"total": 48.2}},
        {"score": {"total": "48", "interval": [43, 54]}}, {"score": {"total": 48.2, "interval": [43, 48, 54]}},
        {"score": {"total": 10**400, "interval": [43, 54]}}, {"score": {"total": 48.2, "interval": [43, float("nan")]}},
    ],
)  # fmt: skip
def test_what_was_frozen_and_is_no_score_is_none(frozen: dict[str, object]) -> None:
    session = SimpleNamespace(day=dt.date(2026, 5, 1), private="secret", shared="hello", snapshot=frozen)
    assert api.held(session) == api.Held(dt.date(2026, 5, 1), shared="hello")


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (("juggle", 5, dt.date(2026, 5, 1), dt.date(2026, 6, 1)), "choose a habit"),
        (("comment", 0, dt.date(2026, 5, 1), dt.date(2026, 6, 1)), "more than 0"),
        (("comment", float("nan"), dt.date(2026, 5, 1), dt.date(2026, 6, 1)), "more than 0"),
        (("comment", 5, dt.date(2026, 6, 2), dt.date(2026, 6, 1)), "swap the days"),
    ],
)
def test_a_commitment_that_is_none_is_refused(given: tuple[str, float, dt.date, dt.date], words: str) -> None:
    with pytest.raises(api.IngestError, match=words):
        api.Agreed(*given)


def test_notes_are_paragraphs(found: api.Imported) -> None:
    report = api.report(found, notes="\r\n one\r\ntwo  \r\n\r\n \r\nthree\n")
    assert report.notes == (" one\ntwo", "three")
    with pytest.raises(api.IngestError, match="100,001 characters"):
        api.report(found, notes="x" * 100_001)
    with pytest.raises(api.IngestError, match="coach's name"):
        api.report(found, coach="x" * 201)


@pytest.mark.parametrize("form", ["html", "pdf"])
def test_the_same_report_gives_the_same_bytes(found: api.Imported, form: str) -> None:
    assert api.report_file(whole(found), form) == api.report_file(whole(found), form)


def test_another_form_is_refused(report: api.Report) -> None:
    with pytest.raises(ValueError, match="no form 'docx'"):
        api.report_file(report, "docx")


def test_hostile_texts_stay_texts_everywhere(found: api.Imported) -> None:
    # Control characters and half of a pair are replaced by the sign for that, in both forms.
    hostile = f"{HOSTILE}\x00\x07\x1b[31m\ud83d"
    report = whole(
        found, notes=hostile, name=hostile, coach=hostile,
        commitments=[api.Agreed("post", 1, dt.date(2026, 1, 1), dt.date(2026, 2, 1), hostile)],
        sessions=[api.Held(dt.date(2026, 1, 1), shared=hostile)],
    )  # fmt: skip
    page = api.report_file(report, "html").decode()
    read = Page(page)
    assert read.named("script") == []
    assert len(read.named("img")) == 1  # the logo
    assert not re.search(r"\son\w+=", re.sub(r">[^<]*<", "><", page))
    shown = squeezed(f"{HOSTILE}���[31m�")
    assert read.text.count(shown) == 5  # the name, the coach, the notes, a commitment, a session
    assert page_numbers_gone(api.report_file(report, "pdf")).count(shown) == 5


def test_what_was_agreed_is_told_as_it_was_agreed_and_never_rounded_to_another_rate() -> None:
    day = dt.date(2026, 7, 2)
    told = [api.Agreed("post", weekly, day, day).words for weekly in (0.25, 1 / 3, 1.0, 1.25, 2.5, 10.0)]
    assert told == ["1 post every 4 weeks", "1 post every 3 weeks", "1 post", "1.25 posts", "2.5 posts", "10 posts"]
    # 0.6 is three in five weeks, 0.4 two in five; 0.3334 is one every 2.9994 weeks, 0.33 one every 3.03.
    told = [api.Agreed("post", weekly, day, day).words for weekly in (0.6, 0.5, 0.4, 0.3334, 0.33, 0.9)]
    assert told == ["0.6 posts", "1 post every 2 weeks", "0.4 posts", "1 post every 3 weeks", "0.33 posts", "0.9 posts"]
    # Three in a thousand weeks: what rounds to none is still something.
    assert api.Agreed("post", 0.003, day, day).words == "0.003 posts"
    paces = [api.Agreed("post", weekly, day, day).pace for weekly in (0.25, 1.0, 2.5)]
    assert paces == ["1 post every 4 weeks", "1 post a week", "2.5 posts a week"]
