"""Columns that no one knows: guesses by whole words, and what a person confirms."""

import pytest

from ssi_core.ingest.errors import IngestError
from ssi_core.ingest.formats import FORMATS
from ssi_core.ingest.mapping import KINDS, ColumnMapping, mapping_from, mapping_of, suggest, words


def test_every_known_kind_can_be_said() -> None:
    assert set(KINDS) == {f.kind for f in FORMATS} | {"usage_report"}


def test_a_usage_report_is_guessed_by_its_metrics() -> None:
    guess = suggest(
        ["Member name", "Start date", "End date", "Searches Performed", "Profile Views", "Leads saved", "SSI"]
    )
    assert guess.kind == "usage_report"
    assert guess.columns == {
        "person": "Member name", "start": "Start date", "end": "End date", "people_searches": "Searches Performed",
        "profile_views_made": "Profile Views", "leads_saved": "Leads saved", "total": "SSI",
    }  # fmt: skip
    assert guess.lacks == ()


@pytest.mark.parametrize(
    ("title", "column"),
    [
        ("People searches", "people_searches"),
        ("SEARCHES_PERFORMED", "people_searches"),
        ("Number of searches performed", "people_searches"),
        ("profileViews", "profile_views_made"),
        ("Saved leads", "leads_saved"),
        ("Days active in the period", "active_days"),
        ("Messages sent", "messages_sent"),
        ("SSI: Build relationships", None),
        ("Build strong relationships", "relationships"),
        ("Saved searches", None),
        ("Searches saved", None),
        ("Research", None),
        ("Leads saved (cumulative)", None),
        ("InMails sent", None),
        ("InMail messages sent", None),
        ("Unique profile views", None),
        ("Accounts saved", None),
        ("Days inactive", None),
    ],
)
def test_a_title_is_taken_by_whole_words_or_not_at_all(title: str, column: str | None) -> None:
    assert suggest([title], "usage_report").columns == ({column: title} if column else {})


def test_of_searches_and_saved_searches_the_first_is_meant_whatever_their_order() -> None:
    for titles in (["Saved searches", "Searches"], ["Searches", "Saved searches"]):
        assert suggest(titles, "usage_report").columns == {"people_searches": "Searches"}


def test_a_title_is_taken_once() -> None:
    # "People" alone is LinkedIn's short name of the second pillar; "Name" the person.
    assert suggest(["Name", "People", "People searches"], "usage_report").columns == {
        "person": "Name", "people_searches": "People searches", "find": "People",
    }  # fmt: skip


def test_a_renamed_export_is_guessed_by_what_is_left_of_its_header() -> None:
    guess = suggest(["First Name", "Last Name", "Company", "Position", "Since"])
    assert guess.kind == "connections"
    assert guess.lacks == ("which column is the day you connected",)


def test_what_a_usage_report_lacks_is_said() -> None:
    assert ColumnMapping("usage_report", {"person": "Name"}).lacks == (
        "which column holds a figure",
        "which days it is about",
    )
    assert ColumnMapping("usage_report", {"total": "SSI", "start": "From"}).lacks == ("which days it is about",)
    assert ColumnMapping("usage_report", {"total": "SSI", "week": "Week"}).lacks == ()


def test_a_mapping_fits_its_own_header_alone() -> None:
    mapping = ColumnMapping("reactions", {"date": "When", "type": "What", "link": "Where"}, ("When", "What", "Where"))
    assert mapping.fits(["\ufeffWHEN", " what ", "Where"])
    assert not mapping.fits(["What", "When", "Where"])
    assert not mapping.fits(["When", "What", "Where", "Why"])
    assert mapping_of([["a note"], ["When", "What", "Where"]], [mapping]) is mapping
    assert mapping_of([["a note"]], [mapping]) is None


def test_a_mapping_without_a_header_fits_any_with_its_columns() -> None:
    mapping = ColumnMapping("reactions", {"date": "When", "type": "What", "link": "Where"})
    assert mapping.fits(["Where", "Why", "What", "When"])
    assert not mapping.fits(["Where", "Why", "When"])


def test_json_gives_back_what_was_said_but_for_the_days() -> None:
    said = {
        "kind": "usage_report", "titles": ["Name", "SSI"], "columns": {"person": "Name", "total": "SSI"},
        "person": "Test Owner", "first": "2026-01-01", "last": "2026-03-31",
    }  # fmt: skip
    mapping = mapping_from(said, "x")
    assert (str(mapping.first), str(mapping.last)) == ("2026-01-01", "2026-03-31")
    assert mapping.to_dict() == {k: v for k, v in said.items() if k not in ("first", "last")}
    assert mapping_from(mapping.to_dict(), "x").columns == mapping.columns
    assert mapping.to_dict(days=True) == said
    assert mapping_from(mapping.to_dict(days=True), "x") == mapping


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ([], "kind must be one of"),
        ({"kind": "gizmos"}, "kind must be one of"),
        ({"kind": ["reactions"]}, "kind must be one of"),
        ({"kind": "reactions"}, "columns must be"),
        ({"kind": "reactions", "columns": {"date": 3}}, "columns must be"),
        ({"kind": "reactions", "columns": {"day": "When"}}, "reactions has no column day: use date, type, link"),
        ({"kind": "reactions", "columns": {"date": "When"}}, "say which column is the type, which column is the link"),
        ({"kind": "usage_report", "columns": {"person": "Name"}}, "say which column holds a figure"),
        ({"kind": "usage_report", "columns": {"total": "SSI"}, "titles": ["Name"]}, "the titles lack SSI"),
        ({"kind": "usage_report", "columns": {"total": "SSI"}, "titles": "SSI"}, "titles must be a list"),
        ({"kind": "usage_report", "columns": {"total": "SSI"}, "first": "1 May"}, "'1 May' is no day"),
        ({"kind": "usage_report", "columns": {"total": "SSI"}, "last": 5}, "5 is no day"),
    ],
)
def test_json_that_is_no_mapping_says_what_to_write(data: object, says: str) -> None:
    with pytest.raises(IngestError, match=says) as error:
        mapping_from(data, "my.json")
    assert str(error.value).startswith("my.json: ")


def test_every_column_has_words() -> None:
    for fmt in KINDS.values():
        assert all(words(c) and "_" not in words(c) for c in fmt.columns)
