"""A typical archive read whole, against what pandas' ``read_csv`` takes for its tables alone.

pandas only parses: it knows no dates, no owner, no duplicate, and does not look for the header. Run as
``python -m benchmarks.typical floor|read ZIP`` this is the fresh process that does the one or the other once.
"""

from __future__ import annotations

import csv
import io
import json
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from benchmarks import big_archive
from benchmarks.measure import Result, alternate, child_answer, machine, peak_mib
from sample_data.dice import Dice

#: The project's limit: reading must take no longer than parsing its tables alone takes pandas.
LIMIT = 1.0
#: Peak memory of the fresh process, in inflated sizes of the archive; 70 MiB, two of them, are Python and pyarrow.
LIMIT_SIZES = 10.0
MESSAGES, CONNECTIONS, OTHERS = 50_000, 30_000, 20_000
_EXPORT = datetime(2026, 7, 1, 7)
_NOTES = 'Notes:\n"When exporting, some of the addresses may be missing, see https://example.com/help"\n\n'
_PEOPLE = "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n"
_FEED = "https://www.linkedin.com/feed/update/urn%3Ali%3Aactivity%3A70{:013d}"


@dataclass(frozen=True)
class Truth:
    """What a right reading gives.

    Attributes
    ----------
    counts : dict of str to int
        Daily inputs summed over all days.
    rows : dict of str to int
        Rows read, by file.
    bytes : int
        Inflated size of all files.
    """

    counts: dict[str, int]
    rows: dict[str, int]
    bytes: int


@dataclass(frozen=True)
class _Table:
    # A file of the rest: its share of the rows, its header, and what row `i` of it, from a day on, is.
    name: str
    share: float
    header: str
    row: Callable[[Dice, int, datetime], list[str]]


def _stamp(when: datetime) -> str:
    return f"{when:%Y-%m-%d %H:%M:%S}"


# FORMATS, section 1; the shares are those of an active member, whose reactions are most of it.
_TABLES = (
    _Table("Reactions.csv", 0.40, "Date,Type,Link",
           lambda dice, i, when: [_stamp(when), dice.pick(("LIKE", "LIKE", "PRAISE", "EMPATHY")), _FEED.format(i)]),
    _Table("Comments.csv", 0.15, "Date,Link,Message",
           lambda dice, i, when: [_stamp(when), _FEED.format(i), f"Thanks, {dice.token(9)}, that is a good point {i}"]),
    _Table("SearchQueries.csv", 0.15, "Time,Search Query",
           lambda dice, i, when: [f"{when:%Y/%m/%d %H:%M:%S} UTC", f"head of sales {dice.token(5)}"]),
    _Table("Endorsement_Received_Info.csv", 0.10,
           "Endorsement Date,Skill Name,Endorser First Name,Endorser Last Name,Endorser Public Url,Endorsement Status",
           lambda dice, i, when: [f"{when:%Y/%m/%d %H:%M:%S} UTC", "Logistics", dice.token(6), f"Person {i}",
                                  f"www.linkedin.com/in/person-{i}", "ACCEPTED"]),
    _Table("Logins.csv", 0.08, "Login Date,IP Address,User Agent,Login Type",
           lambda dice, i, when: [f"{when:%a %b %d %H:%M:%S} UTC {when:%Y}", "192.0.2.1", "Mozilla/5.0", "LOGIN"]),
    _Table("Shares.csv", 0.05, "Date,ShareLink,ShareCommentary,SharedUrl,MediaUrl,Visibility",
           lambda dice, i, when: [_stamp(when), _FEED.format(i), " ".join(dice.token(7) for _ in range(40)), "", "",
                                  "MEMBER_NETWORK"]),
    _Table("Member_Follows.csv", 0.04, "Date,Status,FullName",
           lambda dice, i, when: [_stamp(when), "Active", f"{dice.token(6)} Person {i}"]),
    _Table("Company Follows.csv", 0.03, "Organization,Followed On",
           lambda dice, i, when: [f"{dice.token(6)} {i} AG", f"{when:%a %b %d %H:%M:%S} UTC {when:%Y}"]),
)  # fmt: skip
_INPUTS = {
    "Reactions.csv": "reactions_given", "Comments.csv": "comments_given", "SearchQueries.csv": "people_searches",
    "Endorsement_Received_Info.csv": "endorsements_received", "Shares.csv": "original_posts",
    "Member_Follows.csv": "follows", "Company Follows.csv": "follows",
}  # fmt: skip


