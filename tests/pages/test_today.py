"""Today: who needs the coach and why; members in and out; nothing lost where the records can't be used."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from pages.shared import carrying
from ssi_core import api
from tests.pages.test_pages import CONNECTIONS, app, texts
from tests.store.conftest import small

PAGE = "pages/today.py"
TODAY, TOMORROW = dt.date(2026, 7, 1), dt.date(2026, 7, 2)
FILE = "records.sqlite3"
STORED = (
    "Then daily counts, profile facts and official readings are stored, no message's text and no other "
    "person's name, in"
)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder of the test's own, in which there is nothing."""
    monkeypatch.setenv("SSI_DATA_DIR", str(tmp_path / "data"))
    return tmp_path / "data"


@pytest.fixture
def own() -> Iterator[api.Records]:
    """The owner's records, as another program has them open."""
    with closing(api.records()) as records:
        yield records


def keep(own: api.Records, *names: str) -> list[str]:
    return [own.save_member(name, small()).id for name in names]


def words(at: AppTest) -> str:
    assert not at.exception
    found = [texts(at), *(str(e.value) for e in at.success), *(str(e.label) for e in (*at.button, *at.expander))]
    return "\n".join(found).replace("\\", "")


def upload(at: AppTest, key: str, name: str, data: bytes) -> AppTest:
    next(one for one in at.file_uploader if one.key.startswith(key)).set_value([(name, data, "")])
    return at.run()


def sheets(at: AppTest) -> list[str]:
    return [one.value for one in at.markdown if one.value.startswith("### ")]


def below(sheet: api.Prep) -> str:
    """A sheet as it stands on the page, under a heading of the second rank."""
    return sheet.markdown.strip().replace("\n## ", "\n#### ").replace("# ", "### ", 1)


# ------------------------------------------------------------------------------------------------------ who is kept


def test_where_nobody_is_kept_the_page_says_what_it_is_and_writes_nothing(folder: Path) -> None:
    at = app(PAGE)
    assert at.title[0].value == "Today"
    assert "who needs you and why" in words(at)
    assert f"Nothing is stored before you press Save or Keep. {STORED} {folder / FILE}." in words(at)
    assert not folder.exists()


def test_the_member_in_view_is_kept_under_a_name_and_not_before_save(own: api.Records, folder: Path) -> None:
    at = app("pages/files.py")
    at.file_uploader[0].set_value([("Connections.csv", CONNECTIONS, "text/csv")]).run()
    at.switch_page(PAGE).run()
    said = words(at)
    assert f"Nothing of them is stored before you press Save. {STORED} {folder / FILE}." in said
    assert not folder.exists()
    at.text_input(key="keep-name").set_value("  Mara   Vale ")
    at.button(key="save-member").click().run()
    assert [one.name for one in own.members()] == ["Mara Vale"]
    said = words(at)
    assert "Mara Vale is kept." in said
    assert "In view: **Mara Vale**" in said
    assert not [one for one in at.text_input if one.key == "keep-name"], "already kept"


def test_a_name_that_is_taken_is_refused_and_what_was_typed_stays(own: api.Records) -> None:
    keep(own, "Mara")
    at = app("pages/files.py")
    at.file_uploader[0].set_value([("Connections.csv", CONNECTIONS, "text/csv")]).run()
    at.switch_page(PAGE).run()
    at.text_input(key="keep-name").set_value("mara")
    at.button(key="save-member").click().run()
    assert "Mara is kept already" in words(at)
    assert at.text_input(key="keep-name").value == "mara"
    assert len(own.members()) == 1


def test_who_waits_stands_above_with_a_reason_and_the_others_are_folded(own: api.Records) -> None:
    anna, _ = keep(own, "Anna", "Bert")
    own.sessions.add(anna, api.Session(TOMORROW))
    at = app(PAGE)
    found = api.attention(own, TODAY)
    said = words(at)
    assert [one.listed.name for one in found if one.reasons] == ["Anna"], "what this test is about"
    assert "1 of 2, the most pressing first." in said
    assert found[0].words[1:] in said
    assert own.find("Anna").words in said
    assert "Everybody else (1)" in said
    row = at.dataframe[0].value.to_dict("records")[0]
    bert = own.find("Bert")
    assert row["Name"] == "Bert"
    assert row["Score"] == f"{bert.total:.0f} ({api.between(bert.interval)})"


