"""
Make the invented member's files: an archive, a creator's workbook, a log of official readings, and in ``later/`` the
archive of two months later.

    python sample_data/make_sample.py [DIR]

Everything comes from seeded draws: no clock, no network, no hash order. Nobody in it exists; every text is put
together from ``phrases.py``. The compressed bytes depend on the zlib at hand; the names, dates and contents of the
members do not.
"""

from __future__ import annotations

import sys
import zipfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # so that it also runs as a script

from sample_data import about, activity, conversations, later, network, workbook
from sample_data.dice import Dice
from sample_data.people import Cast
from sample_data.story import EXPORT

MEMBER_ID = 900000001
ARCHIVE = "Complete_LinkedInDataExport_07-01-2026.zip"
WORKBOOK = "AggregateAnalytics_MaraLindqvistSample_2025-07-01_2026-06-30.xlsx"
READINGS = "official_readings.csv"
LATER = f"later/{later.ARCHIVE}"


@dataclass(frozen=True)
class Made:
    """The archive's files by name, and what they were made of; of the posts the workbook speaks too."""

    files: dict[str, bytes]
    posts: list[activity.Post]
    cast: Cast
    net: network.Network
    talks: list[conversations.Talk]


def archive() -> Made:
    """Return the first archive."""
    cast = Cast(Dice("people"))
    net = network.build_network(Dice("network"), cast)
    # The number is one of a few tries: conversations run on, so what falls into the last 90 days can't be set directly.
    talks = conversations.build_talks(Dice("conversations 7"), net, cast)
    people = [connection.person for connection in net.connections if connection.person]
    old_friends = people[:300]  # connected before the first endorsement
    posts = activity.make_posts(Dice("posts"), people)
    files = {
        "Connections.csv": network.connections_csv(Dice("connections"), net),
        "Invitations.csv": network.invitations_csv(Dice("invitations"), net),
        "messages.csv": conversations.messages_csv(Dice("messages"), talks),
        "guide_messages.csv": conversations.guide_messages_csv(),
        f"Shares_{MEMBER_ID}.csv": activity.shares_csv(Dice("shares"), posts),
        f"Comments_{MEMBER_ID}.csv": activity.comments_csv(Dice("comments"), people),
        f"Reactions_{MEMBER_ID}.csv": activity.reactions_csv(Dice("reactions")),
        f"InstantReposts_{MEMBER_ID}.csv": activity.instant_reposts_csv(Dice("instant reposts")),
        f"Member_Follows_{MEMBER_ID}.csv": activity.member_follows_csv(Dice("follows"), people),
        "Votes.csv": activity.votes_csv(Dice("votes")),
        "SearchQueries.csv": activity.searches_csv(Dice("searches"), people),
        "Company Follows.csv": activity.company_follows_csv(Dice("companies"), cast.companies),
        "Hashtag_Follows.csv": activity.hashtag_follows_csv(Dice("hashtags")),
        "Saved_Items.csv": activity.saved_items_csv(Dice("saved")),
        "Logins.csv": activity.logins_csv(Dice("logins")),
        "Endorsement_Received_Info.csv": activity.endorsements_received_csv(
            Dice("endorsed"), old_friends, about.SKILLS
        ),
        "Endorsement_Given_Info.csv": activity.endorsements_given_csv(Dice("endorsing"), old_friends),
        **about.profile_files(Dice("profile"), cast, people),
        **activity.articles(Dice("articles"), people),
    }
    return Made(files, posts, cast, net, talks)


def write_archive(path: Path, files: dict[str, bytes], export: date) -> None:
    """Write a zip of `files`, each dated on the day of the export."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w") as zipped:
        for name, content in files.items():
            member = zipfile.ZipInfo(name, (export.year, export.month, export.day, 8, 14, 0))
            member.compress_type = zipfile.ZIP_DEFLATED
            member.create_system = 3  # else it would tell on which system it was made
            member.external_attr = 0o644 << 16
            zipped.writestr(member, content, compresslevel=9)


def build(directory: Path) -> list[Path]:
    """
    Write the sample's files.

    Parameters
    ----------
    directory : Path
        Where to; made if it is not there. Files of the same names are replaced.

    Returns
    -------
    list of Path
        Archive, workbook, readings, later archive.
    """
    directory.mkdir(parents=True, exist_ok=True)
    paths = [directory / name for name in (ARCHIVE, WORKBOOK, READINGS, LATER)]
    made = archive()
    write_archive(paths[0], made.files, EXPORT)
    workbook.write_workbook(paths[1], Dice("workbook"), made.posts)
    paths[2].write_bytes(workbook.readings_csv())
    write_archive(paths[3], later.later_files(made.files, made.cast, made.net, made.talks), later.EXPORT)
    return paths


if __name__ == "__main__":
    for path in build(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parent):
        print(path, path.stat().st_size)
