"""Who is signed in: whose records, what is drawn before, what is left behind, and the warning where nobody has to."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from streamlit import auth_util
from streamlit.runtime.secrets import Secrets
from streamlit.testing.v1 import AppTest

from pages.shared import signed_in, stash
from ssi_core import api
from tests.pages.test_mapping import USAGE, box, button
from tests.pages.test_pages import PAGES, ROOT, app, texts
from tests.store.conftest import small

ISSUER = "https://login.example"
AUTH = {
    "redirect_uri": "http://localhost:8501/oauth2callback", "cookie_secret": "a secret of twenty-eight characters",
    "client_id": "ssi", "client_secret": "of tests",
    "server_metadata_url": f"{ISSUER}/.well-known/openid-configuration",
}  # fmt: skip
ANA: dict[str, Any] = {"is_logged_in": True, "iss": ISSUER, "sub": "ana", "name": "Ana *Coach*"}
BEN: dict[str, Any] = {"is_logged_in": True, "iss": ISSUER, "sub": "ben", "email": "ben@example.com"}
NOBODY: dict[str, Any] = {"is_logged_in": False}


@pytest.fixture
def unconfigured(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Path]:
    """Where secrets would be, if there were any; nothing of whoever runs the tests."""
    path = tmp_path / "secrets.toml"
    before = st.get_option("secrets.files")
    st._config.set_option("secrets.files", [str(path)])
    own = Secrets()
    monkeypatch.setattr(st, "secrets", own)
    monkeypatch.setattr(auth_util, "secrets_singleton", own)
    yield path
    st._config.set_option("secrets.files", before)


def opened(user: dict[str, Any], auth: dict[str, Any] | None = None, page: str = "") -> AppTest:
    at = AppTest.from_file(ROOT / "app.py", default_timeout=30)
    at.secrets, at.user = {"auth": AUTH if auth is None else auth}, user
    at.run()
    return at.switch_page(page).run() if page else at


def buttons(at: AppTest) -> list[str]:
    return [button.label for button in at.button]


# ------------------------------------------------------------------------------------------------------ whose it is


@pytest.mark.usefixtures("unconfigured")
def test_without_secrets_nobody_has_to_sign_in_and_nothing_is_said_of_it() -> None:
    assert not signed_in.required()
    assert signed_in.passed()
    assert signed_in.owner() == "local"


def test_secrets_without_a_sign_in_ask_for_none(unconfigured: Path) -> None:
    unconfigured.write_text('[connections]\nurl = "sqlite://"\n', encoding="utf-8")
    assert not signed_in.required()


@pytest.mark.parametrize("written", ["[auth", "[auth]\n", "auth = 1\n", "a = '\xff'\n"])
def test_secrets_that_say_nothing_usable_let_nobody_in(unconfigured: Path, written: str) -> None:
    unconfigured.write_bytes(written.encode("latin-1"))
    assert signed_in.required()
    assert not signed_in.passed()
    with pytest.raises(signed_in.NotSignedInError, match="sign in first"):
        signed_in.owner()


def test_a_folder_in_place_of_the_secrets_lets_nobody_in(unconfigured: Path) -> None:
    # What Docker makes of a mounted file that is not there.
    unconfigured.mkdir()
    assert signed_in.required()
    assert not signed_in.passed()


def as_user(monkeypatch: pytest.MonkeyPatch, **user: object) -> None:
    monkeypatch.setattr(signed_in, "_auth", lambda: AUTH)
    monkeypatch.setattr(st, "user", user)


def test_an_owner_is_issuer_and_subject(monkeypatch: pytest.MonkeyPatch) -> None:
    as_user(monkeypatch, **ANA)
    assert signed_in.owner() == "https://login.example ana"


def test_a_long_owner_keeps_to_255_characters_and_stays_one_persons(monkeypatch: pytest.MonkeyPatch) -> None:
    owners = set()
    # 22 characters of issuer, a space, and the subject: 232 fit, 233 do not.
    for subject in ("s" * 232, "s" * 233, "s" * 233 + "a", "s" * 233 + "b"):
        as_user(monkeypatch, is_logged_in=True, iss="https://login.example/", sub=subject)
        owners.add(signed_in.owner())
        assert len(signed_in.owner()) == 255
    assert len(owners) == 4
    assert sum(owner.startswith("https://login.example/ sss") for owner in owners) == 1


@pytest.mark.parametrize(
    "user",
    [
        {}, NOBODY, {**ANA, "is_logged_in": False}, {**ANA, "is_logged_in": "no"}, {**ANA, "iss": ""},
        {**ANA, "sub": "  "}, {**ANA, "sub": None}, {"is_logged_in": True, "email": "ana@example.com"},
    ],
)  # fmt: skip
def test_who_is_not_signed_in_owns_nothing(monkeypatch: pytest.MonkeyPatch, user: dict[str, Any]) -> None:
    as_user(monkeypatch, **user)
    assert not signed_in.passed()
    with pytest.raises(signed_in.NotSignedInError):
        signed_in.owner()


# ------------------------------------------------------------------------------------------------- before everything


@pytest.mark.parametrize("page", PAGES)
def test_no_page_is_drawn_before_signing_in(page: str) -> None:
    at = opened(NOBODY, page=page)
    assert not at.exception
    assert [title.value for title in at.title] == ["SSI Coach"]
    assert buttons(at) == ["Sign in"]
    assert not at.header
    assert not at.sidebar.children
    assert not [*at.file_uploader, *at.dataframe, *at.text_input, *at.radio]


def test_named_providers_have_a_button_each() -> None:
    shared = {key: AUTH[key] for key in ("redirect_uri", "cookie_secret")}
    own = {key: AUTH[key] for key in ("client_id", "client_secret", "server_metadata_url")}
    assert buttons(opened(NOBODY, shared | {"okta": own, "my*own": own})) == [
        "Sign in with okta",
        "Sign in with my\\*own",
    ]
    assert buttons(opened(NOBODY, shared | {"okta": own})) == ["Sign in"]
    assert buttons(opened(NOBODY, AUTH | {"client_kwargs": {"prompt": "login"}})) == ["Sign in"]
    assert buttons(opened(NOBODY, AUTH | {"okta": own})) == ["Sign in with the default", "Sign in with okta"]


def test_a_sign_in_that_is_not_set_up_says_so() -> None:
    at = opened(NOBODY, {"client_id": "ssi"})
    at.button(key="sign-in-default").click().run()  # Streamlit looks into its own secrets: there are none
    assert not at.exception
    assert "Nobody can sign in here" in at.error[0].value
    assert "docs/team.md" in at.error[0].value


@pytest.mark.parametrize("folder", [True, False])
def test_secrets_that_cannot_be_read_are_told_and_offer_no_button(unconfigured: Path, folder: bool) -> None:
    if folder:
        unconfigured.mkdir()
    else:
        unconfigured.write_text("[auth", encoding="utf-8")
    at = AppTest.from_file(ROOT / "app.py", default_timeout=30).run()
    assert not at.exception
    assert "Nobody can sign in here" in at.error[0].value
    assert not at.button


# --------------------------------------------------------------------------------------------------------- signed in


@pytest.mark.parametrize(("user", "shown"), [(ANA, "Ana \\*Coach\\*"), (BEN, "ben\\@example\\.com")])
def test_who_is_signed_in_is_told_as_words(user: dict[str, Any], shown: str) -> None:
    at = opened(user)
    assert not at.exception
    assert any(f"Signed in: **{shown}**" == m.value for m in at.sidebar.markdown)
    assert at.button(key="sample")


def test_without_a_sign_in_there_is_nothing_to_sign_out_of() -> None:
    at = AppTest.from_file(ROOT / "app.py", default_timeout=30).run()
    assert "sign-out" not in {button.key for button in at.button}
    assert "Signed in" not in texts(at)


def test_signing_out_shows_the_sign_in_and_leaves_nothing() -> None:
    at = opened(ANA)
    at.button(key="sample").click().run()
    assert any("Estimated SSI" in str(m.value) for m in at.sidebar.markdown)
    at.button(key="sign-out").click().run()
    assert not at.exception
    assert buttons(at) == ["Sign in"]
    assert set(at.session_state) == {"ssi_owner", "sign-in-default"}


def test_another_person_in_the_same_session_finds_nothing() -> None:
    at = opened(ANA)
    at.button(key="sample").click().run()
    at.user = BEN
    at.run()
    assert not at.exception
    assert not any("Estimated SSI" in str(m.value) for m in at.sidebar.markdown)
    assert any("Nobody is in view yet" in str(m.value) for m in at.sidebar.markdown)
    at.user = ANA
    at.run()
    assert not any("Estimated SSI" in str(m.value) for m in at.sidebar.markdown)


def test_what_was_in_view_comes_back_to_the_same_person_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    # One browser, and so one cookie, after a reload: mask 01, masked token 03, token 02.
    monkeypatch.setattr(stash, "_cookies", lambda: {"_streamlit_xsrf": "2|01|03|0"})
    monkeypatch.setattr(stash, "_kept", type(stash._kept)())
    at = opened(ANA)
    at.button(key="sample").click().run()
    assert "bring-back" not in {b.key for b in opened(BEN).button}
    assert "bring-back" not in {b.key for b in opened(NOBODY).button}
    again = opened(ANA)
    again.button(key="bring-back").click().run()
    assert any("Estimated SSI" in str(m.value) for m in again.sidebar.markdown)
    again.button(key="sign-out").click().run()
    assert "bring-back" not in {b.key for b in opened(ANA).button}


def test_each_one_puts_their_own_members_together(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'records.sqlite3'}"
    monkeypatch.setenv("SSI_DATABASE_URL", url)
    for owner, name in ((f"{ISSUER} ana", "Mara"), (f"{ISSUER} ben", "Theo"), ("local", "Nora")):
        with closing(api.records(url, owner=owner)) as records:
            records.save_member(name, small())
    for user, name in ((ANA, "Mara"), (BEN, "Theo")):
        at = opened(user, page="pages/team.py")
        at.button(key="team-records").click().run()
        assert not at.exception
        assert [one.name for one in at.session_state["ssi_team"].people] == [name]


def test_columns_are_not_remembered_where_several_people_share_the_machine(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("SSI_CONFIG_DIR", str(tmp_path / "config"))

    def read(at: AppTest) -> list[str]:
        at.file_uploader[0].set_value([("usage.csv", USAGE.encode(), "text/csv")]).run()
        assert not at.exception
        return [label for label in buttons(at) if label.startswith("Use")]

    alone = app("pages/files.py")
    assert read(alone) == ["Use", "Use and remember"]
    box(alone, "Which row is you").set_value("Test Owner").run()
    button(alone, "Use and remember").click().run()
    assert (tmp_path / "config" / "column_mappings.json").exists()
    assert read(app("pages/files.py")) == []  # remembered
    assert read(opened(ANA, page="pages/files.py")) == ["Use"]
    assert "remembered" not in " ".join(e.label for e in opened(ANA, page="pages/files.py").expander)


# ------------------------------------------------------------------------------------- nobody has to, and others can


def visited(monkeypatch: pytest.MonkeyPatch, address: str | None, **headers: str) -> AppTest:
    monkeypatch.setattr(signed_in, "_bound", lambda: address or "")
    monkeypatch.setattr(signed_in, "_headers", lambda: headers)
    at = AppTest.from_file(ROOT / "app.py", default_timeout=30).run()
    assert not at.exception
    return at


@pytest.mark.parametrize("address", [None, "0.0.0.0", "::", "192.168.1.20"])
@pytest.mark.parametrize(
    "host", ["coach.example", "192.168.1.20:8501", "[fe80::1]:8501", "127.evil.example", "127.0.0.1.example"]
)
def test_served_to_others_without_a_sign_in_is_warned_of(
    monkeypatch: pytest.MonkeyPatch, address: str | None, host: str
) -> None:
    [warning] = visited(monkeypatch, address, Host=host).warning
    assert "sees and changes the same records" in warning.value
    assert "docs/team.md" in warning.value
    assert "bind it to 127.0.0.1" in warning.value


@pytest.mark.parametrize("address", ["127.0.0.1", "0.0.0.0"])
@pytest.mark.parametrize(
    "host", ["localhost:8501", "127.0.0.1:8501", "127.0.0.1", "[::1]:8501", "app.localhost:8501", ""]
)
def test_a_visit_from_this_machine_is_not(monkeypatch: pytest.MonkeyPatch, address: str, host: str) -> None:
    assert not visited(monkeypatch, address, Host=host).warning


@pytest.mark.parametrize(
    "headers",
    [{"Host": "coach.example"}, {"Host": "127.0.0.1:8501", "X-Forwarded-For": "192.0.2.7"},
     {"Host": "localhost", "X-Forwarded-Host": "coach.example"}, {"Host": "localhost", "Forwarded": "for=192.0.2.7"}],
)  # fmt: skip
def test_a_proxy_in_front_of_this_machine_is_warned_of(
    monkeypatch: pytest.MonkeyPatch, headers: dict[str, str]
) -> None:
    [warning] = visited(monkeypatch, "127.0.0.1", **headers).warning
    assert "the proxy in front" in warning.value


def test_the_browsers_address_counts_where_no_host_is_told() -> None:
    at = AppTest.from_file(ROOT / "app.py", default_timeout=30)
    at.context = {"url": "https://coach.example/team"}
    assert "sees and changes the same records" in at.run().warning[0].value
    at.context = {"url": "http://localhost:8501/team"}
    assert not at.run().warning


def test_where_one_has_to_sign_in_there_is_nothing_to_warn_of(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(signed_in, "_headers", lambda: {"Host": "coach.example"})
    assert not opened(ANA).warning
    assert not opened(NOBODY).warning