def test_opening_puts_the_member_in_view(own: api.Records) -> None:
    anna, bert = keep(own, "Anna", "Bert")
    own.sessions.add(anna, api.Session(TOMORROW))
    at = app(PAGE)
    at.button(key=f"open-{anna}").click().run()
    assert "In view: **Anna**" in words(at)
    at.switch_page(PAGE).run()
    at.selectbox(key="open-who").set_value(bert).run()
    at.button(key="open-chosen").click().run()
    assert "In view: **Bert**" in words(at)


def test_a_name_never_becomes_a_picture_or_a_link(own: api.Records) -> None:
    hostile = "![a](http://example.com/a.png)"
    ids = keep(own, hostile, "[b](http://example.com/b)")
    own.sessions.add(ids[0], api.Session(TOMORROW))
    held = "![c](http://example.com/c.png) www.example.com a@example.com"
    begun = api.snapshot(own.load(ids[0]).found)
    own.sessions.add(ids[0], api.Session(dt.date(2026, 6, 1), shared=held, private=held, snapshot=begun))
    at = app(PAGE)
    at.selectbox(key="forget-who").set_value(ids[0]).run()
    at.button(key=f"open-{ids[0]}").click().run()
    at.switch_page(PAGE).run()
    groups = (at.title, at.header, at.markdown, at.caption, at.error, at.success)
    drawn = [str(e.value) for group in groups for e in group] + [str(e.label) for e in (*at.button, *at.expander)]
    assert any("c.png" in one for one in drawn), "it is shown"
    assert not [one for one in drawn if re.search(r"(?<!\\)(://|@)|www\.", one)]
    # What stands between a bracket that closes and one that opens is what makes a link; a backslash undoes it.
    assert not [one for one in drawn if re.search(r"(?<!\\)\]\(", one)]


# ---------------------------------------------------------------------------------------------------- sessions ahead


def test_a_session_is_planned_and_a_second_one_on_that_day_refused(own: api.Records) -> None:
    (anna,) = keep(own, "Anna")
    at = app(PAGE)
    at.date_input(key="plan-day").set_value(dt.date(2026, 7, 9))
    at.button(key="plan-add").click().run()
    assert "A session with Anna is planned for 9 July 2026." in words(at)
    assert own.find("Anna").next_session == dt.date(2026, 7, 9)
    at.button(key="plan-add").click().run()
    assert "Anna has a session on 9 July 2026 already" in words(at)
    assert at.date_input(key="plan-day").value == dt.date(2026, 7, 9)
    assert len(own.sessions.of(anna)) == 1


def test_tomorrows_sheets_are_shown_and_another_days_when_asked(own: api.Records) -> None:
    anna, bert = keep(own, "Anna", "Bert")
    own.sessions.add(anna, api.Session(TOMORROW))
    own.sessions.add(bert, api.Session(dt.date(2026, 7, 9)))
    at = app(PAGE)
    (sheet,) = api.preps(own, TOMORROW)
    assert sheets(at) == [below(sheet)]
    assert "Tomorrow" in words(at)
    assert at.selectbox(key="message-who").value == "Anna"
    assert at.code[0].value == api.request_text("Anna", TOMORROW).strip()
    at.date_input(key="sheets-day").set_value(dt.date(2026, 7, 9)).run()
    assert sheets(at) == [below(api.preps(own, dt.date(2026, 7, 9))[0])]
    assert "On 9 July 2026" in words(at)
    at.date_input(key="sheets-day").set_value(dt.date(2026, 7, 10)).run()
    assert "No session is planned for that day." in words(at)


def test_a_sheet_follows_what_was_written_meanwhile(own: api.Records) -> None:
    (anna,) = keep(own, "Anna")
    own.sessions.add(anna, api.Session(TOMORROW))
    at = app(PAGE)
    before = sheets(at)
    own.commitments.add(anna, api.Commitment("comment", 5, dt.date(2026, 6, 1), dt.date(2026, 8, 1)))
    at.run()
    assert sheets(at) == [below(api.preps(own, TOMORROW)[0])] != before


# --------------------------------------------------------------------------------------------------- members come in

#: Anna on two days and Bert on one, and a row that is none.
TABLE = b"""client,date,brand,people,insights,relationships
Anna,2026-03-01,10,11,12,13
Anna,2026-06-01,12,12,12,14
Bert,2026-06-01,9.5,8,7,6
Cleo,2026-06-01,40,8,7,6
"""


