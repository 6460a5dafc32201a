"""The same member's export two months later: every row of the first one, and what she did in July and August 2026.

On 1 July she agreed with a coach to comment ten times a week and to post twice a week until 29 July. She comments more
than that, posts once a week, and sends few invitations.
"""

from __future__ import annotations

from datetime import date

from sample_data import activity, conversations, network
from sample_data.about import SKILLS
from sample_data.conversations import Talk, Writer
from sample_data.dice import Dice
from sample_data.network import Connection, Invitation, Network
from sample_data.people import Cast, Person
from sample_data.story import Stretch, act_days, moments

BEGIN = date(2026, 7, 1)
AGREED = (date(2026, 7, 2), date(2026, 7, 29))  # the 28 days of what was agreed
AFTER = date(2026, 7, 30)
END = date(2026, 8, 31)  # last day of anything
EXPORT = date(2026, 9, 1)
ARCHIVE = "Complete_LinkedInDataExport_09-01-2026.zip"


def agreed_and_after(agreed: int, after: int) -> tuple[Stretch, ...]:
    """Return so many acts in the 28 days that were agreed on, and so many in the 33 after them."""
    return ((*AGREED, agreed), (AFTER, END, after))


def both_months(count: int) -> tuple[Stretch, ...]:
    """Return so many acts anywhere in the two months."""
    return ((BEGIN, END, count),)


COMMENTS = ((BEGIN, BEGIN, 1), *agreed_and_after(48, 52))
POSTS = agreed_and_after(4, 5)
REPOSTS, INSTANT_REPOSTS = both_months(3), both_months(1)
REACTIONS, SEARCHES, VOTES, LOGINS = both_months(125), both_months(34), both_months(2), both_months(22)
FOLLOWS, COMPANY_FOLLOWS, SAVED = both_months(5), both_months(1), both_months(2)
ENDORSEMENTS, ENDORSEMENTS_GIVEN = both_months(3), both_months(2)
INVITED, ASKED = both_months(9), both_months(12)  # by her, and by others
TALKS = 50


def prepended(old: bytes, new: bytes, head: bytes = b"") -> bytes:
    """Return `old` with the rows of `new` between its header and its first row; `head` is what stands above both."""
    header, _, rows = new.removeprefix(head).partition(b"\n")
    begin = head + header + b"\n"
    if not old.startswith(begin):
        raise ValueError(f"two files with one header are wanted, not {old[:60]!r} and {new[:60]!r}")
    return begin + rows + (b"" if rows.endswith(b"\n") or not rows else b"\n") + old.removeprefix(begin)


def new_invitations(dice: Dice, cast: Cast) -> list[Invitation]:
    """Return the few that she sent and those that came, newest first; some were accepted by the second export."""
    asked = [(sent, True, 0.5) for sent in moments(dice, "rest", INVITED)]
    asked += [(sent, False, 0.5) for sent in moments(dice, "rest", ASKED)]
    made = []
    for sent, outgoing, share in asked:
        person = cast.person(dice.weighted({"vp": 0.15, "director": 0.2, "staff": 0.65}))
        made.append(Invitation(sent, outgoing, network.acceptance(dice, sent, share, END), person))
    return sorted(made, key=lambda one: one.sent, reverse=True)


def still_open(dice: Dice, old: Network) -> list[Connection]:
    """Return connections from invitations that the first export saw open: two of her own, accepted in early July."""
    waiting = [one for one in old.invitations if one.outgoing and one.accepted is None]
    waiting = dice.shuffled(one for one in waiting if one.sent.date() >= date(2026, 6, 10))
    return [Connection(date(2026, 7, day), one.person) for day, one in zip((3, 9), waiting, strict=False)]


def new_talks(dice: Dice, net: Network, cast: Cast, old: list[Talk]) -> list[Talk]:
    """Return conversations that began in the two months, newest first."""
    met = {person.slug for talk in old for message in talk.messages for person in (message.sender, *message.to)}
    writer = Writer(dice, net, cast, END, met)
    days = act_days(dice, "messages", BEGIN, END, TALKS)
    return sorted((writer.one_to_one(day) for day in days), key=lambda talk: talk.messages[-1].when, reverse=True)


def later_files(files: dict[str, bytes], cast: Cast, old: Network, talks: list[Talk]) -> dict[str, bytes]:
    """
    Return the later archive's files by name.

    Parameters
    ----------
    files : dict of str to bytes
        Those of the first archive; what nobody adds to stands as it is.
    cast, old, talks : Cast, Network, list of Talk
        What the first archive was made of. The cast goes on: new people share no address with those before.
    """

    def dice(seed: str) -> Dice:
        return Dice(f"later {seed}")

    invitations = new_invitations(dice("invitations made"), cast)
    joined = [Connection(one.accepted, one.person) for one in invitations if one.accepted]
    joined = sorted(still_open(dice("still open"), old) + joined, key=lambda one: one.on)
    net = Network([*old.connections, *joined], invitations)
    people: list[Person] = [one.person for one in old.connections if one.person]
    posts = activity.make_posts(dice("posts"), people, POSTS)
    member = next(name for name in files if name.startswith("Comments_")).removeprefix("Comments")
    more = {
        "Connections.csv": network.connections_csv(dice("connections"), Network(joined, [])),
        "Invitations.csv": network.invitations_csv(dice("invitations"), net),
        "messages.csv": conversations.messages_csv(
            dice("messages"), new_talks(dice("conversations"), net, cast, talks)
        ),
        f"Shares{member}": activity.shares_csv(dice("shares"), posts, REPOSTS),
        f"Comments{member}": activity.comments_csv(dice("comments"), people, COMMENTS),
        f"Reactions{member}": activity.reactions_csv(dice("reactions"), REACTIONS),
        f"InstantReposts{member}": activity.instant_reposts_csv(dice("instant reposts"), INSTANT_REPOSTS),
        f"Member_Follows{member}": activity.member_follows_csv(
            dice("follows"), [one.person for one in joined if one.person], FOLLOWS
        ),
        "Votes.csv": activity.votes_csv(dice("votes"), VOTES),
        "SearchQueries.csv": activity.searches_csv(dice("searches"), people, SEARCHES),
        "Company Follows.csv": activity.company_follows_csv(
            dice("companies"), [c for c in cast.companies if c.encode() not in files["Company Follows.csv"]],
            COMPANY_FOLLOWS,
        ),
        "Saved_Items.csv": activity.saved_items_csv(dice("saved"), SAVED),
        "Logins.csv": activity.logins_csv(dice("logins"), LOGINS),
        "Endorsement_Received_Info.csv": activity.endorsements_received_csv(
            dice("endorsed"), people[:300], SKILLS, ENDORSEMENTS, 0
        ),
        "Endorsement_Given_Info.csv": activity.endorsements_given_csv(
            dice("endorsing"), people[:300], ENDORSEMENTS_GIVEN
        ),
    }  # fmt: skip
    notes = {"Connections.csv": network.CONNECTIONS_NOTES.encode()}
    return {
        name: prepended(content, more[name], notes.get(name, b"")) if name in more else content
        for name, content in files.items()
    }