def write(
    folder: Path, messages: int = MESSAGES, connections: int = CONNECTIONS, others: int = OTHERS
) -> tuple[Path, Truth]:
    """Write the archive.

    Parameters
    ----------
    folder : Path
        Where to.
    messages, connections, others : int
        Rows of messages, of connections, and of all else together; 1,000 messages at least.
    """
    path, large = big_archive.write(folder, messages)
    counts = {name: n for name, n in large.counts.items() if name != "invitations_accepted"}
    rows = {name: n[0] for name, n in large.rows.items()}
    dice = Dice("typical")
    target = folder / f"typical_{path.name}"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in ("Profile.csv", "Invitations.csv", big_archive.MEMBER):
            archive.writestr(old.getinfo(name), old.read(name), zipfile.ZIP_DEFLATED)
        _add(archive, "Connections.csv", _NOTES + _PEOPLE, _connections(dice, connections))
        counts["connections_added"] = rows["Connections.csv"] = connections
        for table in _TABLES:
            size = round(others * table.share)
            step = (_EXPORT - datetime(2014, 3, 3)) / size
            made = (table.row(dice, i, _EXPORT - step * (i + 1)) for i in range(size))
            _add(archive, table.name, table.header + "\n", made)
            rows[table.name] = size
            if table.name in _INPUTS:
                name = _INPUTS[table.name]
                counts[name] = counts.get(name, 0) + size
        inflated = sum(info.file_size for info in archive.infolist())
    path.unlink()
    return target, Truth(counts, rows, inflated)


def _connections(dice: Dice, size: int) -> Iterator[list[str]]:
    step = (_EXPORT - datetime(2014, 3, 3)) / size
    for i in range(size):
        first, last = dice.token(6), dice.token(9)
        title = dice.pick(("Head of Sales", "Buyer", "VP of Sales", "Planner ", "Managing Director"))
        url = f"https://www.linkedin.com/in/{first}-{last}-{i:x}"
        yield [first, last, url, "", f"{last}, Inc.", title, f"{_EXPORT - step * (i + 1):%d %b %Y}"]


def _add(archive: zipfile.ZipFile, name: str, head: str, rows: Iterator[list[str]]) -> None:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    info = zipfile.ZipInfo(name, (2026, 7, 1, 8, 14, 0))
    archive.writestr(info, head + text.getvalue(), zipfile.ZIP_DEFLATED)


def measure() -> list[Result]:
    """Time and peak memory of reading a typical archive."""
    with tempfile.TemporaryDirectory(prefix="ssi-benchmark-") as folder:
        path, truth = write(Path(folder))
        answers: list[dict[str, float]] = []

        def work() -> float:
            answers.append(child_answer("benchmarks.typical", "read", path))
            return answers[-1]["seconds"]

        ratio = alternate(lambda: child_answer("benchmarks.typical", "floor", path)["seconds"], work, LIMIT)
        wrong = mistakes(path, truth)
    if wrong:
        raise RuntimeError("reading gives wrong counts: " + "; ".join(wrong))
    size, peaks = truth.bytes / 2**20, [a["mib"] for a in answers]
    details = f"{sum(truth.rows.values()):,} rows in {len(truth.rows)} tables, {size:.0f} MiB inflated; {machine()}"
    return [
        Result("typical archive, against pandas", ratio.value, LIMIT, details=f"{ratio}; {details}"),
        Result("typical archive, peak memory", max(peaks) / size, LIMIT_SIZES, "x its size", f"{max(peaks):.0f} MiB"),
    ]


def mistakes(path: Path, truth: Truth) -> list[str]:
    """Read the archive, and say in words where the answer differs from what was written.

    Parameters
    ----------
    path : Path
        The archive.
    truth : Truth
        What is in it.
    """
    from ssi_core import read

    found = read(path).to_dict()
    told = {f["name"].rpartition("/")[2]: f["rows_read"] for f in found["files"]} | found["counts"]
    wanted = truth.rows | truth.counts
    return [f"{name} {told.get(name)} instead of {wanted[name]}" for name in wanted if told.get(name) != wanted[name]]


def _floor(path: str) -> dict[str, float]:
    import pandas as pd

    start, rows = time.perf_counter(), 0
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            with archive.open(name) as member:
                rows += len(pd.read_csv(member, skiprows=3 if name == "Connections.csv" else 0))
    return {"seconds": time.perf_counter() - start, "rows": rows}


def _read(path: str) -> dict[str, float]:
    # What either imports before is not counted.
    import pyarrow.compute
    import pyarrow.csv  # noqa: F401

    from ssi_core import read

    start = time.perf_counter()
    found = read(path)
    taken = time.perf_counter() - start
    del found
    return {"seconds": taken, "mib": peak_mib()}


if __name__ == "__main__":
    print(json.dumps({"floor": _floor, "read": _read}[sys.argv[1]](sys.argv[2])))
