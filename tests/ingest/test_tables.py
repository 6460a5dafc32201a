"""Bytes -> table: decoding, finding the header, ragged rows, the two comment styles, and two readers that agree."""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Callable, Iterator

import pyarrow as pa
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ssi_core import api
from ssi_core.ingest import streams, tables
from ssi_core.ingest.errors import IngestError
from ssi_core.ingest.formats import BY_NAME, Format
from ssi_core.ingest.layout import UnknownTable, decode, find_layout
from ssi_core.ingest.ledger import Entry
from ssi_core.ingest.streams import stream_csv, stream_table
from ssi_core.ingest.tables import Table, read_table
from tests.ingest.exports import COMMENTS, CONNECTIONS, POST, REACTIONS, codes, source, table

REACTION = BY_NAME["reactions"]
MESSAGE = BY_NAME["messages"]
LETTERS = "CONVERSATION ID,FROM,TO,DATE,CONTENT\n"


def reading(
    text: str | bytes, name: str = "Reactions.csv", fmt: Format | None = REACTION
) -> tuple[Table | None, Entry]:
    entry = Entry(name)
    return read_table(source(text, name), fmt, entry), entry


def by_csv(text: str | bytes, fmt: Format) -> tuple[Table | None, Entry]:
    """The same file through the csv module alone."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tables, "_arrow_table", lambda *_: None)
        return reading(text, fmt=fmt)


def comments(text: str | bytes) -> tuple[list[str], Entry]:
    found, entry = reading(text, "Comments.csv", BY_NAME["comments"])
    assert found is not None
    return found.column("message"), entry


# -------------------------------------------------------------------------------------------------------- decoding


@pytest.mark.parametrize(
    ("data", "text", "encoding"),
    [
        (b"a,b", "a,b", "utf-8"),
        (b"", "", "utf-8"),
        ("é,ß,漢".encode(), "é,ß,漢", "utf-8"),
        (b"\xef\xbb\xbfa,b", "a,b", "utf-8-sig"),
        (b"\xff\xfea\x00,\x00", "a,", "utf-16"),
        (b"\xfe\xff\x00a\x00,", "a,", "utf-16"),
        (b"Jos\xe9", "José", "cp1252"),
        (b"\x93quoted\x94", "“quoted”", "cp1252"),
        (b"\x81", "\ufffd", "cp1252"),
        (b"\xef\xbb\xbf\xff", "\ufffd", "utf-8-sig"),
        (b"\xff\xfea", "\ufffd", "utf-16"),
    ],
)
def test_text_is_decoded_by_its_mark_or_as_utf8_or_as_windows_1252(data: bytes, text: str, encoding: str) -> None:
    assert decode(data) == (text, encoding)


@given(st.binary(max_size=60))
def test_decoding_never_fails(data: bytes) -> None:
    text, encoding = decode(data)
    assert encoding in ("utf-8", "utf-8-sig", "utf-16", "cp1252")
    text.encode()


def test_a_fallback_of_the_encoding_is_told() -> None:
    found, entry = reading((REACTIONS + "2024-03-05 09:00:00,LIKE,Jos\u00e9\n").encode("cp1252"))
    assert found is not None
    assert found.column("link") == ["José"]
    assert (entry.encoding, entry.delimiter, codes(entry)) == ("cp1252", ",", ["encoding"])


# ------------------------------------------------------------------------------------------------------ the header


@pytest.mark.parametrize("lines", range(tables.HEAD_RECORDS))
def test_the_header_is_found_by_content_behind_any_few_lines(lines: int) -> None:
    notes = "".join(f"Note {i}, with a comma and https://example.com/{i}\n" for i in range(lines))
    found, entry = reading(notes + REACTIONS + "2024-03-05 09:00:00,LIKE,x\n")
    assert found is not None
    assert (found.column("type"), found.rows, entry.rows_read) == (["LIKE"], [1], 1)


def test_a_header_too_far_down_is_not_looked_for() -> None:
    with pytest.raises(UnknownTable):
        reading("note\n" * tables.HEAD_RECORDS + REACTIONS)


def test_linkedins_notes_before_the_connections() -> None:
    # Three lines of notes: the sentence has six commas, as many as the header.
    text = (
        'Notes:\n"One, two, three, four, five, six, https://example.com/help"\n\n'
        f'{CONNECTIONS}Test,Person,https://www.linkedin.com/in/test-1,,"Example, Inc.",Head of Sales ,05 Mar 2024\n'
        ",,,,,,11 Feb 2024"
    )
    found, entry = reading(text, "Connections.csv", BY_NAME["connections"])
    assert found is not None
    assert found.column("company") == ["Example, Inc.", ""]
    assert found.column("connected_on") == ["05 Mar 2024", "11 Feb 2024"]
    assert entry.rows_read == 2


def test_a_row_of_data_is_not_taken_for_the_header() -> None:
    found, _ = reading(REACTIONS + "Date,Type,Link\n")
    assert found is not None
    assert found.rows == [1]


@pytest.mark.parametrize(("mark", "delimiter"), [(",", ","), (";", ";"), ("\t", "\t")])
def test_the_delimiter_is_told_by_the_header(mark: str, delimiter: str) -> None:
    found, entry = reading(f"Date{mark}Type{mark}Link\n2024-03-05{mark}LIKE{mark}x\n")
    assert found is not None
    assert (found.column("link"), entry.delimiter) == (["x"], delimiter)


def test_of_two_formats_the_one_with_more_columns_there_is_taken() -> None:
    # Votes need a date and an option; here is the whole of it.
    text = "Date,Link,OptionText\n2024-03-05 09:00:00,x,Yes\n"
    found, _ = reading(text, "something.csv", None)
    assert found is not None
    assert found.format.kind == "votes"


@pytest.mark.parametrize("text", ["", "\n", "  \n\t\n", "\x00\x00", "\ufeff", "\r\n\r\n"])
def test_nothing_at_all_is_no_table(text: str) -> None:
    found, _ = reading(text)
    assert found is None
    assert find_layout("", "utf-8", (REACTION,), "x") is None


def test_an_unknown_header_is_named_by_its_columns() -> None:
    with pytest.raises(
        UnknownTable, match=r"gizmos\.csv: no header that is known; .* the columns: Gizmo, Colour, Price"
    ):
        reading("\nGizmo, Colour ,Price\n1,red,3\n", "gizmos.csv", None)
    assert issubclass(UnknownTable, IngestError)


def test_the_name_alone_does_not_make_a_table() -> None:
    with pytest.raises(UnknownTable, match="the columns: Gizmo, Colour"):
        reading("Gizmo,Colour\n1,red\n")


def test_names_of_columns_are_cut_short_and_clean() -> None:
    many = ",".join(["\x1b[31m" + "x" * 99] + [f"c{i}" for i in range(30)])
    with pytest.raises(UnknownTable) as error:
        reading(many + "\n", fmt=None)
    assert "\x1b" not in str(error.value)
    assert "c10" in str(error.value)
    assert "c12" not in str(error.value)
    assert len(str(error.value)) < 250


# -------------------------------------------------------------------------------------------------------- the rows


def test_columns_are_named_and_others_left() -> None:
    found, _ = reading("Link,More,Date,Type\nx,?,2024-03-05,LIKE\n")
    assert found is not None
    assert found.columns == {"date": ["2024-03-05"], "type": ["LIKE"], "link": ["x"]}
    assert found.column("no such column") == [""]


def test_short_rows_are_filled_and_long_ones_rejected_by_number() -> None:
    # Row 2 has no link; row 3 has a cell too many; row 4 too many cells that are blank, which is no loss.
    found, entry = reading(REACTIONS + "2024-03-05,LIKE,a\n2024-03-06,LIKE\n2024-03-07,LIKE,c,d\n2024-03-08,LIKE,e,,\n")
    assert found is not None
    assert found.column("link") == ["a", "", "e"]
    assert found.rows == [1, 2, 4]
    assert (entry.rows_read, entry.rows_rejected) == (4, 1)
    assert [(n.code, n.row) for n in entry.notes] == [("columns", 3)]


def test_bare_commas_of_a_search_belong_to_it() -> None:
    found, entry = reading(
        "Time,Search Query\n2024/03/05 14:02:11 UTC,sales, marketing, and more\n2024/03/05 14:03:11 UTC,plain\n",
        "SearchQueries.csv", BY_NAME["searchqueries"],
    )  # fmt: skip
    assert found is not None
    assert found.column("query") == ["sales, marketing, and more", "plain"]
    assert (entry.rows_read, entry.rows_repaired, entry.rows_rejected) == (2, 1, 0)


def test_nul_bytes_are_dropped() -> None:
    found, _ = reading((REACTIONS + "2024-\x0003-05,LI\x00KE,x\n").encode())
    assert found is not None
    assert (found.column("date"), found.column("type")) == (["2024-03-05"], ["LIKE"])


def test_a_lost_quote_takes_the_rest_and_no_more() -> None:
    # The quote that opens in row 2 never closes: rows 2 and 3 are one record of two cells.
    found, entry = reading(REACTIONS + '2024-03-05,LIKE,a\n2024-03-06,"LIKE,b\n2024-03-07,LIKE,c\n')
    assert found is not None
    assert found.column("date") == ["2024-03-05", "2024-03-06"]
    assert entry.rows_read == 2


def test_a_sheet_is_a_table_too() -> None:
    entry = Entry("x")
    rows = [["a note"], ["Date", "Type", "Link"], ["2024-03-05", "LIKE", 'with "quotes",\nand lines']]
    found = tables.rows_table(rows, source(b"", "Reactions.xlsx"), REACTION, entry)
    assert found is not None
    assert found.column("link") == ['with "quotes",\nand lines']
    assert entry.rows_read == 1
    assert tables.rows_table([], source(b"", "x"), REACTION, entry) is None
    assert tables.is_known(rows)
    assert not tables.is_known([["Gizmo", "Colour"]])


# ------------------------------------------------------------------------------------------------ comments, 2 styles


def test_old_comments_double_their_quotes_and_leave_lines_bare() -> None:
    # Two comments; the first is of three lines, one of them empty, without quotes around it.
    found, entry = comments(
        f"{COMMENTS}2022-03-05 09:11:22,{POST}1,first line\r\nsecond line of the same comment\r\n\r\n"
        f'2022-03-04 08:00:00,{POST}2,"has a comma, ""and quotes"""\r\n'
    )
    assert len(found) == 2
    assert found[0].splitlines() == ["first line", "second line of the same comment"]
    assert (entry.rows_read, entry.rows_repaired, entry.rows_rejected) == (2, 1, 0)
    assert [(n.code, n.row) for n in entry.notes] == [("continued", 1)]


