"""messages.csv: who wrote to whom, who began, and who answered."""

from __future__ import annotations

import base64
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sample_data import phrases
from sample_data.dice import Dice
from sample_data.network import Network
from sample_data.people import HIDDEN, OWNER, Cast, Person
from sample_data.story import DAY, FIRST, LAST, act_days, away, iso, moment, uniform_days
from sample_data.tables import table

ROWS = 6000
DRAFTS_IN_TALKS, DRAFTS_ALONE = 8, 4
SPONSORED, GROUPS, HIDDEN_TALKS = 40, 12, 42
# Kinds of one-to-one conversation, by share: begun by the member, by a stranger with a pitch, by a contact; "old" are
# the colleagues and friends with whom the talk goes on for months.
KINDS = {"outreach": 0.54, "pitch": 0.205, "asked": 0.2, "old": 0.055}
ANSWERED = 0.26  # of her outreach; the old friends, who always answer, lift the rate to about 0.3
NEAR_COPIES = 0.55  # of her opening messages
HEADER = (
    "CONVERSATION ID,CONVERSATION TITLE,FROM,SENDER PROFILE URL,TO,RECIPIENT PROFILE URLS,DATE,SUBJECT,CONTENT,FOLDER,"
    "ATTACHMENTS,IS MESSAGE DRAFT,IS CONVERSATION DRAFT"
)


@dataclass(frozen=True)
class Message:
    """One row, before it is written."""

    sender: Person
    to: tuple[Person, ...]
    when: datetime
    text: str
    subject: str = ""
    draft: bool = False


@dataclass(frozen=True)
class Talk:
    """A conversation, its messages oldest first."""

    messages: list[Message]
    title: str = ""
    folder: str = "INBOX"


def at_work(dice: Dice, when: datetime) -> datetime:
    """Return `when`, moved to the member's next working day; now and then she does write on a Saturday."""
    while away(when.date()) or (when.weekday() > 4 and not dice.chance(0.04)):
        when = moment(dice, when.date() + DAY)
    return when


def pause(dice: Dice, old: bool) -> timedelta:
    """Return the time until the next message: minutes, hours, days, and weeks between old friends."""
    kind = dice.weighted({"minutes": 0.55, "hours": 0.27, "days": 0.18 - 0.12 * old, "weeks": 0.12 * old})
    if kind == "weeks":
        return timedelta(hours=dice.waiting(24 * 16) + 60)
    return timedelta(seconds=60 + dice.waiting({"minutes": 1500, "hours": 18000, "days": 200000}[kind]))


def length(dice: Dice, kind: str) -> int:
    """Return how many messages follow the first one."""
    if kind == "old":
        return dice.whole(12, 44)
    if kind == "asked":
        return 2 + int(dice.waiting(7))
    return 1 + int(dice.waiting(8))