def test_a_spreadsheet_becomes_members_once_they_are_kept(own: api.Records, folder: Path) -> None:
    at = upload(app(PAGE), "spreadsheet", "clients.csv", TABLE)
    found = api.brought("clients.csv", TABLE)
    assert [one.name for one in found.clients] == ["Anna", "Bert"]
    assert found.remarks, "Cleo's 40 is more than a pillar has"
    said = words(at)
    assert all(remark in said for remark in found.remarks)
    rows = at.dataframe[0].value.set_index("Name")
    assert rows["Readings"].to_dict() == {"Anna": 2, "Bert": 1}
    assert rows.loc["Anna", "Last score"] == 12 + 12 + 12 + 14
    assert not folder.exists(), "nothing is stored before Keep"
    at.button(key="spreadsheet-keep").click().run()
    assert [one.name for one in own.members()] == ["Anna", "Bert"]
    said = words(at)
    assert "Anna is new: 2 readings from 1 March 2026 to 1 June 2026." in said
    assert "Bert is new: 1 reading of 1 June 2026." in said
    assert [r.total for r in own.load(own.find("Anna").id).found.member.readings] == [46, 50]


def test_of_many_rows_that_can_not_be_used_some_are_told(own: api.Records) -> None:
    bad = b"".join(b"Dora,2026-06-%02d,40,1,1,1\n" % day for day in range(1, 21))
    at = upload(app(PAGE), "spreadsheet", "clients.csv", TABLE + bad)
    assert len(at.warning) == 1
    # Twenty of Dora's, and Cleo's; eight of them are told.
    assert at.warning[0].value.count("give a number from 0 to 25") == 8
    assert "And 13 more rows that are not used." in at.warning[0].value


def test_a_spreadsheet_that_can_not_be_read_is_told_and_nothing_else_goes(own: api.Records) -> None:
    keep(own, "Anna")
    at = upload(app(PAGE), "spreadsheet", "![x](http://example.com/x).csv", b"Gizmo,Stars\nA,5\n")
    assert at.error
    assert "](" not in at.error[0].value
    assert at.dataframe[0].value["Name"].tolist() == ["Anna"]
    assert len(own.members()) == 1


def test_a_clients_own_file_becomes_a_member_and_later_one_an_import(own: api.Records) -> None:
    at = upload(app(PAGE), "client", "mine.json", api.shared_counts(small(2)).encode())
    at.text_input(key="client-name").set_value("Mara")
    at.button(key="client-keep").click().run()
    assert "Mara is kept." in words(at)
    mara = own.find("Mara")
    assert mara.imports == 1
    upload(at, "client", "later.json", api.shared_counts(small(6)).encode())
    at.selectbox(key="client-whose").set_value(mara.id).run()
    at.button(key="client-keep").click().run()
    assert not at.error
    assert own.find("Mara").imports == 2


def test_a_clients_file_for_who_is_in_view_does_not_write_over_what_is_not_saved(own: api.Records) -> None:
    (anna,) = keep(own, "Anna")
    at = app(PAGE)
    at.button(key="open-chosen").click().run()
    at.session_state["ssi_readings"] = ((api.Reading(20_000, 40.0),), False)
    at.switch_page(PAGE).run()
    upload(at, "client", "later.json", api.shared_counts(small(6)).encode())
    at.selectbox(key="client-whose").set_value(anna).run()
    at.button(key="client-keep").click().run()
    assert "Anna is in view with changes that are not saved" in words(at)
    assert own.find("Anna").imports == 1


def test_a_file_that_no_client_made_is_told(own: api.Records) -> None:
    at = upload(app(PAGE), "client", "other.json", b'{"format": "holiday"}')
    assert at.error
    assert not [one for one in at.button if one.key == "client-keep"]


# ------------------------------------------------------------------------------------------------- all of it, and out


def test_everything_goes_into_one_file_and_comes_back(own: api.Records, folder: Path) -> None:
    keep(own, "Anna", "Bert")
    text = own.export()
    for one in own.members():
        own.forget(one.id)
    at = upload(app(PAGE), "whole", "all.json", text.encode())
    at.button(key="whole-take-in").click().run()
    assert "2 taken in." in words(at)
    assert own.export() == text


def test_the_file_of_everything_is_made_when_it_is_asked_for(own: api.Records) -> None:
    make = carrying.exporter()
    keep(own, "Anna")
    assert make() == own.export()


def test_a_damaged_file_is_taken_in_not_at_all(own: api.Records) -> None:
    keep(own, "Anna", "Bert")
    text = json.loads(own.export())
    del text["members"][1]["name"]
    for one in own.members():
        own.forget(one.id)
    at = upload(app(PAGE), "whole", "all.json", json.dumps(text).encode())
    at.button(key="whole-take-in").click().run()
    assert at.error
    assert own.members() == ()


