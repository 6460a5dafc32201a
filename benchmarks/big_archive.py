"""An archive far larger than a real one, invented, seeded and streamed to disk, with a count of all that is in it.

The layout is that of 2025-26 (FORMATS, section 1): 13 columns, a field quoted only where it needs it, conversations
contiguous, the newest first. A row takes some 560 bytes, and deflate leaves a third to a quarter of them.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from sample_data.dice import Dice

NAME = "Complete_LinkedInDataExport_07-01-2026.zip"
MEMBER = "messages.csv"
#: Rows of ``messages.csv``, from the issue; FORMATS, section 6, saw 22,557 at most.
ROWS = 500_000

# Conversations that are not answered have a message or two, the others so many that there are 40,000 in all.
_ROWS_A_CONVERSATION, _ROWS_AFTER_ANSWER = 12.5, 18.4
_FIRST, _EXPORT = datetime(2014, 3, 3, tzinfo=UTC), datetime(2026, 7, 1, tzinfo=UTC)
_HEADER = (
    "CONVERSATION ID,CONVERSATION TITLE,FROM,SENDER PROFILE URL,TO,RECIPIENT PROFILE URLS,DATE,SUBJECT,CONTENT,FOLDER,"
    "ATTACHMENTS,IS MESSAGE DRAFT,IS CONVERSATION DRAFT"
)
# Conversations: who begins and how many are answered are those of sample_data; the rest FORMATS, section 1.
_OWN, _ANSWERED, _COPIED, _GROUP, _HIDDEN, _SPONSORED = 0.54, 0.3, 0.55, 0.02, 0.01, 0.004
# Messages: FORMATS, section 1, has 1.5 % empty bodies, a few in a thousand HTML, and 10-12 drafts a file.
_EMPTY, _HTML, _SEVERAL_LINES, _DRAFT, _TO_CONNECTION = 0.015, 0.003, 0.01, 0.001, 0.75
_TEMPLATES = (
    "Hi {}, thanks for connecting! I help operations teams plan their warehouses in half the time. Would you be open "
    "to a quick call next week?",
    "Hello {}, great to be in touch. We have just published a short guide for partners on planning. Shall I send it?",
    "Hi {}, hope you are well! Many companies like yours lose hours on manual planning. Do you have ten minutes on "
    "Thursday?",
)
_HOOKS = (
    "{}, your remark about {} made me stop scrolling.", "Your talk on {1} is still pinned to our whiteboard, {0}.",
    "Hey {}, long time! Last we spoke you were fighting with {}.", "We both spent too many winters on {1}, {0}.",
    "{}, you asked a question on {} that deserved a better answer.", "Quick one, {}, from a train past {}.",
    "Good morning {}. We met for a moment by the stand of {}.", "{}, I disagreed with you on {}, and slept on it.",
)  # fmt: skip
_SYLLABLES = (
    "ba", "ce", "di", "fo", "gu", "la", "me", "ni", "or", "pu", "ra", "se", "ti", "vo", "wu", "an", "el", "is", "ot",
    "ur", "ther", "ing", "ment", "con", "pre", "est", "ly", "al", "re", "un", "ex", "in",
)  # fmt: skip
_ACCENTED = ("José", "Zoë", "Søren", "Łukasz", "Jürgen", "Chloé", "Иван", "美咲")
_SENIOR, _STAFF = ("VP of Sales", "Managing Director"), ("Account Manager", "Buyer", "Planner ", "Head of Returns")


@dataclass(frozen=True)
class Truth:
    """What a right reading of the archive gives, counted while it was written.

    Attributes
    ----------
    bytes, deflated : int
        Of ``messages.csv``.
    counts, stocks : dict of str to int
        Daily inputs summed over all days, and stocks.
    rows : dict of str to list of int
        Per file the rows read, kept and rejected.
    notes : dict of str to int
        Rows of ``messages.csv`` that are rejected, by reason.
    first_day, last_day : datetime.date
        Of the activity.
    """

    bytes: int
    deflated: int
    counts: dict[str, int]
    stocks: dict[str, int]
    rows: dict[str, list[int]]
    notes: dict[str, int]
    first_day: date
    last_day: date


@dataclass(frozen=True)
class _Person:
    name: str
    url: str

    @property
    def first(self) -> str:
        return self.name.split()[0]


_ME = _Person("Ada Bancroft-Sample", "https://www.linkedin.com/in/ada-bancroft-sample")
_NOBODY = _Person("LinkedIn Member", "")


class _Cast:
    # Words, sentences and people. The bank is so large that a sentence seldom comes back within deflate's 32 kB.
    def __init__(self, dice: Dice, people: int) -> None:
        self._dice = dice
        self._words = ["".join(dice.pick(_SYLLABLES) for _ in range(dice.whole(1, 4))) for _ in range(8_000)]
        self.topics = [f"{self._word()} {self._word()}" for _ in range(40)]
        self.sentences = [self._sentence() for _ in range(16_000)]
        firsts = [*_ACCENTED, *(self._word().capitalize() for _ in range(300))]
        lasts = [self._word().capitalize() + dice.pick(("sen", "er", "ova", "ley")) for _ in range(900)]
        self.people = [
            _Person(f"{dice.pick(firsts)} {dice.pick(lasts)}", f"https://www.linkedin.com/in/{self._word()}-{i:06x}")
            for i in range(people)
        ]

    def _word(self) -> str:
        # The power makes the first words of the bank the frequent ones.
        return self._words[int(len(self._words) * self._dice.unit() ** 1.7)]

    def _sentence(self) -> str:
        words = [self._word() for _ in range(self._dice.whole(5, 20))]
        if self._dice.chance(0.4):
            words[2] += ","
        if self._dice.chance(0.01):
            words[1] = f'"{words[1]}"'
        return " ".join(words).capitalize() + self._dice.pick((".", ".", ".", "?", "!"))

    def text(self) -> str:
        """One message inside a conversation."""
        dice = self._dice
        if dice.chance(_EMPTY):
            return ""
        chosen = [dice.pick(self.sentences) for _ in range(1 + int(dice.waiting(3.9)))]
        if dice.chance(_HTML):
            return "".join(f"<p>{sentence}</p>" for sentence in chosen)
        return ("\n" if dice.chance(_SEVERAL_LINES) else " ").join(chosen)

    def opening(self, to: _Person) -> str:
        """How the member begins a conversation: more often with a template than not."""
        if self._dice.chance(_COPIED):
            return self._dice.pick(_TEMPLATES).format(to.first)
        hook = self._dice.pick(_HOOKS).format(to.first, self._dice.pick(self.topics))
        return f"{hook} {self._dice.pick(self.sentences)} {self._dice.pick(self.sentences)}"


class _Messages:
    def __init__(self, dice: Dice, cast: _Cast, rows: int) -> None:
        self._dice, self._cast, self._rows = dice, cast, rows
        self.counts: Counter[str] = Counter()
        self.notes: Counter[str] = Counter()
        self.newest = self.oldest = _EXPORT - timedelta(hours=1)

    def __iter__(self) -> Iterator[list[str]]:
        dice, left, conversation = self._dice, self._rows, 0
        gap = (_EXPORT - _FIRST) / (self._rows / _ROWS_A_CONVERSATION)
        last = self.newest
        while left:
            title, begun = dice.token(30), dice.chance(_OWN)
            heard = not begun or dice.chance(_ANSWERED)
            if dice.chance(_SPONSORED):
                size = 1
                yield self._sponsored(title, last)
            else:
                size = min(left, 1 + int(dice.waiting(_ROWS_AFTER_ANSWER)) if heard else dice.whole(1, 5) // 4 + 1)
                yield from self._exchange(title, self._with(conversation), last, size, begun, heard)
            left -= size
            conversation += 1
            last -= gap * dice.waiting(1.0)

    def _with(self, conversation: int) -> list[_Person]:
        people, dice = self._cast.people, self._dice
        if dice.chance(_HIDDEN):
            return [_NOBODY]
        others = dice.whole(2, 5) if dice.chance(_GROUP) else 1
        return [people[(conversation + i) % len(people)] for i in range(others)]

    def _sponsored(self, title: str, when: datetime) -> list[str]:
        self.notes["sponsored"] += 1
        text = '<p class="spinmail-quill-editor__spin-break">' + self._cast.text() + "</p>"
        return _row(title, "Sponsored Conversation", _Person("Example AG", ""), [_ME], when, text)

    def _exchange(
        self, title: str, others: list[_Person], last: datetime, size: int, begun: bool, heard: bool
    ) -> Iterator[list[str]]:
        # Written as it is laid out: the newest message first, the opening last.
        dice, cast, counts = self._dice, self._cast, self.counts
        answered, when = False, last
        for before in range(size - 1, -1, -1):
            draft = before > 0 and dice.chance(_DRAFT)
            hers = draft or (before == 0 and begun) or not heard or (before > 0 and dice.chance(0.5))
            sender = _ME if hers else dice.pick(others)
            readers = others if hers else [_ME, *(p for p in others if p is not sender)]
            text = cast.opening(others[0]) if hers and before == 0 else cast.text()
            yield _row(title, "", sender, readers, when, text, "Yes" if draft else "No")
            if draft:
                self.notes["draft"] += 1
            else:
                counts["messages_sent" if hers else "messages_received"] += 1
                answered |= not hers
                self.oldest = min(self.oldest, when)
                self.newest = max(self.newest, when)
            when -= timedelta(seconds=60 + int(dice.waiting(dice.pick((1_500, 1_500, 18_000, 90_000)))))
        if begun:
            counts["conversations_started"] += 1
            counts["conversations_answered"] += answered


def _row(
    conversation: str, title: str, sender: _Person, to: list[_Person], when: datetime, text: str, draft: str = "No"
) -> list[str]:
    # strftime takes four times as long as all else here
    clock = f"{when.year}-{when.month:02}-{when.day:02} {when.hour:02}:{when.minute:02}:{when.second:02} UTC"
    names, urls = ",".join(p.name for p in to), ",".join(p.url for p in to if p.url)
    talk = f"2-{conversation}=="
    return [talk, title, sender.name, sender.url, names, urls, clock, "", text, "INBOX", "", draft, "No"]


def write(folder: Path, rows: int = ROWS, seed: int = 1) -> tuple[Path, Truth]:
    """Write the archive.

    Parameters
    ----------
    folder : Path
        Where to.
    rows : int
        Rows of ``messages.csv``, at least 1,000; connections and invitations are few beside them.
    seed : int
        The same seed gives the same members, byte for byte once inflated.

    Returns
    -------
    Path, Truth
        The zip, and what is in it.
    """
    dice = Dice(f"benchmark {seed}")
    cast = _Cast(dice, max(2_000, rows // 14))
    messages = _Messages(dice, cast, rows)
    connections, invitations, counts, stocks = _network(dice, cast, max(100, rows // 250))
    path = folder / NAME
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        _write(archive, "Profile.csv", "First Name,Last Name,Headline,Summary,Industry,Geo Location",
               [[*_ME.name.split(), "Sales Lead", "", "Logistics", "Exampleville"]])  # fmt: skip
        _write(archive, "Connections.csv", "First Name,Last Name,URL,Email Address,Company,Position,Connected On",
               connections)  # fmt: skip
        _write(archive, "Invitations.csv", "From,To,Sent At,Message,Direction,inviterProfileUrl,inviteeProfileUrl",
               invitations)  # fmt: skip
        _write(archive, MEMBER, _HEADER, messages)
        info = archive.getinfo(MEMBER)
    rejected = messages.notes.total()
    days = [datetime.strptime(row[-1], "%d %b %Y").date() for row in connections]
    truth = Truth(
        info.file_size,
        info.compress_size,
        {**messages.counts, **counts},
        stocks,
        {
            "Profile.csv": [1, 1, 0],
            "Connections.csv": [len(connections), len(connections), 0],
            "Invitations.csv": [len(invitations), len(invitations), 0],
            MEMBER: [rows, rows - rejected, rejected],
        },
        dict(messages.notes),
        min(messages.oldest.date(), *days),
        max(messages.newest.date(), *days),
    )
    return path, truth


def _write(archive: zipfile.ZipFile, name: str, header: str, rows: Iterable[list[str]]) -> None:
    info = zipfile.ZipInfo(name, (_EXPORT.year, _EXPORT.month, _EXPORT.day, 8, 14, 0))
    info.compress_type = zipfile.ZIP_DEFLATED
    with archive.open(info, "w") as raw, io.TextIOWrapper(raw, "utf-8", newline="") as text:
        text.write(header + "\n")
        csv.writer(text, lineterminator="\n").writerows(rows)


def _network(
    dice: Dice, cast: _Cast, size: int
) -> tuple[list[list[str]], list[list[str]], dict[str, int], dict[str, int]]:
    # Connections, the oldest of which nobody invited within the reach of Invitations.csv, and `size` / 4 invitations.
    counts: Counter[str] = Counter()
    connections, invitations, senior = [], [], 0
    last = _EXPORT - timedelta(days=31)
    for i, person in enumerate(cast.people[:size]):
        first, _, surname = person.name.partition(" ")
        sent = last - timedelta(days=400 * dice.unit())
        joined = sent + timedelta(days=30 * dice.unit())
        if i % 4 == 0:
            hers, accepted = dice.chance(_TO_CONNECTION), dice.chance(0.4)
            ends = (_ME, person) if hers else (person, _ME)
            half, hour = divmod(sent.hour, 12)
            clock = f"{sent.month}/{sent.day}/{sent.year % 100}, {hour or 12}:{sent.minute:02} {'AP'[half]}M"
            way, note = ("OUTGOING" if hers else "INCOMING"), dice.pick(("", "", "", "A short note, by hand"))
            invitations.append([ends[0].name, ends[1].name, clock, note, way, ends[0].url, ends[1].url])
            counts["invitations_sent" if hers else "invitations_received"] += 1
            counts["invitations_accepted"] += hers and accepted
            if not accepted:
                continue
        else:
            joined = _FIRST + (last - timedelta(days=400) - _FIRST) * dice.unit()
        title = dice.pick(_SENIOR) if dice.chance(0.1) else dice.pick(_STAFF)
        hidden = i % 90 == 45  # 1-3 % of the rows bear only a date; those of invited people are not among them
        senior += not hidden and title in _SENIOR
        cells = [""] * 6 if hidden else [first, surname, person.url, "", "Example, Inc.", title]
        connections.append([*cells, f"{joined:%d %b %Y}"])
    counts["connections_added"] = len(connections)
    return connections, invitations, dict(counts), {"connections": len(connections), "senior_connections": senior}
