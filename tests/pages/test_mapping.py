"""Columns that no one knows, told on the Files page: guessed, corrected, used, remembered, forgotten."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.test_pages import CONNECTIONS, app, texts

USAGE = (
    "Member name,Start,End,Searches Performed,Saved searches,Views of profiles\n"
    "Other Person,2026-06-01,2026-06-30,900,1,900\n"
    "Test Owner,2026-06-01,2026-06-30,60,1,30\n"
)


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SSI_CONFIG_DIR", str(tmp_path / "config"))
    return tmp_path / "config" / "column_mappings.json"


def given(text: str = USAGE, *more: tuple[str, bytes, str]) -> AppTest:
    at = app("pages/files.py")
    at.file_uploader[0].set_value([("usage.csv", text.encode(), "text/csv"), *more]).run()
    assert not at.exception
    return at


def box(at: AppTest, label: str):
    (found,) = [s for s in at.selectbox if s.label.startswith(label)]
    return found


def button(at: AppTest, label: str):
    (found,) = [b for b in at.button if b.label == label]
    return found


def status(at: AppTest) -> dict[str, str]:
    return at.dataframe[0].value.set_index("file")["status"].to_dict()


@pytest.mark.parametrize("sample", [False, True])
def test_nothing_is_asked_where_everything_is_known(config: Path, sample: bool) -> None:
    at = app("pages/files.py")
    if sample:
        at.button(key="sample").click().run()
    assert not at.exception
    assert not at.selectbox
    assert not config.parent.exists()


def test_an_unknown_table_is_asked_for_with_marked_guesses(config: Path) -> None:
    at = given()
    assert [e.label for e in at.expander] == ["Columns no one knows: usage\\.csv"]
    assert "Say below what the columns are" in at.error[0].value
    assert box(at, "This table is").value == "usage_report"
    assert (box(at, "Searches performed").value, box(at, "Searches performed").label) == (
        "Searches Performed",
        "Searches performed (guess)",
    )
    # By whole words alone: "Views of profiles" has the words of "profile views", "Saved searches" is another metric.
    assert box(at, "Profiles viewed").value == "Views of profiles"
    assert box(at, "Leads saved").value == ""
    assert box(at, "Leads saved").label == "Leads saved"
    assert box(at, "Which row is you").value is None
    assert "Still to say: which row is you." in texts(at)
    assert button(at, "Use").disabled
    assert button(at, "Use and remember").disabled
    assert "900" not in texts(at)
    assert not config.parent.exists()


def test_told_who_the_member_is_it_is_read_and_nothing_is_stored(config: Path) -> None:
    at = given()
    box(at, "Which row is you").set_value("Test Owner").run()
    button(at, "Use").click().run()
    assert not at.exception
    assert not at.error
    assert not at.selectbox
    assert status(at) == {"usage.csv": "read"}
    row = at.dataframe[0].value.iloc[0]
    assert (row["kept"], row["rejected"], row["what it is"]) == (1, 1, "your Sales Navigator usage report")
    assert not config.parent.exists()


def test_a_guess_is_corrected(config: Path) -> None:
    at = given()
    box(at, "Which row is you").set_value("Test Owner").run()
    box(at, "Profiles viewed").set_value("").run()
    box(at, "Leads saved").set_value("Views of profiles").run()
    assert box(at, "Profiles viewed").label == "Profiles viewed"
    button(at, "Use and remember").click().run()
    (kept,) = json.loads(config.read_text(encoding="utf-8"))["mappings"]
    assert kept["columns"] == {
        "person": "Member name", "start": "Start", "end": "End", "people_searches": "Searches Performed",
        "leads_saved": "Views of profiles",
    }  # fmt: skip
    assert kept["person"] == "Test Owner"
    assert "Other" not in config.read_text(encoding="utf-8")


def test_what_is_remembered_is_used_in_another_session_until_it_is_forgotten(config: Path) -> None:
    at = given()
    box(at, "Which row is you").set_value("Test Owner").run()
    button(at, "Use and remember").click().run()
    again = given()
    assert status(again) == {"usage.csv": "read"}
    assert not again.selectbox
    button(again, "Forget your Sales Navigator usage report").click().run()
    assert not again.exception
    assert json.loads(config.read_text(encoding="utf-8"))["mappings"] == []
    assert [e.label for e in given().expander] == ["Columns no one knows: usage\\.csv"]


def test_another_kind_asks_for_its_own_columns(config: Path) -> None:
    at = given("Vorname,Nachname,Verbunden am\nTest,Person,05 Mar 2024\n")
    box(at, "This table is").set_value("connections").run()
    assert "which column is the first name" in texts(at)
    box(at, "First name").set_value("Vorname").run()
    box(at, "Last name").set_value("Nachname").run()
    box(at, "Day you connected").set_value("Verbunden am").run()
    button(at, "Use").click().run()
    assert status(at) == {"usage.csv": "read"}
    assert at.dataframe[0].value.iloc[0]["what it is"] == "your connections"


def test_days_that_no_column_holds_are_asked_for_and_never_remembered(config: Path) -> None:
    text = "Member name,Profile Views\nTest Owner,62\n"
    at = given(text)
    assert button(at, "Use and remember").disabled
    at.date_input[0].set_value(dt.date(2026, 1, 1)).run()
    at.date_input[1].set_value(dt.date(2026, 1, 31)).run()
    button(at, "Use and remember").click().run()
    assert status(at) == {"usage.csv": "read"}
    assert "2026" not in config.read_text(encoding="utf-8")
    again = given(text)
    assert box(again, "Profiles viewed").label == "Profiles viewed (as before)"
    assert len(again.date_input) == 2


def test_beside_other_files_only_the_unknown_one_waits(config: Path) -> None:
    at = given(USAGE, ("Connections.csv", CONNECTIONS, "text/csv"))
    assert status(at) == {"usage.csv": "left alone", "Connections.csv": "read"}
    assert not at.error
    box(at, "Which row is you").set_value("Test Owner").run()
    button(at, "Use").click().run()
    assert status(at) == {"usage.csv": "read", "Connections.csv": "read"}


def test_a_corrupt_file_is_one_remark_and_is_not_written_over(config: Path) -> None:
    config.parent.mkdir()
    config.write_text("{")
    at = given()
    assert len([w for w in at.warning if "remembered columns" in w.value]) == 1
    box(at, "Which row is you").set_value("Test Owner").run()
    button(at, "Use and remember").click().run()
    assert status(at) == {"usage.csv": "read"}
    assert "Nothing was remembered" in at.error[0].value
    assert config.read_text() == "{"


def test_hostile_titles_stay_words(config: Path) -> None:
    at = given("![x](http://example.com/x.png),[y](http://example.com/y)\nA,5\n")
    assert not at.exception
    assert "](" not in texts(at) + "".join(e.label for e in at.expander)


def test_forgetting_the_files_forgets_what_was_said_of_them(config: Path) -> None:
    at = given(USAGE, ("Connections.csv", CONNECTIONS, "text/csv"))
    at.button(key="forget").click().run()
    assert not at.selectbox
    assert not at.dataframe