def test_new_comments_escape_their_quotes_with_a_backslash() -> None:
    found, entry = comments(
        f'{COMMENTS}2024-03-05 09:11:22,{POST}1,"He said \\"yes\\", twice"\n'
        f'2024-03-04 09:11:22,{POST}2,"one\n\ntwo \\"three\\""\n2024-03-03 09:11:22,{POST}3,C:\\new\n'
    )
    assert len(found) == 3
    assert (entry.rows_read, entry.rows_repaired, entry.rows_rejected) == (3, 0, 0)


def test_a_comment_may_end_in_anything() -> None:
    # An escaped quote at the end, a backslash at the end, an unclosed quote: still three comments.
    found, entry = comments(
        f'{COMMENTS}2024-03-05 09:11:22,{POST}1,"ends in \\""\n2024-03-04 09:11:22,{POST}2,"ends in \\\\"\n'
        f'2024-03-03 09:11:22,{POST}3,"never ends\n'
    )
    assert len(found) == entry.rows_read == 3


def test_comments_may_be_quoted_whole() -> None:
    found, _ = comments(f'{COMMENTS}"2024-03-05 09:11:22","{POST}1","yes"\n"2024-03-04 09:11:22","{POST}2","no"\n')
    assert len(found) == 2


def test_text_before_the_first_comment_is_given_up_and_counted() -> None:
    found, entry = comments(f"{COMMENTS}lost line\n2024-03-05 09:11:22,{POST}1,kept\n")
    assert len(found) == 1
    assert (entry.rows_read, entry.rows_rejected, entry.bytes_rejected) == (2, 1, len("lost line"))
    assert codes(entry) == ["stamp"]


