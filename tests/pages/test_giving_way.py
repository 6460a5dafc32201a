"""Somebody else comes into view: what was typed of who was there, and is not kept yet, is not lost unasked."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from pages.shared import stash
from ssi_core import api
from tests.pages.test_pages import CONNECTIONS, app, texts
from tests.store.conftest import small

SESSION, TODAY, FILES = "pages/session.py", "pages/today.py", "pages/files.py"
OTHERS = CONNECTIONS.replace(b"Acme", b"Bcme")
USAGE = (
    b"Member name,Start,End,Searches Performed,Saved searches,Views of profiles\nOwner,2026-06-01,2026-06-30,60,1,30\n"
)


@pytest.fixture
def records(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[api.Records]:
    """The owner's records, as another program has them open."""
    monkeypatch.setenv("SSI_DATA_DIR", str(tmp_path / "data"))
    with closing(api.records()) as opened:
        yield opened


@pytest.fixture
def ada(records: api.Records) -> str:
    return records.save_member("Ada", small()).id


@pytest.fixture
def bo(records: api.Records) -> str:
    return records.save_member("Bo", small()).id


@pytest.fixture
def cookie(monkeypatch: pytest.MonkeyPatch) -> None:
    """One browser for all sessions of a test: a new session is a reload."""
    monkeypatch.setattr(stash, "_cookies", lambda: {"_streamlit_xsrf": "2|01020304|0010203040506070|1"})
    stash.drop()


def said(at: AppTest) -> str:
    assert not at.exception
    return texts(at).replace("\\", "")


def asked(at: AppTest, member: str) -> AppTest:
    """The address of a member, in this session."""
    at.query_params["member"] = member
    at.run()
    assert not at.exception
    return at


def given(at: AppTest, *files: tuple[str, bytes]) -> AppTest:
    at.switch_page(FILES).run()
    at.file_uploader[0].set_value([(name, data, "text/csv") for name, data in files]).run()
    assert not at.exception
    return at


def typed(at: AppTest) -> AppTest:
    """Something is typed of who is in view."""
    at.switch_page("pages/profile.py").run()
    next(w for w in at.toggle if w.label == "Set it myself: Active groups").set_value(True).run()
    assert is_typed(at)
    return at


def is_typed(at: AppTest) -> bool:
    return "ssi_stated" in at.session_state and "active_groups" in at.session_state["ssi_stated"].signals


def unsaved() -> AppTest:
    """Files of somebody who is not kept, and something typed of them."""
    return typed(given(app(FILES), ("Connections.csv", CONNECTIONS)))


def has(at: AppTest, key: str) -> bool:
    return key in [b.key for b in at.button]


OF_ADA = "What you typed of Ada is not kept yet: keep the changes or close them first, at the side."
OF_FILES = (
    "What you typed of Connections.csv is not kept yet: save them on Today under a name, or close and forget them at "
    "the side."
)


# ------------------------------------------------------------------------------------------------- by way of files


def test_files_wait_until_what_was_typed_of_a_kept_member_is_kept(records: api.Records, ada: str) -> None:
    at = given(typed(asked(app(SESSION), ada)), ("Connections.csv", CONNECTIONS))
    assert OF_ADA in said(at)
    assert "In view: **Ada**" in said(at)
    assert is_typed(at)
    at.button(key="keep-changes").click().run()
    assert "active_groups" in records.load(ada).found.member.stated.signals
    assert "In view: **Connections.csv**" in said(at), "the files waited in their place"
    assert OF_ADA not in said(at)


def test_files_are_opened_all_the_same(records: api.Records, ada: str) -> None:
    at = given(typed(asked(app(SESSION), ada)), ("Connections.csv", CONNECTIONS))
    at.button(key="files-all-the-same").click().run()
    assert "In view: **Connections.csv**" in said(at)
    assert not is_typed(at)
    assert not records.load(ada).found.member.stated.signals
    assert not has(at, "files-all-the-same")


def test_nothing_typed_nothing_asked(ada: str) -> None:
    at = given(asked(app(SESSION), ada), ("Connections.csv", CONNECTIONS))
    assert "In view: **Connections.csv**" in said(at)
    at = given(at, ("Others.csv", OTHERS))
    assert "In view: **Others.csv**" in said(at)


def test_files_in_place_of_others_that_are_not_kept_wait() -> None:
    at = given(unsaved(), ("Connections.csv", OTHERS))
    assert OF_FILES in said(at)
    assert is_typed(at)
    at.button(key="files-all-the-same").click().run()
    assert not is_typed(at)