def test_forgetting_needs_a_name_and_a_tick_and_says_what_went(own: api.Records) -> None:
    anna, _ = keep(own, "Anna", "Bert")
    at = app(PAGE)
    assert at.button(key="forget-member").disabled
    at.selectbox(key="forget-who").set_value(anna).run()
    assert at.button(key="forget-member").disabled
    at.checkbox(key="forget-sure").check().run()
    at.button(key="forget-member").click().run()
    assert "Anna is forgotten: 2 rows deleted (1 of members, 1 of imports)." in words(at)
    assert [one.name for one in own.members()] == ["Bert"]
    assert not at.checkbox(key="forget-sure").value, "for the next one it is to be meant again"


def test_who_is_forgotten_is_no_longer_in_view(own: api.Records) -> None:
    (anna,) = keep(own, "Anna")
    at = app(PAGE)
    at.button(key="open-chosen").click().run()
    at.switch_page(PAGE).run()
    at.selectbox(key="forget-who").set_value(anna)
    at.checkbox(key="forget-sure").check().run()
    at.button(key="forget-member").click().run()
    assert "Nobody is in view yet." in words(at)


# ------------------------------------------------------------------------------------------------------- the example


def test_the_example_leaves_the_owners_folder_alone(folder: Path) -> None:
    at = app(PAGE)
    at.button(key="sample").click().run()
    said = words(at)
    assert "Invented members; nothing is kept." in said
    with closing(api.demo_records(TODAY)) as demo:
        names = [one.name for one in demo.members()]
    assert len(names) > 1
    at.button(key="plan-add").click().run()
    at.selectbox(key="forget-who").set_value(at.selectbox(key="plan-who").value)
    at.checkbox(key="forget-sure").check().run()
    at.button(key="forget-member").click().run()
    assert "is forgotten" in words(at)
    at.button(key="end-demo").click().run()
    assert at.button(key="sample").label
    assert not folder.exists()


def test_the_example_beside_ones_own(own: api.Records) -> None:
    # Whoever began the example in an empty app finds their own when they go back.
    at = app(PAGE)
    at.button(key="sample").click().run()
    keep(own, "Anna")
    before = own.export()
    assert "Anna" not in words(at)
    opened = next(one for one in at.button if str(one.key).startswith("open-"))
    opened.click().run()
    assert "Nobody is in view yet." not in words(at)
    at.switch_page(PAGE).run()
    at.button(key="end-demo").click().run()
    said = words(at)
    assert "Nobody is in view yet." in said, "an invented member goes with the example"
    assert at.dataframe[0].value["Name"].tolist() == ["Anna"]
    assert own.export() == before


# ------------------------------------------------------------------------------------------------------------ faults


@pytest.mark.parametrize("fault", ["damaged", "gone"])
def test_the_database_can_not_be_used_mid_session(own: api.Records, folder: Path, fault: str) -> None:
    _, bert = keep(own, "Anna", "Bert")
    at = upload(app(PAGE), "spreadsheet", "clients.csv", TABLE)
    whole = (folder / FILE).read_bytes()
    if fault == "gone":
        (folder / FILE).unlink()
    else:
        (folder / FILE).write_bytes(b"no database, and never was one" * 200)
    at.selectbox(key="plan-who").set_value(bert)
    at.date_input(key="plan-day").set_value(dt.date(2026, 7, 9))
    at.button(key="plan-add").click().run()
    assert len(at.error) == 2, "at the roster, and where the session was planned"
    assert (folder / FILE).exists() == (fault == "damaged"), "nothing is made in its place"
    assert str(folder / FILE) in words(at)
    assert at.dataframe[0].value["Name"].tolist() == ["Anna", "Bert"], "as they were last seen"
    assert at.selectbox(key="plan-who").value == bert
    assert at.date_input(key="plan-day").value == dt.date(2026, 7, 9)
    assert at.button(key="spreadsheet-keep"), "the rest of the page is there"
    (folder / FILE).write_bytes(whole)
    at.button(key="plan-add").click().run()
    assert not at.error
    assert own.find("Bert").next_session == dt.date(2026, 7, 9)


def test_two_who_work_at_once_do_not_trip_over_each_other(own: api.Records) -> None:
    anna, _ = keep(own, "Anna", "Bert")
    at = app(PAGE)
    at.selectbox(key="open-who").set_value(anna)
    at.selectbox(key="plan-who").set_value(anna)
    at.selectbox(key="forget-who").set_value(anna)
    at.checkbox(key="forget-sure").check().run()
    own.forget(anna)
    at.button(key="forget-member").click().run()
    assert "There is no such member among your records" in words(at)
    assert at.dataframe[0].value["Name"].tolist() == ["Bert"]