def test_comments_of_a_spreadsheet_are_an_ordinary_table() -> None:
    # Other columns first, or other dates: no line starts with a stamp and an address.
    moved, _ = comments(f'Link,Date,Message\n{POST}1,2024-03-05 09:11:22,"one\n\ntwo"\n{POST}2,2024-03-05 09:11:22,b\n')
    dated, _ = comments(f"{COMMENTS}3/5/2024 9:11,{POST}1,a\n3/6/2024 9:11,{POST}2,b\n")
    last, _ = comments(f"Date,Message,Link\n2024-03-05 09:11:22,a,{POST}1\n2024-03-05 09:11:22,https://x,{POST}2\n")
    assert [len(moved), len(dated), len(last)] == [2, 2, 2]


stamped = st.lists(st.text(alphabet='ab ,"\\\n', max_size=20), max_size=5)


@given(stamped)
def test_a_comment_is_one_record_whatever_is_in_it(messages: list[str]) -> None:
    rows = "".join(f"2024-03-0{i + 1} 09:11:22,{POST}{i},{m}\n" for i, m in enumerate(messages))
    found, entry = comments(COMMENTS + rows)
    assert len(found) == entry.rows_read == len(messages)
    assert entry.rows_rejected == 0


# ------------------------------------------------------------------------------------------- two readers, one result

