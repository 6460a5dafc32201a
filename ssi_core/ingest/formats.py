"""Each LinkedIn file as data: its names, columns and aliases, what makes a row, and what a row yields.

Names and column titles are compared after :func:`squeeze`. Sources: FORMATS, sections 1, 7 and 8.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from ssi_core.ingest.names import squeeze
from ssi_core.member import GROUPS

Reach = Literal["all", "recent"]
Test = Literal["blank", "filled", "is", "lacks"]


@dataclass(frozen=True)
class Yield:
    """What a kept row counts as.

    Attributes
    ----------
    input : str
        Daily input, see :data:`ssi_core.member.DAILY_INPUTS`.
    column : str or None
        Column that decides; None where every row counts.
    test : {"blank", "filled", "is", "lacks"}
        How it decides.
    value : str
        Squeezed value, for ``is`` and ``lacks``.
    act : bool
        Whether the row is an act of the member's own, which makes its day an active one.
    proxy : bool
        Whether the count stands for the signal rather than measures it.
    """

    input: str
    column: str | None = None
    test: Test = "is"
    value: str = ""
    act: bool = False
    proxy: bool = False

    def takes(self, cell: str) -> bool:
        """Whether a row with this cell counts."""
        if self.column is None:
            return True
        if self.test == "is":
            return squeeze(cell) == self.value
        if self.test == "lacks":
            return self.value not in squeeze(cell)
        return (not cell.strip()) == (self.test == "blank")


@dataclass(frozen=True)
class Format:
    """One kind of file.

    Attributes
    ----------
    kind : str
        Its name in the ledger.
    names : tuple of str
        Squeezed base names without extension.
    columns : mapping of str to tuple of str
        Our name of a column to the squeezed titles it was seen under.
    required : tuple of str
        Columns that a header must have.
    required_any : tuple of tuple of str
        Sets of columns of which a header must have at least one whole; none where it is empty.
    prose : tuple of tuple of str
        Squeezed headers of an age in which the file held sentences instead of rows.
    date : str or None
        Column with the day; None for undated facts.
    key : tuple of str
        Columns that tell whether two rows of different files are one; all of them where it is empty.
    repeats : bool
        Whether equal rows of one file are several events rather than one.
    records : {"csv", "stamped", "tail"}
        ``stamped``: a record starts only at a time stamp and an address, all else continues the one before;
        ``tail``: cells past the last column belong to it.
    keep : mapping of str to tuple of str
        Column to the squeezed values with which a row is kept.
    dropped : str
        Code and word of a row that `keep` leaves out.
    reach : {"all", "recent"}
        Whether the file goes back to the account's first day.
    activity : bool
        Whether its days move the first and last day of the archive.
    yields : tuple of Yield
        Daily counts.
    marks_active : bool
        Whether every row makes its day an active one without counting as anything else.
    by_header : bool
        Whether the header alone is enough to know the file under another name.
    """

    kind: str
    names: tuple[str, ...]
    columns: Mapping[str, tuple[str, ...]]
    required: tuple[str, ...]
    date: str | None = None
    key: tuple[str, ...] = ()
    repeats: bool = False
    records: Literal["csv", "stamped", "tail"] = "csv"
    keep: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    dropped: str = ""
    reach: Reach = "all"
    activity: bool = True
    yields: tuple[Yield, ...] = ()
    marks_active: bool = False
    by_header: bool = True
    required_any: tuple[tuple[str, ...], ...] = ()
    prose: tuple[tuple[str, ...], ...] = ()








def _own(*names: str) -> dict[str, tuple[str, ...]]:
    # Columns whose squeezed title is our own name for them.
    return {name: (squeeze(name),) for name in names}


def _compared(group: str) -> dict[str, tuple[str, ...]]:
    # Columns of a log that tell of a group: average and rank as people title them, the rest as we write it.
    average = [t for word in ("average", "avg", "mean") for t in (f"{group}{word}", f"{word}{group}")]
    rank = [t for word in ("top", "rank") for t in (f"{group}{word}", f"{word}{group}")]
    rank += [f"{group}ssirank", f"{group}top%", f"{group}rank%", f"{group}rank(%)", f"{group}top(%)"]
    return {
        f"{group}_average": (*average, f"{group}averagessi", f"average{group}ssi", f"{group}ssi"),
        f"{group}_top": tuple(rank),
        **_own(*(f"{group}_{name}" for name in ("size", "brand", "find", "engage", "relationships"))),
    }


_LINK = ("link", "url")

FORMATS: tuple[Format, ...] = (
    Format(
        "connections", ("connections",),
        {**_own("first_name", "last_name", "company", "position", "connected_on"), "url": ("url", "profileurl")},
        ("first_name", "connected_on"), "connected_on", ("url",),
        yields=(Yield("connections_added"),),
    ),
    Format(
        "messages", ("messages",),
        {
            **_own("conversation_id", "conversation_title", "from", "to", "date", "content", "folder", "direction"),
            "sender_url": ("senderprofileurl",), "recipient_urls": ("recipientprofileurls",),
            "draft": ("ismessagedraft",), "conversation_draft": ("isconversationdraft",),
        },
        ("from", "to", "date"), "date", repeats=True, by_header=False,
    ),
    Format(
        "invitations", ("invitations",),
        {
            **_own("from", "to", "sent_at", "message", "direction"),
            "inviter_url": ("inviterprofileurl",), "invitee_url": ("inviteeprofileurl",),
        },
        ("sent_at", "direction"), "sent_at", ("sent_at", "from", "to", "direction"), reach="recent",
        keep={"direction": ("outgoing", "incoming")}, dropped="direction",
        yields=(
            Yield("invitations_sent", "direction", "is", "outgoing", act=True),
            Yield("invitations_received", "direction", "is", "incoming"),
        ),
    ),
    Format(
        "shares", ("shares",),
        {
            "date": ("date",), "link": ("sharelink",), "text": ("sharecommentary",),
        },
        ("date", "text"), "date", ("date", "link"),
        yields=(
            Yield("original_posts", "text", "filled", act=True),
            Yield("reposts", "text", "blank", act=True),
        ),
    ),
    Format(
        "instant_reposts", ("instantreposts",), {"date": ("date",), "link": _LINK}, ("date", "link"), "date",
        ("date", "link"), yields=(Yield("reposts", act=True),), by_header=False,
    ),
    Format(
        "comments", ("comments",), {"date": ("date",), "link": _LINK, "message": ("message",)},
        ("date", "link", "message"), "date", ("date", "link"), repeats=True, records="stamped",
        yields=(Yield("comments_given", act=True),),
    ),
    Format(
        "reactions", ("reactions", "likes"), {"date": ("date",), "type": ("type",), "link": _LINK},
        ("date", "type", "link"), "date", ("date", "type", "link"), yields=(Yield("reactions_given", act=True),),
    ),
    Format(
        "votes", ("votes",), {"date": ("date",), "link": _LINK, "option": ("optiontext",)}, ("date", "option"), "date",
        ("date", "link"), marks_active=True,
    ),
    Format(
        "searches", ("searchqueries",), {"time": ("time",), "query": ("searchquery",)}, ("time", "query"), "time",
        ("time", "query"), repeats=True, records="tail", yields=(Yield("people_searches", act=True, proxy=True),),
    ),
    Format(
        "member_follows", ("memberfollows",), {"date": ("date",), "status": ("status",), "name": ("fullname",)},
        ("date", "status", "name"), "date", ("date", "name"), keep={"status": ("active",)}, dropped="unfollow",
        yields=(Yield("follows", act=True), Yield("people_followed")),
    ),
    Format(
        "company_follows", ("companyfollows",), {"name": ("organization",), "date": ("followedon",)}, ("name", "date"),
        "date", ("date", "name"), yields=(Yield("follows", act=True), Yield("companies_followed")),
    ),
    Format(
        "hashtag_follows", ("hashtagfollows",),
        {"name": ("hashtag",), "date": ("createdtime",), "state": ("state",)}, ("name", "date"), "date",
        ("date", "name"), keep={"state": ("follow", "")}, dropped="unfollow",
        yields=(Yield("follows", act=True), Yield("hashtags_followed")),
    ),
    Format(
        "endorsements_received", ("endorsementreceivedinfo",),
        {
            "date": ("endorsementdate",), "skill": ("skillname",), "first": ("endorserfirstname",),
            "last": ("endorserlastname",), "status": ("endorsementstatus",),
        },
        ("date", "skill", "first"), "date", ("date", "skill", "first", "last"),
        keep={"status": ("accepted", "")}, dropped="pending", yields=(Yield("endorsements_received"),),
    ),
    Format(
        "endorsements_given", ("endorsementgiveninfo",),
        {
            "date": ("endorsementdate",), "skill": ("skillname",), "first": ("endorseefirstname",),
            "last": ("endorseelastname",), "status": ("endorsementstatus",),
        },
        ("date", "skill", "first"), "date", ("date", "skill", "first", "last"),
        keep={"status": ("accepted", "pending", "")}, dropped="status", yields=(Yield("endorsements_given"),),
    ),
    Format(
        "recommendations_received", ("recommendationsreceived",),
        {
            "date": ("creationdate",), "first": ("firstname",), "last": ("lastname",), "status": ("status",),
        },
        ("date", "first"), "date", ("date", "first", "last"),
        keep={"status": ("visible", "")}, dropped="hidden", yields=(Yield("recommendations_received"),),
        by_header=False,
    ),
    Format(
        "recommendations_given", ("recommendationsgiven",),
        {"date": ("creationdate",), "first": ("firstname",), "last": ("lastname",)},
        ("date", "first"), "date", ("date", "first", "last"), yields=(Yield("recommendations_given"),),
        by_header=False,
    ),
    Format(
        "logins", ("logins",), {"date": ("logindate",), "type": ("logintype",)}, ("date",), "date", ("date", "type"),
        reach="recent", marks_active=True,
    ),
    Format(
        "rich_media", ("richmedia",), {"date": ("datetime",), "text": ("mediadescription",), "link": ("medialink",)},
        ("date", "link"), "date", ("date", "link"), activity=False,
        # The prose of the time says what was uploaded; a profile photo is an item of the checklist instead.
        yields=(Yield("media_added", "date", "lacks", "profilephoto", proxy=True),), prose=(("type", "link"),),
    ),
    Format(
        "navigator_activity", ("activity", "activities"),
        {"id": ("activityid",), "type": ("activitytype",), "date": ("createdat",)}, ("type", "date"), "date",
        ("id", "type", "date"), repeats=True, reach="recent",
        yields=(
            Yield("leads_saved", "type", "is", "savedlead", act=True),
            Yield("profile_views_made", "type", "is", "profileviewed", act=True),
        ),
        marks_active=True,
    ),
    Format(
        "profile", ("profile",),
        {**_own("first_name", "last_name", "headline", "summary", "industry", "geo_location")},
        ("first_name", "last_name", "headline"), activity=False,
    ),
    Format("profile_summary", ("profilesummary",), {"summary": ("profilesummary",)}, ("summary",), activity=False),
    Format(
        "positions", ("positions",),
        {
            "company": ("companyname",), "title": ("title",), "description": ("description",),
            "finished": ("finishedon",), "started": ("startedon",),
        },
        ("company", "title"), key=("company", "title", "started"), activity=False,
    ),
    Format(
        "education", ("education",), {"school": ("schoolname",), "start": ("startdate",), "degree": ("degreename",)},
        ("school",), key=("school", "start", "degree"), activity=False,
    ),
    Format("skills", ("skills",), {"name": ("name",)}, ("name",), key=("name",), activity=False, by_header=False),
    Format(
        "certifications", ("certifications",),
        {"name": ("name",), "authority": ("authority",), "started": ("startedon",)}, ("name", "authority"),
        key=("name", "authority", "started"), activity=False,
    ),
    Format(
        "readings", ("officialreadings", "ssilog", "readings"),
        {
            "date": ("date", "datum", "day"),
            "total": ("total", "ssi", "score", "overall", "gesamt", "ssitotal", "ssiscore", "totalscore", "totalssi"),
            "brand": ("brand", "establishyourprofessionalbrand", "professionalbrand"),
            "find": ("people", "find", "findtherightpeople", "rightpeople", "findrightpeople"),
            "engage": ("insights", "engage", "engagewithinsights", "insightengagement"),
            "relationships": (
                "relationships", "buildrelationships", "relationship", "strongrelationship", "buildstrongrelationships",
            ),
            **{name: titles for group in GROUPS for name, titles in _compared(group).items()},
            "seat": ("seat", "activeseat", "salesnavigator", "salesnavigatorseat", "navigatorseat"),
            "break": ("break", "breaks", "formulachanged", "formulachange", "bruch"),
        },
        ("date",), "date", ("date",), activity=False,
        required_any=(("total",), ("brand", "find", "engage", "relationships")),
    ),
    Format(
        "answers", ("answers",), {"key": ("signal", "habit", "key"), "value": ("value",)}, ("key", "value"),
        key=("key",), activity=False,
    ),
    Format(
        "weekly_log", ("weeklylog",), {"date": ("week",), "habit": ("habit",), "actions": ("actions",)},
        ("date", "habit", "actions"), "date", ("date", "habit"), activity=False,
    ),
)  # fmt: skip

BY_NAME: Mapping[str, Format] = {name: fmt for fmt in FORMATS for name in fmt.names}

#: Files of an export that hold nothing the score uses, by squeezed base name.
UNUSED = frozenset(
    squeeze(n)
    for n in (
        "Projects", "Publications", "Honors", "Organizations", "Courses", "Languages", "Causes You Care About",
        "Saved_Items", "saved_articles", "Events", "Registration", "Inferences_about_you", "Ad_Targeting",
        "Ads Clicked", "Learning", "Contacts", "ImportedContacts", "Imported Contacts", "Verifications",
        "Email Addresses", "PhoneNumbers", "Phone Numbers", "Whatsapp Phone Numbers", "guide_messages",
        "coach_messages", "learning_coach_messages", "learning_role_play_messages", "LearningCoachMessages",
        "Receipts", "Receipts_v2", "Job Applications", "Saved Jobs", "Job Seeker Preferences", "SavedJobAlerts",
        "Job Applicant Saved Answers", "Job Applicant Saved Screening Question Responses", "Security Challenges",
        "Login Attempts", "Mobile Applications", "Calendar", "Private_identity_asset", "Services Marketplace",
        "Test Scores", "Patents", "Volunteering", "Recommendations", "Group_Posts", "Member_Status",
    )
)  # fmt: skip


def match_header(cells: list[str], fmt: Format) -> dict[str, int] | None:
    """Positions of a format's columns in a record, or None where a required one is missing.

    Parameters
    ----------
    cells : list of str
        A record that may be the header.
    fmt : Format
        The format.
    """
    squeezed = [squeeze(c) for c in cells]
    found = {}
    for column, aliases in fmt.columns.items():
        for alias in aliases:
            if alias in squeezed:
                found[column] = squeezed.index(alias)
                break
    if fmt.required_any and not any(found.keys() >= set(columns) for columns in fmt.required_any):
        return None
    return found if all(c in found for c in fmt.required) else None