def test_a_member_who_was_forgotten_elsewhere_can_not_be_opened(own: api.Records) -> None:
    anna, _ = keep(own, "Anna", "Bert")
    at = app(PAGE)
    own.forget(anna)
    at.button(key="open-chosen").click().run()
    assert "There is no such member among your records" in words(at)
    assert at.title[0].value == "Today"


def test_somebody_saves_the_member_while_a_clients_file_is_put_to_them(
    own: api.Records, monkeypatch: pytest.MonkeyPatch
) -> None:
    (anna,) = keep(own, "Anna")
    at = upload(app(PAGE), "client", "later.json", api.shared_counts(small(6)).encode())
    at.selectbox(key="client-whose").set_value(anna).run()
    kind, load = type(own), type(own).load

    def overtaken(self: api.Records, id: str) -> object:
        held = load(self, id)
        with monkeypatch.context() as patch:
            patch.setattr(kind, "load", load)
            own.save(id, small(3), version=held.version)
        return held

    monkeypatch.setattr(kind, "load", overtaken)
    at.button(key="client-keep").click().run()
    assert "Someone else saved Anna" in words(at)
    assert at.selectbox(key="client-whose").value == anna, "what was chosen stays"
    monkeypatch.undo()


def test_a_spreadsheet_leaves_what_was_typed_of_one_of_its_members_to_be_kept(own: api.Records) -> None:
    [anna] = keep(own, "anna")
    at = app("pages/session.py")
    at.query_params["member"] = anna
    at.run()
    at.switch_page("pages/profile.py").run()
    next(w for w in at.toggle if w.label == "Set it myself: Active groups").set_value(True).run()
    at.switch_page(PAGE).run()
    upload(at, "spreadsheet", "clients.csv", TABLE)
    at.button(key="spreadsheet-keep").click().run()
    assert "anna is in view with changes that are not saved: save them first, or close" in words(at).lower()
    assert [one.name for one in own.members()] == ["anna"], "all of it or nothing"
    at.button(key="keep-changes").click().run()
    at.button(key="spreadsheet-keep").click().run()
    assert [one.name for one in own.members()] == ["anna", "Bert"]
    held = own.load(anna).found.member
    assert (set(held.stated.signals), [r.total for r in held.readings][-2:]) == ({"active_groups"}, [46, 50])


def test_a_newer_export_kept_under_a_name_that_is_there_can_be_put_together_with_them(own: api.Records) -> None:
    id = own.save_member("Ada", api.read(api.sample_files())).id
    before = own.load(id)
    at = app("pages/files.py")
    at.file_uploader[0].set_value([(f.name, f.read_bytes(), "") for f in api.later_sample_files()]).run()
    at.switch_page("pages/profile.py").run()
    next(w for w in at.toggle if w.label == "Set it myself: Active groups").set_value(True).run()
    at.switch_page(PAGE).run()
    at.text_input(key="keep-name").set_value(" ada ")
    at.button(key="save-member").click().run()
    said = words(at)
    assert "Ada is kept already: if it is them, put what is in view together" in said
    assert "forget that one" not in said
    assert own.load(id).version == before.version, "nothing is done unasked"
    at.button(key="keep-together").click().run()
    assert "Ada is kept." in words(at)
    [one] = own.members()
    held = own.load(one.id)
    assert (one.id, held.version) == (id, before.version + 1)
    assert held.found.as_of > before.found.as_of
    assert "active_groups" in held.found.member.stated.signals, "what was typed of them goes along"
    assert at.session_state["ssi_kept"].id == id
    assert not [b for b in at.button if b.key == "keep-together"]


def test_opening_another_member_takes_nothing_away_that_was_typed_and_not_kept(own: api.Records) -> None:
    anna, bert = keep(own, "Anna", "Bert")
    at = app("pages/session.py")
    at.query_params["member"] = anna
    at.run()
    at.switch_page("pages/profile.py").run()
    next(w for w in at.toggle if w.label == "Set it myself: Active groups").set_value(True).run()
    at.switch_page(PAGE).run()
    at.selectbox(key="open-who").set_value(bert).run()
    at.button(key="open-chosen").click().run()
    assert "What you typed of Anna is not kept yet" in words(at)
    assert "In view: **Anna**" in words(at)
    at.button(key="keep-changes").click().run()
    assert own.load(anna).found.member.stated.signals
    at.button(key="open-chosen").click().run()
    assert "In view: **Bert**" in words(at)