cells = st.text(alphabet="ab é漢,;\"\t\n\r\\'", max_size=12)
records = st.lists(st.lists(cells, min_size=1, max_size=4), max_size=8)


@given(records)
@example([["a", "b"], ["c"]])
@example([["", "", ""]])
def test_both_readers_read_written_rows_alike(rows: list[list[str]]) -> None:
    text = REACTIONS + table(rows)
    fast, fast_entry = reading(text)
    slow, slow_entry = by_csv(text, REACTION)
    assert fast == slow
    assert fast_entry == slow_entry


@given(st.text(alphabet='ab,"\n\r \t;\\é', max_size=40))
@settings(max_examples=300)
@example('"')
@example('a,"b\nc,d')
@example('"a"b,c,d\n')
@example("a,b,c\r\rd,e,f")
def test_both_readers_read_any_text_alike(body: str) -> None:
    fast, fast_entry = reading(REACTIONS + body)
    slow, slow_entry = by_csv(REACTIONS + body, REACTION)
    assert fast == slow
    assert fast_entry == slow_entry


@given(st.lists(st.lists(cells, min_size=3, max_size=3), max_size=8))
def test_written_rows_are_read_as_they_were(rows: list[list[str]]) -> None:
    found, entry = reading(REACTIONS + table(rows, quoting=csv.QUOTE_ALL))
    assert found is not None
    read = list(zip(found.column("date"), found.column("type"), found.column("link"), strict=True))
    assert read == [tuple(row) for row in rows]
    assert (entry.rows_read, entry.rows_rejected) == (len(rows), 0)


# ----------------------------------------------------------------------------------------------- large files, streamed


def batches(found: Iterator[pa.RecordBatch]) -> list[dict[str, bytes]]:
    return [row for batch in found for row in batch.to_pylist()]


def streamed(text: str | bytes, block: int | None = None) -> tuple[list[dict[str, bytes]], Entry]:
    entry = Entry("messages.csv")
    opened = stream_table(source(text, "messages.csv"), MESSAGE, entry, block)
    assert opened is not None
    return batches(opened[1]), entry


def slowly(text: str | bytes) -> tuple[list[dict[str, bytes]], Entry]:
    entry = Entry("messages.csv")
    return batches(stream_csv(source(text, "messages.csv"), MESSAGE, entry, size=2)), entry


@given(st.lists(st.lists(cells, min_size=5, max_size=5), max_size=8))
def test_both_streams_give_the_same_bytes(rows: list[list[str]]) -> None:
    text = LETTERS + table(rows, quoting=csv.QUOTE_ALL)
    fast, fast_entry = streamed(text)
    slow, slow_entry = slowly(text)
    assert fast == slow
    assert [[v.decode() for v in row.values()] for row in fast] == rows
    assert fast_entry == slow_entry