class Writer:
    """Makes conversations; nobody holds two of them with the member, as on LinkedIn."""

    def __init__(
        self, dice: Dice, network: Network, cast: Cast, until: date = LAST, met: Iterable[str] = ()
    ) -> None:
        self._dice, self._cast, self._until = dice, cast, until
        known = [connection for connection in network.connections if connection.person]
        self._dates = [connection.on for connection in known]
        self._people = [connection.person or HIDDEN for connection in known]
        self._met = set(met)
        self._openers = phrases.individual_openers(dice)

    def partner(self, day: date, recent_share: float) -> Person:
        """Return a contact of that day with whom no conversation exists; often one who has just connected."""
        end = bisect_right(self._dates, day)
        begin = bisect_left(self._dates, day - 30 * DAY)
        for attempt in range(40):
            start = begin if attempt < 6 and begin < end and self._dice.chance(recent_share) else 0
            person = self._people[self._dice.whole(start, end - 1)]
            if person.slug not in self._met:
                self._met.add(person.slug)
                return person
        return self._cast.person("staff")

    def opener(self, person: Person) -> str:
        """Return her opening message: a template, or one worded for this person."""
        if self._dice.chance(NEAR_COPIES):
            template = self._dice.weighted(dict(zip(phrases.TEMPLATES, (5, 3, 2), strict=True)))
            text = phrases.fill(self._dice, template, person)
            return text + self._dice.pick((" Best, Mara", " Kind regards, Mara")) if self._dice.chance(0.3) else text
        return phrases.fill(self._dice, " ".join(next(self._openers)), person)

    def line(self, sender: Person, partner: Person) -> str:
        """Return one message inside a conversation; one in fifty is a picture or a file with no text."""
        if self._dice.chance(0.02):
            return ""
        lines = phrases.OWN_LINES if sender == OWNER else phrases.THEIR_LINES
        mark = "\n" if self._dice.chance(0.03) else " "
        chosen = self._dice.shuffled(lines)[: self._dice.weighted({1: 6, 2: 3})]
        return phrases.fill(self._dice, mark.join(chosen), partner)

    def exchange(self, first: Message, partner: Person, more: int, old: bool = False) -> list[Message]:
        """Return `first` and up to `more` messages after it, as far as they came before the export."""
        dice, messages = self._dice, [first]
        for _ in range(more):
            last = messages[-1]
            hers = dice.chance(0.65 if last.sender == partner else 0.17)
            when = last.when + pause(dice, old)
            when = at_work(dice, when) if hers else when
            if when.date() > self._until:
                break
            sender, reader = (OWNER, partner) if hers else (partner, OWNER)
            messages.append(Message(sender, (reader,), when, self.line(sender, partner)))
        return messages

    def outreach(self, when: datetime, old: bool) -> Talk:
        """Return a conversation that she begins."""
        dice = self._dice
        partner = self.partner(when.date(), 0.0 if old else 0.6)
        messages = [Message(OWNER, (partner,), when, self.opener(partner))]
        answered = old or dice.chance(ANSWERED)
        if not answered or dice.chance(0.15):  # she asks once more
            again = at_work(dice, when + timedelta(days=4 + dice.waiting(4)))
            if dice.chance(0.22) and again.date() <= self._until:
                messages.append(Message(OWNER, (partner,), again, "Just following up on my note below."))
        answer = messages[-1].when + timedelta(hours=1 + dice.waiting(40))
        if answered and answer.date() <= self._until:
            first = Message(partner, (OWNER,), answer, self.line(partner, partner))
            messages += self.exchange(first, partner, length(dice, "old" if old else "outreach"), old)
        return Talk(messages, folder="ARCHIVE" if dice.chance(0.06) else "INBOX")

    def approach(self, when: datetime, kind: str) -> Talk:
        """Return a conversation that somebody else begins."""
        dice = self._dice
        known = kind != "pitch" or dice.chance(0.5)
        partner = self.partner(when.date(), 0.1) if known else self._cast.person("staff")
        bank = phrases.PITCHES if kind == "pitch" else phrases.GREETINGS
        inmail = kind == "pitch" and dice.chance(0.35)
        text = phrases.HTML_PITCH if inmail and dice.chance(0.6) else dice.pick(bank)
        subject = phrases.fill(dice, "A question from {company}", partner) if inmail else ""
        first = Message(partner, (OWNER,), when, phrases.fill(dice, text, partner), subject)
        if kind == "pitch" and dice.chance(0.8):
            return Talk([first], folder="SPAM" if dice.chance(0.08) else "INBOX")
        messages = self.exchange(first, partner, length(dice, kind), kind == "old")
        return Talk(messages, folder="ARCHIVE" if dice.chance(0.06) else "INBOX")

    def one_to_one(self, day: date) -> Talk:
        """Return a conversation of two that begins on `day`."""
        kind = self._dice.weighted(KINDS)
        hers = kind == "outreach" or (kind == "old" and self._dice.chance(0.5))
        when = moment(self._dice, day)
        return self.outreach(when, kind == "old") if hers else self.approach(when, kind)

    def with_hidden(self, day: date) -> Talk:
        """Return an old conversation with somebody who has closed or hidden the account since."""
        first = Message(HIDDEN, (OWNER,), moment(self._dice, day), phrases.pitch(self._dice, HIDDEN))
        return Talk(self.exchange(first, HIDDEN, self._dice.whole(1, 5)))

    def sponsored(self, day: date) -> Talk:
        """Return an advertisement, which counts nowhere."""
        sender = Person(self._dice.pick(self._cast.companies), "", "")
        text = phrases.fill(self._dice, self._dice.pick(phrases.SPONSORED), sender)
        first = Message(sender, (OWNER,), moment(self._dice, day), text, "An invitation for you")
        return Talk([first], "Sponsored Conversation")

    def group(self, day: date) -> Talk:
        """Return a conversation of three to six people."""
        dice = self._dice
        everyone = (OWNER, *(self.partner(day, 0.0) for _ in range(dice.whole(2, 5))))
        when = at_work(dice, moment(dice, day))
        messages = []
        for _ in range(dice.whole(8, 30)):
            sender = OWNER if dice.chance(0.3) else dice.pick(everyone[1:])
            when = at_work(dice, when) if sender == OWNER else when
            if when.date() > self._until:
                break
            readers = tuple(person for person in everyone if person != sender)
            messages.append(Message(sender, readers, when, self.line(sender, everyone[1])))
            when += pause(dice, False)
        return Talk(messages, dice.pick(("", "Fair in Exampleville", "Partner round", "Depot walk, June")))

    def draft_alone(self, day: date) -> Talk:
        """Return a message that she began to write and never sent."""
        partner = self.partner(day, 0.5)
        text = self.opener(partner)[: self._dice.whole(6, 40)]
        return Talk([Message(OWNER, (partner,), moment(self._dice, day), text, draft=True)], folder="")


