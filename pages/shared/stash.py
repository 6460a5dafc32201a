"""What a browser had in view, kept in this server's memory so that a reload of the page can be undone.

A reload starts a new session, and everything read and typed is gone with the old one. It stays here for some hours,
under the secret that Streamlit gives each browser as a cookie, and under who is signed in: never on a disk, never for
another browser or another person, gone with the server or with "forget".
"""

from __future__ import annotations

import hashlib
import threading
import time
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import streamlit as st

from pages.shared import signed_in

#: Seconds for which it is kept, and browsers for which it is.
KEPT_S = 8 * 3600
MOST_BROWSERS = 16

_COOKIE = "_streamlit_xsrf"


@dataclass(frozen=True)
class Kept:
    """What a session held.

    Attributes
    ----------
    words : str
        What that was, as a person says it.
    slots : mapping
        The session's own values by key.
    since : float
        Clock of the last run that held it, in seconds.
    """

    words: str
    slots: Mapping[str, Any]
    since: float


_kept: OrderedDict[str, Kept] = OrderedDict()
_lock = threading.Lock()


_clock = time.monotonic


def _cookies() -> Mapping[str, str]:
    return st.context.cookies


def browser() -> str | None:
    """A name for the browser that asks and for who is signed in there, made of its secret; None where it has none.

    The cookie is masked anew in every answer: version, mask and masked token parted by ``|``, in hexadecimal, the token
    being the two exclusive-ored byte by byte.
    """
    if not signed_in.passed():
        return None
    parts = str(_cookies().get(_COOKIE, "")).strip('"').split("|")
    if len(parts) < 3:
        return None
    try:
        mask, masked = bytes.fromhex(parts[1]), bytes.fromhex(parts[2])
    except ValueError:
        return None
    if not mask or not masked:
        return None
    token = bytes(b ^ mask[i % len(mask)] for i, b in enumerate(masked))
    return hashlib.sha256(token).hexdigest() + signed_in.owner()


def keep(words: str, slots: Mapping[str, Any]) -> None:
    """Keep what this browser has in view, instead of what it had before."""
    name = browser()
    if name is None:
        return
    with _lock:
        _kept[name] = Kept(words, dict(slots), _clock())
        _kept.move_to_end(name)
        while len(_kept) > MOST_BROWSERS:
            _kept.popitem(last=False)


def kept() -> Kept | None:
    """What this browser had in view before; None where there is nothing, or it is too old."""
    name = browser()
    with _lock:
        held = _kept.get(name) if name is not None else None
        if name is not None and held is not None and _clock() - held.since > KEPT_S:
            del _kept[name]
            return None
        return held


def drop() -> None:
    """Forget what this browser had in view."""
    name = browser()
    if name is not None:
        with _lock:
            _kept.pop(name, None)
