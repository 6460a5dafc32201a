"""Every page, empty, with the sample and with an error, through Streamlit's own test runner."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from pages.shared import frame
from ssi_core import api

ROOT = Path(__file__).parents[2]
PAGES = tuple(f"pages/{name}.py" for name, _, _ in frame.PAGES)


def app(page: str) -> AppTest:
    at = AppTest.from_file(ROOT / "app.py", default_timeout=30).run()
    return at.switch_page(page).run()


def texts(at: AppTest) -> str:
    groups = (at.title, at.header, at.subheader, at.markdown, at.caption, at.error, at.info, at.warning)
    return "\n".join(str(e.value) for group in groups for e in group)


@pytest.fixture(scope="module")
def expected() -> api.ScoreResult:
    return api.score(api.read(api.sample_files()))


@pytest.mark.parametrize("page", PAGES)
def test_empty_page_says_what_to_do_and_offers_the_sample(page: str) -> None:
    at = app(page)
    assert not at.exception
    assert at.button(key="sample").label
    assert "LinkedIn export" in texts(at) or "LinkedIn export" in at.file_uploader[0].label


#: Pages that are not about the member in view: their example is their own.
OTHERS = ("pages/team.py", "pages/today.py", "pages/session.py", "pages/present.py")


@pytest.mark.parametrize("page", [page for page in PAGES if page not in OTHERS])
def test_the_sample_is_one_click_away(page: str, expected: api.ScoreResult) -> None:
    at = app(page)
    at.button(key="sample").click().run()
    assert not at.exception
    assert expected.headline in texts(at)  # the sidebar says it on every page


def test_score_page_shows_the_numbers_of_the_core(expected: api.ScoreResult) -> None:
    at = app("pages/score.py")
    at.button(key="sample").click().run()
    assert at.title[0].value == expected.headline
    shown = texts(at)
    assert expected.stands_for in shown
    assert expected.coverage_words in shown
    assert f"Your weakest pillar: {expected.weakest.label}" in shown
    for pillar in expected.pillars:
        assert f"{pillar.label}: {pillar.points:.1f} of 25" in shown
    for action in expected.next_best_actions[:5]:
        assert action.why in shown
    for signal in expected.missing:
        assert f"{signal.label}** (up to {signal.max:g} points): {signal.fill}" in shown
    rows = {row["Signal"]: row for frame in at.dataframe for row in frame.value.to_dict("records")}
    assert set(rows) == {s.label for s in expected.signals}
    for signal in expected.signals:
        row = rows[signal.label]
        assert row["Points"] == f"{signal.points:.1f} of {signal.max:g}"
        assert row["You have"] == signal.level_words
        assert row["Where it comes from"] == api.PROVENANCE_WORDS[signal.provenance]


def test_files_page_shows_a_line_per_file() -> None:
    at = app("pages/files.py")
    at.button(key="sample").click().run()
    frame = at.dataframe[0].value
    found = api.read(api.sample_files())
    assert len(frame) == len(found.ledger.entries)
    read = frame.set_index("file")
    assert read.loc["Connections.csv", "kept"] == 1900
    assert (frame["rows read"] == frame["kept"] + frame["duplicate"] + frame["rejected"]).all()


CONNECTIONS = b"First Name,Last Name,URL,Email Address,Company,Position,Connected On\n" + b"".join(
    b"Test,Person %d,https://www.linkedin.com/in/test-%d,,Acme,CEO,05 Mar 2024\n" % (i, i) for i in range(30)
)


def test_uploaded_files_are_read_together() -> None:
    at = app("pages/files.py")
    at.file_uploader[0].set_value(
        [
            ("Connections.csv", CONNECTIONS, "text/csv"),
            ("Comments.csv", b"Date,Link,Message\n", "text/csv"),
            ("photo.jpg", b"\xff\xd8\xff\xe0 no table", "image/jpeg"),
        ]
    ).run()
    assert not at.exception
    status = at.dataframe[0].value.set_index("file")["status"]
    assert status.to_dict() == {"Connections.csv": "read", "Comments.csv": "nothing in it", "photo.jpg": "left alone"}
    at.switch_page("pages/score.py").run()
    assert at.title[0].value.startswith("Estimated SSI: ")


def test_a_file_that_can_not_be_used_says_so_and_keeps_the_member_in_view() -> None:
    at = app("pages/files.py")
    at.button(key="sample").click().run()
    at.file_uploader[0].set_value([("Gizmo.csv", b"Gizmo,Stars\nA,5\n", "text/csv")]).run()
    assert not at.exception
    assert "Gizmo\\, Stars" in at.error[0].value
    assert any("Estimated SSI" in str(m.value) for m in at.sidebar.markdown)


def test_score_page_after_a_fault_is_still_the_empty_one() -> None:
    at = app("pages/files.py")
    at.file_uploader[0].set_value([("Gizmo.csv", b"Gizmo,Stars\nA,5\n", "text/csv")]).run()
    at.switch_page("pages/score.py").run()
    assert not at.exception
    assert at.button(key="sample").label == "Show me an example"


def test_forgetting_leaves_nothing() -> None:
    at = app("pages/files.py")
    at.file_uploader[0].set_value([("Connections.csv", CONNECTIONS, "text/csv")]).run()
    at.button(key="forget").click().run()
    assert not at.exception
    assert not at.dataframe
    assert "Nobody is in view yet." in texts(at)


def test_two_sessions_do_not_see_each_other() -> None:
    first, second = app("pages/score.py"), app("pages/score.py")
    first.button(key="sample").click().run()
    second.run()
    assert second.button(key="sample").label == "Show me an example"


def test_words_from_a_file_never_become_a_picture_or_a_link() -> None:
    at = app("pages/files.py")
    hostile = b"![x](http://example.com/x.png),[y](http://example.com/y)\nA,5\n"
    at.file_uploader[0].set_value([("![z](http://example.com/z).csv", hostile, "text/csv")]).run()
    assert "example" in at.error[0].value
    assert "](" not in at.error[0].value


def test_an_export_without_activity_says_which_one_to_ask_for() -> None:
    at = app("pages/files.py")
    at.file_uploader[0].set_value([("Connections.csv", CONNECTIONS, "text/csv"), ("Profile.csv", PROFILE, "text/csv")])
    at.run()
    assert not at.exception
    found = api.read([("Connections.csv", CONNECTIONS), ("Profile.csv", PROFILE)])
    assert found.remarks
    said = " ".join(str(i.value).replace("\\", "") for i in at.info)
    for remark in found.remarks:
        assert remark.message in said


PROFILE = b"First Name,Last Name,Headline,Summary,Industry,Geo Location\nTest,Owner,Seller,About,Software,Town\n"


def test_the_files_page_says_how_to_ask_what_comes_when_and_reminds() -> None:
    at = app("pages/files.py")
    shown = texts(at)
    for step in api.STEPS:
        assert step in shown
    assert "72 hours" in shown
    assert at.table[0].value["Points that rest on it"].tolist() == [f"{p.points:.0f} of 100" for p in api.PARTS]
    assert {"ics", "answers", "weekly_log"} <= {b.key for b in at.download_button}


def test_answers_given_before_the_files_came_are_held_against_them() -> None:
    at = app("pages/score.py")
    at.button(key="ask").click().run()
    at.number_input(key="ask-connections").set_value(100)
    at.number_input(key="ask-comment").set_value(5)
    at.button(key="ask-done").click().run()
    at.switch_page("pages/files.py").run()
    at.file_uploader[0].set_value([("Connections.csv", CONNECTIONS, "text/csv")]).run()
    assert "Connections: you said 100; your files show 30." in texts(at)
    assert "comments a week" not in texts(at), "no file speaks of comments"
    at.switch_page("pages/score.py").run()
    rows = {row["Signal"]: row for frame in at.dataframe for row in frame.value.to_dict("records")}
    assert rows["Connections"]["You have"] == "30 of 1,200"
    assert rows["Comments given"]["Where it comes from"] == "you told us"


@pytest.mark.parametrize("page", PAGES)
def test_after_files_that_can_not_be_used_every_page_keeps_the_member_in_view(
    page: str, expected: api.ScoreResult
) -> None:
    at = app("pages/files.py")
    at.button(key="sample").click().run()
    at.file_uploader[0].set_value([("Gizmo.csv", b"Gizmo,Stars\nA,5\n", "text/csv")]).run()
    assert at.error
    at.switch_page(page).run()
    assert not at.exception
    assert expected.headline in texts(at)


@pytest.mark.parametrize("page", PAGES)
def test_after_files_that_can_not_be_used_an_empty_page_still_says_what_to_do(page: str) -> None:
    at = app("pages/files.py")
    at.file_uploader[0].set_value([("Gizmo.csv", b"Gizmo,Stars\nA,5\n", "text/csv")]).run()
    at.switch_page(page).run()
    assert not at.exception
    assert at.button(key="sample").label