def draw_talks(dice: Dice, writer: Writer) -> Iterator[Talk]:
    """Yield conversations without end: first those of the rare kinds, then talks of two."""

    def days(count: int) -> list[date]:
        return act_days(dice, "messages", FIRST, LAST, count, steady=True)

    yield from (writer.sponsored(day) for day in uniform_days(dice, FIRST, LAST, SPONSORED))
    yield from (writer.with_hidden(day) for day in days(HIDDEN_TALKS))
    yield from (writer.group(day) for day in days(GROUPS))
    yield from (writer.draft_alone(day) for day in days(DRAFTS_ALONE))
    while True:
        # A batch at a time, and shuffled: where the rows run out must not depend on the day.
        yield from (writer.one_to_one(day) for day in dice.shuffled(days(100)))


def add_drafts(dice: Dice, talks: list[Talk]) -> None:
    """Leave half a sentence at the end of a few conversations."""
    able = [i for i, talk in enumerate(talks) if len(talk.messages) > 3 and talk.messages[-1].when.date() < LAST - DAY]
    for i in dice.shuffled(able)[:DRAFTS_IN_TALKS]:
        last = talks[i].messages[-1]
        to = last.to if last.sender == OWNER else (last.sender,)
        when = at_work(dice, last.when + timedelta(hours=2))
        talks[i].messages.append(Message(OWNER, to, when, "I have been thinking ab", draft=True))


def build_talks(dice: Dice, network: Network, cast: Cast) -> list[Talk]:
    """Return all conversations, newest first, of exactly `ROWS` messages."""
    writer = Writer(dice, network, cast)
    talks: list[Talk] = []
    left = ROWS - DRAFTS_IN_TALKS
    for talk in draw_talks(dice, writer):
        talk = replace(talk, messages=talk.messages[:left])
        left -= len(talk.messages)
        talks.append(talk)
        if not left:
            break
    add_drafts(dice, talks)
    return sorted(talks, key=lambda talk: talk.messages[-1].when, reverse=True)


def messages_csv(dice: Dice, talks: list[Talk]) -> bytes:
    """Return messages.csv in the layout of 2026: thirteen columns, every field quoted, newest first."""
    rows = []
    for talk in talks:
        key = "2-" + base64.b64encode(dice.token(16).encode()).decode()
        ordered = sorted(talk.messages, key=lambda message: message.when, reverse=True)
        if len(ordered) > 4 and dice.chance(0.02):  # as in real archives, the order does not always hold
            ordered[1], ordered[2] = ordered[2], ordered[1]
        for message in ordered:
            names, urls = ",".join(p.name for p in message.to), ",".join(p.url for p in message.to)
            text_only = message.text or message.sender.slug == ""
            file = "" if text_only else f"https://www.linkedin.com/dms/prv/image/v2/{dice.token(12)}"
            rows.append(
                (
                    key, talk.title, message.sender.name, message.sender.url, names, urls, iso(message.when) + " UTC",
                    message.subject, message.text, "" if message.draft else talk.folder, file,
                    "Yes" if message.draft else "No", "Yes" if message.draft and len(talk.messages) == 1 else "No",
                )
            )  # fmt: skip
    return table(HEADER, rows, quote_all=True)


def guide_messages_csv() -> bytes:
    """Return the header of the assistant's chats; there were none."""
    return table(HEADER, [], quote_all=True)