def test_columns_that_are_said_wait_too(records: api.Records, ada: str) -> None:
    # The table is refused, so Ada stays in view; what is typed of her then must not go with its columns.
    at = typed(given(asked(app(SESSION), ada), ("usage.csv", USAGE)))
    at.switch_page(FILES).run()
    use = next(b for b in at.button if b.label == "Use")
    use.click().run()
    assert OF_ADA in said(at)
    assert is_typed(at)
    at.button(key="all-the-same").click().run()
    assert "In view: **usage.csv**" in said(at)
    assert not is_typed(at)


def test_columns_that_are_said_of_a_team_take_nothing_away(ada: str) -> None:
    # Ada's own table waits on Files for the same word; it is said of a team's, on its page.
    at = typed(given(asked(app(SESSION), ada), ("usage.csv", USAGE)))
    at.switch_page("pages/team.py").run()
    at.file_uploader[0].set_value([("team.csv", USAGE, "text/csv")]).run()
    next(b for b in at.button if b.key.endswith("-use")).click().run()
    assert "In view: **Ada**" in said(at)
    assert is_typed(at)
    assert not [b for b in at.button if b.key.endswith("-use")], "the team's table is known by now"


def test_what_was_tried_on_the_invented_member_is_not_asked_about_and_not_taken_for_ones_own() -> None:
    at = app(FILES)
    at.button(key="sample").click().run()
    at = given(typed(at), ("Connections.csv", CONNECTIONS))
    assert "In view: **Connections.csv**" in said(at)
    assert not is_typed(at)


def test_the_invented_member_waits_too() -> None:
    at = unsaved()
    at.switch_page(FILES).run()
    at.button(key="sample").click().run()
    assert OF_FILES in said(at)
    assert is_typed(at)
    at.button(key="all-the-same").click().run()
    assert "In view: **an invented member (the sample)**" in said(at)
    assert not is_typed(at)


# ------------------------------------------------------------------------------------------------------- on Today


def test_opening_a_member_waits_for_somebody_who_is_not_kept(records: api.Records, bo: str) -> None:
    at = unsaved()
    at.switch_page(TODAY).run()
    at.button(key="open-chosen").click().run()
    assert OF_FILES in said(at)
    assert is_typed(at)
    at.text_input(key="keep-name").set_value("Cleo")
    at.button(key="save-member").click().run()
    assert "active_groups" in records.load(records.find("Cleo").id).found.member.stated.signals
    assert OF_FILES not in said(at)
    assert not has(at, "all-the-same")
    at.selectbox(key="open-who").set_value(bo).run()
    at.button(key="open-chosen").click().run()
    assert at.title[0].value == "Session with Bo"


@pytest.mark.usefixtures("bo")
def test_a_member_is_opened_all_the_same() -> None:
    at = unsaved()
    at.switch_page(TODAY).run()
    at.button(key="open-chosen").click().run()
    at.button(key="all-the-same").click().run()
    assert at.title[0].value == "Session with Bo"
    assert not is_typed(at)


@pytest.mark.usefixtures("bo")
def test_a_reading_alone_is_typed_too() -> None:
    at = app("pages/score.py")
    at.button(key="know").click().run()
    at.text_area(key="pasted").set_value("48")
    at.button(key="note").click().run()
    at.switch_page(TODAY).run()
    at.button(key="open-chosen").click().run()
    assert "What you typed is not kept yet: save them on Today under a name" in said(at)
    assert at.session_state["ssi_readings"][0][0].total == 48.0


@pytest.mark.usefixtures("bo")
def test_what_waits_is_forgotten_with_the_page() -> None:
    at = unsaved()
    at.switch_page(TODAY).run()
    at.button(key="open-chosen").click().run()
    at.switch_page("pages/score.py").run()
    assert not has(at, "all-the-same")
    at.switch_page(TODAY).run()
    assert not has(at, "all-the-same")


def test_who_is_in_view_already_is_opened_as_they_are(ada: str) -> None:
    at = typed(asked(app(SESSION), ada))
    at.switch_page(TODAY).run()
    at.button(key="open-chosen").click().run()
    assert at.title[0].value == "Session with Ada"
    assert is_typed(at)


