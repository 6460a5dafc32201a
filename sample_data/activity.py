"""Posts, comments, reactions, searches and the other traces of the member's own activity."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sample_data import phrases
from sample_data.dice import Dice
from sample_data.people import OWNER, Person
from sample_data.story import (
    DAY,
    FIRST,
    LAST,
    Stretch,
    iso,
    item_id,
    java,
    moment,
    moments,
    slashed,
    two_years,
    uniform_days,
)
from sample_data.tables import backslash_table, bare_table, paragraph_quotes, table, without_last_newline

FEED = "https://www.linkedin.com/feed/update/urn%3Ali%3A"
# Acts up to the last 90 days, and within them.
POSTS = two_years(96, 14)
REPOSTS = two_years(55, 5)
INSTANT_REPOSTS = two_years(7, 1)
COMMENTS = two_years(360, 90)
REACTIONS = two_years(1340, 160)
SEARCHES = two_years(640, 60)
VOTES = two_years(22, 3)
FOLLOWS = two_years(120, 14)
COMPANY_FOLLOWS = two_years(30, 4)
SAVED = two_years(18, 3)
LOGINS = two_years(150, 28)
ENDORSEMENTS_GIVEN = two_years(34, 4)
ENDORSEMENTS = ((date(2018, 5, 2), FIRST - DAY, 28), (FIRST, LAST, 32))  # received: first day, last day, number
PENDING = 4
Acts = Sequence[Stretch]
REACTION_TYPES = {"LIKE": 78, "PRAISE": 8, "EMPATHY": 6, "APPRECIATION": 3, "INTEREST": 4, "ENTERTAINMENT": 1}


@dataclass(frozen=True)
class Post:
    """One of her posts; the analytics workbook speaks of the same ones, under other ids."""

    when: datetime
    text: str


def make_posts(dice: Dice, people: Sequence[Person], acts: Acts = POSTS) -> list[Post]:
    """Return her posts, newest first, at most one a day."""
    return [Post(when, phrases.post(dice, dice.pick(people))) for when in moments(dice, "posts", acts, steady=True)]


def feed_link(dice: Dice, when: datetime, kinds: dict[str, float]) -> str:
    """Return the percent-encoded address of an item that was posted up to three days before `when`."""
    posted = when - timedelta(hours=dice.waiting(20) + 0.1)
    return f"{FEED}{dice.weighted(kinds)}%3A{item_id(dice, posted)}"


def shares_csv(dice: Dice, posts: list[Post], acts: Acts = REPOSTS) -> bytes:
    """Return Shares.csv: posts and, with no commentary, plain reposts."""
    rows = []
    for post in posts:
        # A few escape the artefact, as in real files.
        text = post.text if dice.chance(0.06) else paragraph_quotes(post.text)
        link = f"{FEED}{dice.weighted({'share': 3, 'ugcPost': 2})}%3A{item_id(dice, post.when)}"
        shared = f"https://example.com/notes/{dice.whole(100, 999)}" if dice.chance(0.12) else ""
        media = f"https://www.linkedin.com/dms/prv/image/{dice.token(10)}" if dice.chance(0.3) and not shared else ""
        rows.append((iso(post.when), link, text, shared, media, "MEMBER_NETWORK"))
    for when in moments(dice, "posts", acts):
        rows.append((iso(when), f"{FEED}share%3A{item_id(dice, when)}", "", "", "", "MEMBER_NETWORK"))
    rows.sort(key=lambda row: row[0], reverse=True)
    return table("Date,ShareLink,ShareCommentary,SharedUrl,MediaUrl,Visibility", rows)


def comments_csv(dice: Dice, people: Sequence[Person], acts: Acts = COMMENTS) -> bytes:
    """Return Comments.csv in the newer escape style."""
    rows = [
        (iso(when), feed_link(dice, when, {"activity": 7, "ugcPost": 3}), phrases.comment(dice, dice.pick(people)))
        for when in moments(dice, "comments", acts)
    ]
    return backslash_table("Date,Link,Message", rows)


def reactions_csv(dice: Dice, acts: Acts = REACTIONS) -> bytes:
    """Return Reactions.csv; some go to a comment, and some fall into one second."""
    rows: list[tuple[str, str, str]] = []
    for when in moments(dice, "comments", acts):
        stamp = rows[-1][0] if rows and rows[-1][0][:10] == iso(when)[:10] and dice.chance(0.05) else iso(when)
        link = feed_link(dice, when, {"activity": 80, "ugcPost": 16, "groupPost%3A900000001-": 4}).replace("-%3A", "-")
        if dice.chance(0.06):
            target = link.removeprefix(FEED)
            link += f"?commentUrn=urn%3Ali%3Acomment%3A%28{target}%2C{item_id(dice, when)}%29"
        rows.append((stamp, dice.weighted(REACTION_TYPES), link))
    return table("Date,Type,Link", sorted(rows, key=lambda row: row[0], reverse=True))


def instant_reposts_csv(dice: Dice, acts: Acts = INSTANT_REPOSTS) -> bytes:
    """Return InstantReposts.csv, none of them in Shares.csv too."""
    rows = [(iso(when), feed_link(dice, when, {"activity": 1})) for when in moments(dice, "posts", acts)]
    return table("Date,Link", rows)


def votes_csv(dice: Dice, acts: Acts = VOTES) -> bytes:
    """Return Votes.csv."""
    options = ("Yes", "No", "It depends", "Show me the answers", "More than 10, less than 50")
    rows = [
        (iso(when), feed_link(dice, when, {"ugcPost": 1}), dice.pick(options)) for when in moments(dice, "rest", acts)
    ]
    return table("Date,Link,OptionText", rows)


def searches_csv(dice: Dice, people: Sequence[Person], acts: Acts = SEARCHES) -> bytes:
    """Return SearchQueries.csv, which quotes nothing."""
    rows = [(slashed(when), phrases.search(dice, dice.pick(people))) for when in moments(dice, "rest", acts)]
    return bare_table("Time,Search Query", rows)


def member_follows_csv(dice: Dice, people: Sequence[Person], acts: Acts = FOLLOWS) -> bytes:
    """Return Member_Follows.csv; one in ten is an unfollow."""
    rows = [
        (iso(when), "Unfollow" if dice.chance(0.1) else "Active", person.name)
        for when, person in zip(moments(dice, "rest", acts), dice.shuffled(people), strict=False)
    ]
    return table("Date,Status,FullName", rows)


def company_follows_csv(dice: Dice, companies: Sequence[str], acts: Acts = COMPANY_FOLLOWS) -> bytes:
    """Return Company Follows.csv, without a newline at the end."""
    followed = zip(dice.shuffled(companies), moments(dice, "rest", acts), strict=False)
    rows = [(company, java(when)) for company, when in followed]
    return without_last_newline(table("Organization,Followed On", rows))


def hashtag_follows_csv(dice: Dice) -> bytes:
    """Return Hashtag_Follows.csv."""
    tags = [tag.lstrip("#") for tag in phrases.TAGS] + [topic.replace(" ", "") for topic in phrases.TOPICS]
    rows = [
        (tag, iso(when), iso(when), "Unfollow" if dice.chance(0.1) else "Follow")
        for tag, when in zip(tags, moments(dice, "rest", two_years(len(tags), 0)), strict=True)
    ]
    return table("HashTag,CreatedTime,LastModifiedTime,State", rows)


def saved_items_csv(dice: Dice, acts: Acts = SAVED) -> bytes:
    """Return Saved_Items.csv."""
    rows = [(feed_link(dice, when, {"activity": 1}), iso(when)) for when in moments(dice, "rest", acts)]
    return table("savedItem,CreatedTime", rows)


def logins_csv(dice: Dice, acts: Acts = LOGINS) -> bytes:
    """Return Logins.csv; addresses are those reserved for documentation."""
    agents = ("Mozilla/5.0 (X11; Linux x86_64) Gecko/20100101", "Mozilla/5.0 (Phone; Sample OS 1)", "SampleApp/9.1")
    rows = [
        (java(when), f"203.0.113.{dice.whole(2, 40)}", dice.pick(agents), dice.weighted({"Login": 9, "Remember me": 3}))
        for when in moments(dice, "rest", acts)
    ]
    return table("Login Date,IP Address,User Agent,Login Type", rows)


def endorsement_header(side: str) -> str:
    """Return the header of an endorsement file, `side` being Endorser or Endorsee."""
    return f"Endorsement Date,Skill Name,{side} First Name,{side} Last Name,{side} Public Url,Endorsement Status"


def endorsements_received_csv(
    dice: Dice, people: Sequence[Person], skills: Sequence[str], acts: Acts = ENDORSEMENTS, pending: int = PENDING
) -> bytes:
    """Return Endorsement_Received_Info.csv; it reaches back further than her own activity."""
    days = [day for begin, end, count in acts for day in uniform_days(dice, begin, end, count)]
    unseen = set(dice.shuffled(range(len(days)))[:pending])
    rows = []
    for i, day in enumerate(days):
        person = dice.pick(people)
        status = "PENDING" if i in unseen else "ACCEPTED"
        url = person.url.removeprefix("https://")
        rows.append((slashed(moment(dice, day)), dice.pick(skills[:10]), person.first, person.last, url, status))
    rows.sort(key=lambda row: row[0], reverse=True)
    return table(endorsement_header("Endorser"), rows)


def endorsements_given_csv(dice: Dice, people: Sequence[Person], acts: Acts = ENDORSEMENTS_GIVEN) -> bytes:
    """Return Endorsement_Given_Info.csv."""
    skills = ("Negotiation", "Procurement", "Logistics", "Public Speaking", "Project Management")
    rows = []
    for when in moments(dice, "rest", acts):
        person = dice.pick(people)
        url = person.url.removeprefix("https://")
        rows.append((slashed(when), dice.pick(skills), person.first, person.last, url, "ACCEPTED"))
    return table(endorsement_header("Endorsee"), rows)


def articles(dice: Dice, people: Sequence[Person]) -> dict[str, bytes]:
    """Return her articles by the name of their file."""
    files = {}
    for day, title in phrases.ARTICLES:
        when = moment(dice, date.fromisoformat(day))
        lines = dice.shuffled(phrases.POST_POINTS)[:6]
        body = "".join(f"<p>{phrases.fill(dice, line, dice.pick(people))}</p>" for line in lines)
        slug = title.lower().replace(" ", "-")
        html = (
            f"<html><head><title>{title}</title></head><body>\n"
            f'<h1><a href="https://www.linkedin.com/pulse/{slug}-{OWNER.slug}">{title}</a></h1>\n'
            f'<p class="created">Created on {iso(when)[:16]}</p>\n'
            f'<p class="published">Published on {iso(when)[:16]}</p>\n'
            f"<div>{body}</div>\n</body></html>\n"
        )
        files[f"Articles/Articles/{iso(when).replace(':', '_')}.0-{title}.html"] = html.encode()
    return files
