"""Connections and invitations: who joined the network when, and on whose asking."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sample_data import phrases
from sample_data.dice import Dice
from sample_data.people import OWN_COMPANIES, OWNER, Cast, Person
from sample_data.story import (
    DAY,
    FIRST,
    LAST,
    RECENT,
    act_days,
    day_month_year,
    days_between,
    draw_days,
    moments,
    two_years,
    us_short,
)
from sample_data.tables import table, without_last_newline

CONNECTIONS = 1900
OLD_CONNECTIONS = 1440  # made before the two years of activity
HIDDEN_ROWS = 30
COLLEAGUES = 42
RECENT_CONNECTIONS = 45  # in the last 90 days
RECENT_VP_PLUS = 12
INVITATIONS_FROM = LAST - timedelta(days=399)  # the file holds recent requests only
OUTGOING = (455, 85)  # before the last 90 days, and within
INCOMING = (145, 30)
OTHER_NEW = 25  # connections of that time whose invitation the file no longer holds
# How the network grew before, in connections a year; only the proportions matter.
BY_YEAR = dict(zip(range(2014, 2025), (40, 70, 90, 110, 140, 150, 170, 190, 200, 190, 190), strict=True))
JOINED = (date(2022, 3, 1), date(2018, 2, 1), date(2014, 1, 1))  # her companies, in the order of OWN_COMPANIES

CONNECTIONS_HEADER = "First Name,Last Name,URL,Email Address,Company,Position,Connected On"
CONNECTIONS_NOTES = (
    "Notes:\n"
    '"Some of the email addresses below are missing, because members choose, in their settings, whether connections '
    "may see or download them: https://www.linkedin.com/psettings/privacy/email. You can learn more here: "
    'https://www.linkedin.com/help/linkedin/answer/261"\n\n'
)
INVITATIONS_HEADER = "From,To,Sent At,Message,Direction,inviterProfileUrl,inviteeProfileUrl"


@dataclass(frozen=True)
class Connection:
    """A first-degree connection; a hidden member leaves only the day."""

    on: date
    person: Person | None


@dataclass(frozen=True)
class Invitation:
    """A request to connect, and the day on which it was accepted, which the file does not tell."""

    sent: datetime
    outgoing: bool
    accepted: date | None
    person: Person


@dataclass(frozen=True)
class Network:
    """Connections, oldest first, and invitations, newest first."""

    connections: list[Connection]
    invitations: list[Invitation]


def acceptance(dice: Dice, sent: datetime, share: float, last: date = LAST) -> date | None:
    """Return the day of acceptance, 0-30 days after sending and mostly soon; None if it has not come by `last`."""
    if not dice.chance(share):
        return None
    day = sent.date() + DAY * min(int(dice.waiting(3.5)), 30)
    return day if day <= last else None


def make_invitations(dice: Dice) -> list[tuple[datetime, bool, date | None]]:
    """Return (sent, outgoing, accepted), so that the last 90 days see `RECENT_CONNECTIONS` new connections."""
    sent_by_her = moments(dice, "rest", two_years(*OUTGOING, first=INVITATIONS_FROM))
    outgoing = [(sent, acceptance(dice, sent, 0.41)) for sent in sent_by_her]
    incoming: list[tuple[datetime, date | None]] = []
    # The member answers those who ask her; in the last window just so many that the count comes out.
    wanted = RECENT_CONNECTIONS - sum(accepted is not None and accepted >= RECENT for _, accepted in outgoing)
    for sent in moments(dice, "rest", two_years(*INCOMING, first=INVITATIONS_FROM)):
        accepted = acceptance(dice, sent, 0.5)
        if accepted is not None and accepted >= RECENT:
            wanted -= 1
            accepted = accepted if wanted >= 0 else None
        incoming.append((sent, accepted))
    if wanted > 0:
        raise ValueError(f"{wanted} connections short in the last 90 days; invite more")
    return [(sent, True, day) for sent, day in outgoing] + [(sent, False, day) for sent, day in incoming]


def draw_rung(dice: Dice, day: date) -> str:
    """Return the rung of a new contact; she aims higher in the later years."""
    vp = 0.028 if day < FIRST else 0.06 if day < INVITATIONS_FROM else 0.11
    return dice.weighted({"vp": vp, "director": 0.13, "owner": 0.0 if day >= RECENT else 0.03, "staff": 0.83 - vp})


def build_network(dice: Dice, cast: Cast) -> Network:
    """Return the whole network: old acquaintances, those of the slow first year, and those from invitations."""
    drafts = make_invitations(dice)
    accepted = [i for i, draft in enumerate(drafts) if draft[2] is not None]
    recent = [i for i in accepted if (drafts[i][2] or LAST) >= RECENT]
    high = set(dice.shuffled(recent)[:RECENT_VP_PLUS])
    invitations: list[Invitation] = []
    for i, (sent, outgoing, day) in enumerate(drafts):
        if i in high:
            rung = "vp"
        elif i in recent:
            rung = "director" if dice.chance(0.2) else "staff"
        else:
            askers = {"director": 0.1, "owner": 0.05, "staff": 0.85}  # who asks her is seldom senior
            rung = draw_rung(dice, sent.date()) if outgoing else dice.weighted(askers)
        invitations.append(Invitation(sent, outgoing, day, cast.person(rung)))

    old = days_between(date(2014, 3, 3), FIRST - DAY)
    days = draw_days(dice, old, (BY_YEAR[day.year] for day in old), OLD_CONNECTIONS)
    days += act_days(dice, "rest", INVITATIONS_FROM, RECENT - DAY, OTHER_NEW)
    days += act_days(dice, "rest", FIRST, INVITATIONS_FROM - DAY, CONNECTIONS - len(accepted) - len(days))
    order = dice.shuffled(range(len(days)))
    hidden, colleagues = set(order[:HIDDEN_ROWS]), set(order[HIDDEN_ROWS : HIDDEN_ROWS + COLLEAGUES])
    connections = [Connection(i.accepted, i.person) for i in invitations if i.accepted]
    for i, day in enumerate(days):
        employer = next(name for since, name in zip(JOINED, OWN_COMPANIES, strict=True) if day >= since)
        person = None if i in hidden else cast.person(draw_rung(dice, day), employer if i in colleagues else "")
        connections.append(Connection(day, person))
    return Network(
        sorted(connections, key=lambda connection: connection.on),
        sorted(invitations, key=lambda invitation: invitation.sent, reverse=True),
    )


def connections_csv(dice: Dice, network: Network) -> bytes:
    """Return Connections.csv: notes, newest first, stray spaces, a few blank cells, no newline at the end."""
    rows = []
    for connection in reversed(network.connections):
        person = connection.person
        if person is None:
            rows.append(("",) * 6 + (day_month_year(connection.on),))
            continue
        company, position = person.company, person.position
        if connection.on < RECENT and company not in OWN_COMPANIES and dice.chance(0.02):
            company = position = ""
        elif dice.chance(0.05):
            position += " "
        first = person.first + " " if dice.chance(0.01) else person.first
        last = person.last + " " if dice.chance(0.01) else person.last
        email = f"{person.slug}@example.com" if person.slug.isascii() and dice.chance(0.03) else ""
        rows.append((first, last, person.encoded_url, email, company, position, day_month_year(connection.on)))
    return without_last_newline(CONNECTIONS_NOTES.encode() + table(CONNECTIONS_HEADER, rows))


def invitations_csv(dice: Dice, network: Network) -> bytes:
    """Return Invitations.csv; one request in sixteen that she sent carries a note, and who accepted is not told."""
    rows = []
    for invitation in network.invitations:
        person = invitation.person
        note = ""
        if dice.chance(0.06 if invitation.outgoing else 0.04):
            note = phrases.invitation_note(dice, person) if invitation.outgoing else phrases.pitch(dice, person)[:300]
        sides = (OWNER, person) if invitation.outgoing else (person, OWNER)
        direction = "OUTGOING" if invitation.outgoing else "INCOMING"
        names, urls = [side.name for side in sides], [side.url for side in sides]
        rows.append((*names, us_short(invitation.sent), note, direction, *urls))
    return table(INVITATIONS_HEADER, rows)
