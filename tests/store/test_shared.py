"""What a member shares: all that the score needs, and not a word of anybody's."""

import csv
import datetime as dt
import io
import json
import re
import zipfile
from pathlib import Path

import pytest

from ssi_core import api
from ssi_core.member import Target
from ssi_core.store import shared
from ssi_core.store.errors import BrokenFileError
from ssi_core.store.records import Records
from tests.store.conftest import small

AT = "https://www.linkedin.com/"


@pytest.fixture(scope="module")
def whole() -> api.Imported:
    folder = api.sample_files()[0].parent
    return api.read(api.sample_files(), readings=folder / "official_readings.csv")


@pytest.fixture(scope="module")
def text(whole: api.Imported) -> str:
    return api.shared_counts(whole)


def test_it_scores_as_the_archive_did(whole: api.Imported, text: str) -> None:
    for given in (text, text.encode(), b"\xef\xbb\xbf" + text.encode()):
        found = api.shared_from(given)
        assert api.score(found).to_dict() == api.score(whole).to_dict()
    assert api.history(found, every=300).to_dict() == api.history(whole, every=300).to_dict()
    assert (found.counts, found.stocks, found.missing) == (whole.counts, whole.stocks, whole.missing)
    assert found.member.readings == whole.member.readings
    assert len(found.member.readings) == 10
    assert api.shared_counts(found) == text


def words_of(path: Path) -> set[str]:
    """Every cell of the archive that somebody wrote or is called by, read with csv alone."""
    found: set[str] = set()
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            content = archive.read(name).decode()
            if name.endswith(".html"):
                found |= set(re.findall(r"<p>([^<]+)</p>", content))
            elif name == "Connections.csv":
                content = content.split("\n\n", 1)[1]
            for row in csv.reader(io.StringIO(content)):
                found |= {cell.strip() for cell in row}
    return {one for one in found if len(one) > 6 and re.search(r"[^\W\d_]{4}", one) and not one.startswith("20")}


def test_no_text_and_nobodys_name_title_or_company_is_in_it(text: str) -> None:
    path = api.sample_files()[0]
    there = words_of(path)
    # That the search would find them: a connection's name, a title and a company are among what is looked for.
    with zipfile.ZipFile(path) as archive:
        rows = list(csv.DictReader(io.StringIO(archive.read("Connections.csv").decode().split("\n\n", 1)[1])))
    named = [row for row in rows if row["URL"]]
    assert {named[0]["URL"], named[1]["Company"], named[1]["Position"].strip()} <= there
    assert len(there) > 8000
    for plain in (text, json.dumps(json.loads(text), ensure_ascii=False)):
        assert [one for one in there if one in plain] == []
        for row in named:
            assert f'"{row["Last Name"].strip()}"' not in plain
    assert AT not in text
    assert "Mara" not in text




def test_it_comes_from_a_member_with_a_target_of_their_own(whole: api.Imported) -> None:
    found = api.read(api.sample_files()[0], target=Target(("CTO",), ()))
    again = api.shared_from(api.shared_counts(found))
    assert again.member.target == Target(("CTO",), ())
    assert api.score(again).total == api.score(found).total


def test_a_coach_keeps_it_and_a_later_one_counts_each_day_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSI_TODAY", "2026-09-01")
    records = Records(f"sqlite:///{tmp_path / 'records.sqlite3'}")
    kept = records.save_member("Mara", api.shared_from(api.shared_counts(api.read(api.sample_files()))))
    later = api.read(api.later_sample_files())
    records.add_import(kept.id, api.shared_from(api.shared_counts(later)), version=1)
    found = records.load(kept.id).found
    records.close()
    alone = api.read([*api.later_sample_files(), api.sample_files()[1]])
    assert found.as_of == dt.date(2026, 8, 31)
    assert (found.counts, found.stocks) == (alone.counts, alone.stocks)
    assert api.score(found).total == api.score(alone).total


