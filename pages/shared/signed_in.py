"""Who is signed in, and the screen before everything else where somebody has to be.

Streamlit's own ``st.login`` does the work: an OpenID Connect provider, configured under ``[auth]`` in ``secrets.toml``
(docs/team.md). Without it whoever opens the app is the one owner of the records.
"""

from __future__ import annotations

import hashlib
import ipaddress
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

import streamlit as st
from streamlit.errors import StreamlitAuthError, StreamlitMissingAuthlibError, StreamlitSecretNotFoundError

from pages.shared.words import plain

#: Owner of all records where nobody signs in.
LOCAL = "local"
#: Characters that an owner of records may have.
MOST = 255

_REFUSED = "ssi_sign_in_refused"
# What a proxy says of those it speaks for.
_FORWARDED = ("X-Forwarded-Host", "X-Forwarded-For", "Forwarded")


class NotSignedInError(RuntimeError):
    """Records were asked for while somebody has to sign in and has not."""


def required() -> bool:
    """Whether one has to sign in: ``[auth]`` is configured, or what may configure it can't be read."""
    return _auth() is not None


def passed() -> bool:
    """Whether this session may see pages: signed in, or nobody has to."""
    return _owner() is not None


def owner() -> str:
    """Whose records these are: issuer and subject of who is signed in, at most 255 characters; else ``local``.

    Raises
    ------
    NotSignedInError
        If somebody has to sign in and has not.
    """
    found = _owner()
    if found is None:
        raise NotSignedInError("nobody is signed in: sign in first")
    return found


def who() -> str:
    """Name of who is signed in, else their e-mail address, as the provider has it."""
    return _claim("name").strip() or _claim("email").strip() or "somebody without a name"


def gate() -> bool:
    """Draw the sign-in screen where one has to sign in first; whether pages may be drawn."""
    if passed():
        return True
    st.title("SSI Coach")
    st.write(
        "An estimate of LinkedIn's Social Selling Index, and a coach's record of what became of it. Whoever runs this "
        "app asks for a sign-in: what you keep here is yours, and nobody else who signs in sees it."
    )
    auth = _auth() or {}
    unread = "" if auth else "what says how can't be read, or is empty"
    if fault := st.session_state.get(_REFUSED) or unread:
        st.error(f"Nobody can sign in here: {plain(fault)}. Whoever runs this app finds how it is set up in "
                 "docs/team.md.", icon=":material/error:")  # fmt: skip
    names = _providers(auth)
    with st.container(horizontal=True):
        for name in names:
            label = "Sign in" if len(names) == 1 else f"Sign in with {plain(name or 'the default')}"
            st.button(label, type="primary", on_click=_sign_in, args=(name,), key=f"sign-in-{name or 'default'}")
    return False


def warn() -> None:
    """Say so where others reach this app and nobody has to sign in."""
    if required() or not served_beyond():
        return
    how = "bind it to 127.0.0.1" if not _is_loopback(_bound()) else "take it out of the proxy in front"
    st.warning(
        "Everybody who reaches this address sees and changes the same records: nobody has to sign in here. Whoever "
        f"runs this app either configures a sign-in (docs/team.md) or, to be alone with it, should {how}.",
        icon=":material/lock_open:",
    )


def served_beyond() -> bool:
    """Whether this visitor came by another address than this machine's own, or by way of a proxy."""
    headers = _headers()
    hosts = [headers.get("Host", ""), urlsplit(st.context.url or "").netloc]
    return any(host and not _is_loopback(_name(host)) for host in hosts) or any(name in headers for name in _FORWARDED)


def _headers() -> Mapping[str, str]:
    return st.context.headers


def _bound() -> str:
    return str(st.get_option("server.address") or "")


def _name(host: str) -> str:
    # Without the port; an IPv6 address stands in brackets.
    return urlsplit(f"//{host}").hostname or ""


def _is_loopback(name: str) -> bool:
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return name == "localhost" or name.endswith(".localhost")


def _auth() -> Mapping[str, Any] | None:
    # None where there is no such section. Streamlit takes secrets that it can't read for none at all; here that would
    # let everybody in who was to be kept out, so they count as a section with nothing in it.
    try:
        held = st.secrets.get("auth")
    except StreamlitSecretNotFoundError as error:
        return None if error.error_id == "no-secrets-found" else {}
    except (OSError, UnicodeDecodeError):
        return {}
    if held is None:
        return None
    return held if isinstance(held, Mapping) else {}


def _providers(auth: Mapping[str, Any]) -> tuple[str, ...]:
    # Blank is the one that has no name. Its own client_kwargs are a table too.
    named = tuple(name for name, held in auth.items() if isinstance(held, Mapping) and name != "client_kwargs")
    return (("",) if "client_id" in auth or "default" in named else ()) + tuple(n for n in named if n != "default")


def _sign_in(name: str) -> None:
    st.session_state[_REFUSED] = ""
    try:
        st.login(name or None)
    except (StreamlitAuthError, StreamlitMissingAuthlibError) as error:
        st.session_state[_REFUSED] = " ".join(str(error).split()).rstrip(".")


def _claim(name: str) -> str:
    value = st.user.get(name)
    return value if isinstance(value, str) else ""


def _owner() -> str | None:
    auth = _auth()
    if auth is None:
        return LOCAL
    if not auth:  # nor can Streamlit say then who it is
        return None
    issuer, subject = _claim("iss"), _claim("sub")
    if st.user.get("is_logged_in") is not True or not issuer.strip() or not subject.strip():
        return None
    # No issuer has a space: it is an address. So no two people have one owner, nor has anybody "local".
    whole = f"{issuer} {subject}"
    if len(whole) <= MOST:
        return whole
    digest = f"sha256:{hashlib.sha256(whole.encode('utf-8', 'surrogatepass')).hexdigest()} "
    return digest + whole[: MOST - len(digest)]