@pytest.mark.usefixtures("records")
def test_the_example_of_today_waits() -> None:
    at = unsaved()
    at.switch_page(TODAY).run()
    at.button(key="sample").click().run()
    assert OF_FILES in said(at)
    assert "Invented members" not in said(at)
    at.button(key="all-the-same").click().run()
    assert "Invented members; nothing is kept." in said(at)
    assert not is_typed(at)


def test_an_offer_to_put_together_does_not_stand_beside_another_refusal(records: api.Records, ada: str) -> None:
    at = given(app(FILES), ("Connections.csv", CONNECTIONS))
    at.switch_page(TODAY).run()
    at.text_input(key="keep-name").set_value("ADA")
    at.button(key="save-member").click().run()
    assert has(at, "keep-together")
    records.forget(ada)
    at.button(key="open-chosen").click().run()
    assert "There is no such member among your records" in said(at)
    assert not has(at, "keep-together")

    # Another page was looked at since.
    zoe = records.save_member("Zoe", small()).id
    at.switch_page(TODAY).run()
    at.text_input(key="keep-name").set_value("zoe")
    at.button(key="save-member").click().run()
    assert has(at, "keep-together")
    at.switch_page("pages/score.py").run()
    at.switch_page(TODAY).run()
    assert not has(at, "keep-together")
    records.forget(zoe)
    at.button(key="open-chosen").click().run()
    assert not has(at, "keep-together")


def test_putting_together_with_somebody_who_has_gone_is_offered_no_more(records: api.Records, ada: str) -> None:
    at = given(app(FILES), ("Connections.csv", CONNECTIONS))
    at.switch_page(TODAY).run()
    at.text_input(key="keep-name").set_value("ada")
    at.button(key="save-member").click().run()
    records.forget(ada)
    at.button(key="keep-together").click().run()
    assert "There is no such member among your records" in said(at)
    assert not has(at, "keep-together")


# ------------------------------------------------------------------------------------------------------ by address


@pytest.mark.parametrize("page", ["session", "present"])
def test_the_address_of_another_member_waits(records: api.Records, ada: str, bo: str, page: str) -> None:
    at = typed(asked(app(SESSION), ada))
    at.switch_page(f"pages/{page}.py").run()
    asked(at, bo)
    assert OF_ADA in said(at)
    assert [t.value for t in at.title] == ["A session" if page == "session" else "Present"], "neither the one nor both"
    assert is_typed(at)
    at.button(key="keep-changes").click().run()
    assert "active_groups" in records.load(ada).found.member.stated.signals
    assert OF_ADA not in said(at)
    assert at.session_state["ssi_kept"].id == bo


def test_the_address_of_another_member_is_followed_all_the_same(ada: str, bo: str) -> None:
    at = asked(typed(asked(app(SESSION), ada)).switch_page(SESSION).run(), bo)
    at.button(key="all-the-same").click().run()
    assert at.title[0].value == "Session with Bo"
    assert not is_typed(at)


@pytest.mark.usefixtures("cookie")
def test_a_link_to_a_member_takes_nothing_away_that_was_typed_before(bo: str) -> None:
    unsaved()
    at = asked(app(SESSION), bo)  # a link is a new session, as a reload is
    assert "What you typed before this page was reloaded is not kept yet: bring it back, or go on without." in said(at)
    assert "Gone from view: Connections.csv, 1 answer" in said(at)
    assert at.title[0].value == "A session"
    at.button(key="bring-back").click().run()
    assert "In view: **Connections.csv**" in said(at)
    assert is_typed(at)
    assert "What you typed" not in said(at), "nobody else is asked for any more"


@pytest.mark.usefixtures("cookie")
def test_a_link_to_a_member_is_followed_where_what_was_typed_is_left(ada: str, bo: str) -> None:
    typed(asked(app(SESSION), ada))
    at = asked(app(SESSION), bo)
    assert not has(at, "leave-it"), "one way to keep, one to go on"
    at.button(key="all-the-same").click().run()
    assert at.title[0].value == "Session with Bo"
    assert "a reload starts from nothing" not in said(at)
    at = asked(app(SESSION), ada)
    assert not is_typed(at)


@pytest.mark.usefixtures("cookie")
def test_what_was_typed_of_a_member_comes_back_in_place_of_whom_a_link_asked_for(ada: str, bo: str) -> None:
    typed(asked(app(SESSION), ada))
    at = asked(app(SESSION), bo)
    at.button(key="bring-back").click().run()
    assert at.title[0].value == "Session with Ada"
    assert is_typed(at)