@pytest.mark.parametrize(
    ("path", "value", "words"),
    [
        (("format",), "ssi-coach records", "mine.json holds no shared counts"),
        (("schema",), 2, "schema 2, this program knows 1: nothing was taken in; update this program"),
        (("schema",), 0, "schema 0, this program knows 1: nothing was taken in; ask for it again"),
        (("schema",), "1", r"mine\.json\.schema must be a whole number"),
        (("as_of",), "June", r"mine\.json\.as_of must be a day, YYYY-MM-DD"),
        (("as_of",), "2026-07-03", "as_of is 2026-07-03, which is still to come"),
        (("facts", "activity", "days"), 10**9, "from 0 to 36,525"),
        (("facts", "activity", "series", "comments_given", "counts"), [[99, 1]], r"counts\[0\]\[0\] must be from 0 to"),
        (("facts", "activity", "series", "comments_given", "counts"), [[0, "x"]], "must be a number"),
        (("facts", "profile", "checklist"), {"hat": True}, "unknown checklist items"),
        (("facts", "stated", "checklist"), {"hat": True}, "unknown checklist items"),
        (("facts", "stated", "signals"), {"hat": 1}, r"facts\.stated\.signals\.hat is no signal that this program"),
        (("facts", "stated", "signals"), {"": 1}, r"signals\. is no signal that this program"),
        (("ledger", "files", 0, "status"), "eaten", "status is 'eaten', not one of read"),
        (("readings",), {}, "readings must be a list"),
        (("readings", 0, "total"), 101, r"readings\[0\] can't be used \(the total is 101: give a number from 0 to 100"),
        (("readings", 0, "pillars"), {"brand": 26}, "brand is 26"),
        (("readings", 0, "day"), "2026-06-02", r"readings holds two of 2026-06-02"),
    ],
)
def test_what_is_damaged_is_refused_and_says_where(path: tuple[str | int, ...], value: object, words: str) -> None:
    log = [api.Reading(20605 + i, 48.0, {"brand": 12.5}) for i in range(2)]
    assert [api.day_of(one.day) for one in log] == [dt.date(2026, 6, 1), dt.date(2026, 6, 2)]
    data = json.loads(api.shared_counts(api.with_readings(small(), log)))
    at = data
    for key in path[:-1]:
        at = at[key]
    at[path[-1]] = value
    with pytest.raises(BrokenFileError, match=words):
        api.shared_from(json.dumps(data), "mine.json")


@pytest.mark.parametrize("given", ["", "{", "[]", "7", b"\xff\xfe\x00", "[" * 100_000])
def test_what_is_none_is_refused_in_words(given: str | bytes) -> None:
    with pytest.raises(BrokenFileError, match=r"^mine\.json .*nothing was taken in"):
        api.shared_from(given, "mine.json")


def test_where_it_is_tomorrow_already_it_may_be_of_tomorrow() -> None:
    data = json.loads(api.shared_counts(small())) | {"as_of": "2026-07-02"}
    assert api.shared_from(json.dumps(data)).as_of == dt.date(2026, 7, 2)


def test_readings_in_any_order_become_a_log() -> None:
    log = [api.Reading(20605 + i, 48.0 + i) for i in range(3)]
    data = json.loads(api.shared_counts(api.with_readings(small(), log)))
    data["readings"].reverse()
    assert [one.total for one in api.shared_from(json.dumps(data)).member.readings] == [48.0, 49.0, 50.0]


def test_it_is_taken_in_up_to_a_size(monkeypatch: pytest.MonkeyPatch) -> None:
    given = api.shared_counts(small())
    monkeypatch.setattr(shared, "MOST_BYTES", len(given))
    assert api.shared_from(given).counts["comments_given"] == 3
    with pytest.raises(BrokenFileError, match=r"^mine\.json has [\d,]+ bytes, [\d,]+ can be taken in: nothing was"):
        api.shared_from(given + " ", "mine.json")


def test_it_is_known_by_its_first_line(text: str) -> None:
    assert api.is_shared(text[:200])
    assert api.is_shared(b"\xef\xbb\xbf" + text[:200].encode())
    for before in ("\ufeff", "\r\n\t ", "\ufeff \n"):  # as an editor, or a letter, may leave it
        assert api.is_shared(before + text[:200])
        assert api.is_shared((before + text[:200]).encode())
    assert not api.is_shared(b"\xff\xfe\x00")
    assert not api.is_shared('{"format": "ssi-coach records"')
    assert not api.is_shared("Date,Link,Message\n")