@pytest.mark.parametrize("large", [False, True], ids=["whole", "streamed"])
def test_a_cell_larger_than_a_block_is_left_to_the_csv_module(large: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    if large:
        monkeypatch.setattr(streams, "WHOLE_BYTES", 0)
    text = LETTERS + table([["1", "a", "b", "2024-03-05", "x" * 5000], ["2", "a", "b", "2024-03-05", "short"]])
    with pytest.raises(pa.ArrowInvalid, match="straddling"):
        streamed(text, block=1000)
    slow, _ = slowly(text)
    fast, _ = streamed(text, block=10_000)
    assert slow == fast
    assert [len(row["content"]) for row in slow] == [5000, 5]


def test_a_ragged_row_of_a_large_file_is_put_last(monkeypatch: pytest.MonkeyPatch) -> None:
    # Row 1 has a cell too many, row 2 a cell too few, row 3 only blanks too many; 4 is whole.
    text = LETTERS + "1,a,b,d,c,?\n2,a,b,d\n3,a,b,d,c,,\n4,a,b,d,c\n"
    with pytest.raises(pa.ArrowInvalid, match="3 records are not 5 cells wide"):
        streamed(text)
    slow, slow_entry = slowly(text)
    monkeypatch.setattr(streams, "WHOLE_BYTES", 0)
    fast, fast_entry = streamed(text)
    assert [row["conversation_id"] for row in slow] == [b"2", b"3", b"4"]
    assert [row["conversation_id"] for row in fast] == [b"4", b"2", b"3"]
    for entry in (slow_entry, fast_entry):
        assert (entry.rows_read, entry.rows_rejected, codes(entry)) == (1, 1, ["columns"])


def test_a_ragged_row_that_is_no_text_either_says_nothing_on_standard_error(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(streams, "WHOLE_BYTES", 0)
    hook = sys.unraisablehook
    rows = b"A,B,2024-03-05 14:02:11 UTC,hi\nA,B,2024-03-05 14:02:12 UTC,h\xff,x,y\n"
    found = api.read([("messages.csv", b"FROM,TO,DATE,CONTENT\n" + rows)], owner="A")
    entry = found.ledger.entries[0]
    assert (entry.rows_read, entry.rows_kept, entry.rows_rejected) == (2, 1, 1)
    assert capfd.readouterr().err == ""
    assert sys.unraisablehook is hook


@pytest.mark.parametrize(
    "encode",
    [
        lambda text: text.encode(),
        lambda text: b"\xef\xbb\xbf" + text.encode(),
        lambda text: ("\ufeff" + text).encode("utf-16-le"),
        lambda text: text.encode("cp1252"),
        lambda text: text.replace("\n", "\r\n").encode(),
        lambda text: text.replace(",", ";").encode(),
    ],
    ids=["utf-8", "mark", "utf-16", "cp1252", "crlf", "semicolons"],
)
@pytest.mark.parametrize("large", [False, True], ids=["whole", "streamed"])
def test_a_stream_is_decoded_as_a_table_is(
    encode: Callable[[str], bytes], large: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if large:
        monkeypatch.setattr(streams, "WHOLE_BYTES", 0)
    rows, _ = streamed(encode(LETTERS + "1,José,b,2024-03-05,c\n"))
    assert [row["date"] for row in rows] == [b"2024-03-05"]
    assert rows[0]["from"].decode("utf-8" if b"\xc3" in rows[0]["from"] else "cp1252") == "José"


@pytest.mark.parametrize("read", [streamed, slowly])
def test_a_stream_without_its_header_is_unknown(read: Callable[[str], object]) -> None:
    with pytest.raises(UnknownTable, match="the columns: Gizmo, Colour"):
        read("Gizmo,Colour\n")


def test_an_empty_stream_is_none() -> None:
    assert stream_table(source(b" \n", "messages.csv"), MESSAGE, Entry("x")) is None
    assert batches(stream_csv(source(b" \n", "messages.csv"), MESSAGE, Entry("x"))) == []


def test_a_stream_is_closed_at_its_end_and_on_an_unknown_header(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streams, "WHOLE_BYTES", 0)
    opened: list[io.BytesIO] = []

    def given(text: str) -> tables.Source:
        def reopen() -> io.BytesIO:
            opened.append(io.BytesIO(text.encode()))
            return opened[-1]

        return tables.Source("messages.csv", "export", None, reopen, "table", len(text))

    found = stream_table(given(LETTERS + "1,a,b,2024-03-05,c\n"), MESSAGE, Entry("x"))
    assert found is not None
    assert len(batches(found[1])) == 1
    with pytest.raises(UnknownTable):
        stream_table(given("Gizmo,Colour\n"), MESSAGE, Entry("x"))
    assert [stream.closed for stream in opened] == [True, True]


def test_no_cell_is_too_large_for_the_csv_module() -> None:
    found, entry = by_csv(REACTIONS + f"2024-03-05,LIKE,{'x' * 300_000}\n", REACTION)
    assert found is not None
    assert len(found.column("link")[0]) == 300_000
    assert entry.rows_read == 1
    assert csv.field_size_limit() > 10**8