@pytest.mark.usefixtures("cookie")
def test_after_a_reload_their_own_row_on_today_brings_them_back(ada: str) -> None:
    typed(asked(app(SESSION), ada))
    at = app(TODAY)
    at.button(key="open-chosen").click().run()
    assert at.title[0].value == "Session with Ada"
    assert is_typed(at)


@pytest.mark.usefixtures("cookie", "ada")
def test_after_a_reload_files_and_the_invented_member_wait_too() -> None:
    unsaved()
    at = given(app(FILES), ("Others.csv", OTHERS))
    assert "What you typed before this page was reloaded is not kept yet" in said(at)
    at.button(key="sample").click().run()
    assert "Nobody is in view yet." in said(at)
    at.button(key="bring-back").click().run()
    assert is_typed(at)


# ------------------------------------------------------------------------------------------------------ the example


@pytest.mark.usefixtures("records")
def test_the_example_of_a_session_waits() -> None:
    at = unsaved()
    at.switch_page(SESSION).run()
    at.button(key="sample").click().run()
    assert OF_FILES in said(at)
    assert is_typed(at)
    at.button(key="all-the-same").click().run()
    assert at.title[0].value.startswith("Session with ")
    assert "Invented members" in said(at)
    assert not is_typed(at)


def test_in_the_example_the_way_to_save_leads_back_to_ones_own(records: api.Records) -> None:
    at = given(app(FILES), ("Connections.csv", CONNECTIONS))
    at.switch_page(TODAY).run()
    at.button(key="sample").click().run()
    typed(at)
    at.switch_page(TODAY).run()
    next(b for b in at.button if str(b.key).startswith("open-")).click().run()
    assert "go back to your own on Today and save them there under a name" in said(at)
    at.button(key="end-demo").click().run()
    at.text_input(key="keep-name").set_value("Cleo")
    at.button(key="save-member").click().run()
    assert "active_groups" in records.load(records.find("Cleo").id).found.member.stated.signals


def test_the_example_is_there_beside_an_address_that_waits(ada: str, bo: str) -> None:
    at = asked(typed(asked(app(SESSION), ada)).switch_page(SESSION).run(), bo)
    at.button(key="sample").click().run()
    assert OF_ADA in said(at)
    at.button(key="all-the-same").click().run()
    assert "Invented members" in said(at)


# ------------------------------------------------------------------------------------- forgotten elsewhere meanwhile


@pytest.mark.usefixtures("cookie")
@pytest.mark.parametrize("more", [False, True])
def test_who_was_forgotten_elsewhere_does_not_come_back_by_a_reload(records: api.Records, ada: str, more: bool) -> None:
    at = asked(app(SESSION), ada)
    if more:
        typed(at)
    records.forget(ada)
    at = asked(app(SESSION), ada)
    assert "There is no such member among your records" in said(at)
    assert "Nobody is in view yet." in said(at)
    assert "Ada" not in said(at)
    assert stash.kept() is None


@pytest.mark.usefixtures("cookie")
def test_who_was_forgotten_elsewhere_is_not_brought_back(records: api.Records, ada: str) -> None:
    typed(asked(app(SESSION), ada))
    records.forget(ada)
    at = app("pages/score.py")
    at.button(key="bring-back").click().run()
    assert "There is no such member among your records" in said(at)
    assert "Nobody is in view yet." in said(at)
    assert not has(at, "bring-back")
    at.switch_page("pages/plan.py").run()
    assert "There is no such member" not in said(at)


@pytest.mark.usefixtures("cookie")
def test_who_is_forgotten_on_today_is_offered_no_more(ada: str) -> None:
    asked(app(SESSION), ada)
    at = app(TODAY)
    assert has(at, "bring-back")
    at.selectbox(key="forget-who").set_value(ada)
    at.checkbox(key="forget-sure").check().run()
    at.button(key="forget-member").click().run()
    assert "Ada is forgotten" in " ".join(str(e.value) for e in at.success)
    assert not has(at, "bring-back")


@pytest.mark.usefixtures("cookie")
def test_where_the_records_do_not_answer_a_reload_brings_back_what_was_there(
    ada: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed(asked(app(SESSION), ada))
    monkeypatch.setenv("SSI_DATABASE_URL", "postgresql://127.0.0.1:1/x")
    at = asked(app(SESSION), ada)
    assert at.title[0].value == "Session with Ada"
    assert is_typed(at)
