"""Any bytes under any name: reading answers or refuses in one kind of error, and its books balance."""

from __future__ import annotations

import io
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ssi_core import api
from ssi_core.ingest.errors import IngestError
from tests.ingest.exports import COMMENTS, CONNECTIONS, REACTIONS

NAMES = (
    "Connections.csv", "messages.csv", "Comments.csv", "Shares.csv", "Invitations.csv", "SearchQueries.csv",
    "Rich_Media.csv", "Skills.csv", "answers.csv", "weekly_log.csv", "readings.csv", "ssi_2026-05-01.json",
    "Activity.csv", "export.zip", "Content_2025-01-01_2025-02-01_X.xlsx", "book.xls", "a.html", "x",
)  # fmt: skip
HEADS = (
    b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf",
    CONNECTIONS.encode(), COMMENTS.encode(), REACTIONS.encode(), b"FROM,TO,DATE,CONTENT\n", b"signal,value\n",
    b"date,total,brand,find,engage,relationships\n", b'{"memberScore":', b"Notes:\n\"a, b\"\n\n",
)  # fmt: skip
PIECES = (
    b",", b"\n", b'"', b'""', b"\\", b"\r", b"\0", b";", b"\t", b"2024-03-05 09:11:22", b"1", b"https://x", b"\xc3",
    b"05 Mar 2024", b"a", b"{", b"}", b":",
)  # fmt: skip
# Bytes that mean something to a table, and any others.
tails = st.one_of(
    st.binary(max_size=300),
    st.lists(st.sampled_from(PIECES), max_size=60).map(b"".join),
)

inner_names = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=30)


def balanced(name: str, data: bytes) -> None:
    try:
        found = api.read([(name, data)], owner="A B")
    except IngestError as refused:
        said = str(refused)
    else:
        said = ""
    if said:
        assert said.isprintable()
        return
    for e in found.ledger.entries:
        assert e.rows_read == e.rows_kept + e.rows_duplicate + e.rows_rejected
        assert min(e.rows_kept, e.rows_duplicate, e.rows_rejected, e.rows_repaired, e.bytes_rejected) >= 0
        assert e.rows_repaired <= e.rows_kept
    assert 0 <= api.score(found).total <= 100


@pytest.mark.parametrize("name", NAMES)
@given(head=st.sampled_from(HEADS), tail=tails)
@settings(max_examples=40, deadline=None)
def test_any_bytes(name: str, head: bytes, tail: bytes) -> None:
    balanced(name, head + tail)


@given(name=st.sampled_from(NAMES), inner=inner_names, head=st.sampled_from(HEADS), tail=tails)
@settings(max_examples=60, deadline=None)
def test_any_bytes_in_a_zip_under_any_name(name: str, inner: str, head: bytes, tail: bytes) -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, head + tail)
        if (inner or "x") != name:
            archive.writestr(inner or "x", tail)
    balanced("export.zip", held.getvalue())
