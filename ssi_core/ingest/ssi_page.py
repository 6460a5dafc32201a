"""What a user copies from LinkedIn's page of the Social Selling Index -> a reading.

The page shows four rows of a number and a label three times: for the member, their industry and their network. So the
member's own are those that add up to the member's total. Where no label is known, four numbers in the page's order that
add up to the total will do.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ssi_core.ingest.errors import IngestError
from ssi_core.ingest.page_data import page_data
from ssi_core.ingest.readings import PILLARS, blank, decimal, fault
from ssi_core.member import GROUPS, Group, Reading

#: Characters; the page's source has fewer, and its text far fewer.
LONGEST, LONGEST_TEXT = 2_000_000, 200_000
#: Numbers looked at where no label is known.
_MOST_NUMBERS = 400
#: Totals looked at: the page has three.
_MOST_TOTALS = 20

ASK = (
    "no reading in it: paste the text of LinkedIn's page of the Social Selling Index with \"48 out of 100\" and the "
    "four rows of points, or its page data with memberScore, or four numbers such as 12.05 / 4.76 / 1 / 15 (brand, "
    "find, engage, relationships), or the total alone"
)
FAILED = "all zeros: a failed capture, so there is no reading that day; reload LinkedIn's page and copy it again"

_NUMBER = r"(?<![\d.,])(?<!\d[-/])\d+(?:[.,]\d+)?(?!\d)"
_TOTALS = (
    re.compile(rf"({_NUMBER})\s*(?:/|out\s+of|[^\W\d_]{{1,12}})\s*100(?![\d.,]*\d|\s*%)", re.I),
    re.compile(rf"\b(?:total|score|ssi|index)\b\s*[:=]?\s*({_NUMBER})(?!\s*%)", re.I),
)
_DATE = re.compile(r"(?<![\d.,])(?:\d{4}-\d\d?-\d\d?|\d\d?([./])\d\d?\1\d{4})(?!\d)")
_OF_25 = re.compile(r"(?<=\d)\s*(?:/|out\s+of)\s*25(?![.,]?\d)", re.I)
_NAMED = re.compile(r"\bssi\b|\bsocial\s+selling\s+index\b", re.I)
_AVERAGE = re.compile(rf"\b({'|'.join(GROUPS)})\b[^.\d]{{0,60}}\baverage\s+SSI\s+of\s+({_NUMBER})", re.I)
_TOP = re.compile(rf"\btop\s*({_NUMBER})\s*%", re.I)
_RANKED = re.compile(rf"\b({'|'.join(GROUPS)})\s+SSI\s+rank", re.I)
# As the page has them; then short, as people write them.
_LABELS = (
    r"(?P<brand>establish\s+your\s+professional\s+brand)|(?P<find>find\s+the\s+right\s+people)|"
    r"(?P<engage>engage\s+with\s+insights)|(?P<relationships>build\s+(?:strong\s+)?relationships)",
    r"(?P<brand>\b(?:professional\s+)?brand\b)|(?P<find>\b(?:find|(?:right\s+)?people)\b)|"
    r"(?P<engage>\b(?:engage(?:ment)?|insights?)\b)|(?P<relationships>\brelationships?\b)",
)
_PLAIN_WORDS = re.compile(r"\b(?:my|is|the|social|selling|index|ssi|total|score|overall|points?|official)\b", re.I)


def pasted(text: str, day: int) -> Reading:
    """Read what was copied from the page: its data, its text, four numbers, or the total alone.

    Parameters
    ----------
    text : str
        As pasted.
    day : int
        Day number of the reading.

    Raises
    ------
    IngestError
        If nothing in it is a reading, if all of it is zero, or if a number is out of range.

    Examples
    --------
    >>> pasted("21 / 6.4 / 2.2 / 25 = 54.6", 20605).pillars["find"]
    6.4
    """
    if len(text) > LONGEST:
        raise IngestError(f"{len(text):,} characters pasted, at most {LONGEST:,}: paste the page's text alone")
    reading = page_data(text, day)
    if reading is None and len(text) <= LONGEST_TEXT:
        plain = _plain(text)
        reading = _numbers_alone(plain, day) or _page_text(plain, day)
    if reading is None or blank(reading):
        raise IngestError(ASK)
    if not reading.total and not any(reading.pillars.values()):
        raise IngestError(FAILED)
    if wrong := fault(reading):
        raise IngestError(wrong)
    return reading


@dataclass(frozen=True)
class _Figure:
    start: int
    end: int
    text: str

    @property
    def value(self) -> float:
        return decimal(self.text) or 0.0

    @property
    def decimals(self) -> int:
        return len(re.split("[.,]", self.text)[1]) if re.search("[.,]", self.text) else 0


@dataclass(frozen=True)
class _Label:
    start: int
    end: int
    name: str


Block = dict[str, _Figure]


def _figure(match: re.Match[str], group: int = 0) -> _Figure:
    return _Figure(match.start(group), match.end(group), match[group])


def _adds_up(total: _Figure, parts: Sequence[_Figure]) -> bool:
    # Half of the last place shown of the total, and of each part.
    places = max(p.decimals for p in parts)
    off = abs(sum(p.value for p in parts) - total.value)
    return off <= 0.5 * 10.0**-total.decimals + len(parts) * 0.5 * 10.0**-places * (places > 0) + 1e-6


def _built(total: _Figure | None, parts: Sequence[_Figure], day: int, groups: dict[str, Group]) -> Reading:
    pillars = {p: f.value for p, f in zip(PILLARS, parts, strict=False)}
    return Reading(day, sum(pillars.values()) if total is None else total.value, pillars, groups)


def _disagree(total: _Figure, parts: Sequence[_Figure]) -> IngestError:
    shown, parts_sum = " + ".join(p.text for p in parts), sum(p.value for p in parts)
    return IngestError(f"{shown} is {parts_sum:g}, but the total is {total.text}: copy all of it again")


# ------------------------------------------------------------------------------------------------------- numbers alone


def _numbers_alone(text: str, day: int) -> Reading | None:
    if re.search(r"[^\W\d_]|%", _PLAIN_WORDS.sub("", text)) or re.search(r"\d\s*/\s*100\b", text):
        return None
    # A comma parts numbers where there are decimal points; else it is a decimal one, if that leaves as many numbers as
    # a reading has.
    either, point = r"(?<!\d)-?\d+(?:[.,]\d+)?", r"(?<!\d)-?\d+(?:\.\d+)?"
    for number in (point,) if re.search(r"\d\.\d", text) else (either, point):
        found = [_figure(m) for m in re.finditer(number, text)]
        if len(found) in (1, 4):
            return _built(found[0] if len(found) == 1 else None, found if len(found) == 4 else (), day, {})
        if len(found) == 5:
            for total, parts in ((found[4], found[:4]), (found[0], found[1:])):
                if _adds_up(total, parts):
                    return _built(total, parts, day, {})
            raise _disagree(found[4], found[:4])
    return None


# ------------------------------------------------------------------------------------------------------ the page's text


def _page_text(text: str, day: int) -> Reading | None:
    averages = {m[1].lower(): _figure(m, 2) for m in reversed(list(_AVERAGE.finditer(text)))}
    tops = [_figure(m, 1) for m in _TOP.finditer(text)]
    ranked = [_Label(m.start(), m.end(), m[1].lower()) for m in _RANKED.finditer(text)]
    ranks = {label.name: f for label, f in reversed(_bound(tops, ranked)[0]) if f}
    rest = _without(text, _AVERAGE, _TOP)
    totals = [_figure(m, 1) for m in _TOTALS[0].finditer(rest)]
    rest = _without(rest, _TOTALS[0])
    numbers = [_figure(m) for m in re.finditer(_NUMBER + r"(?!\s*%)", rest)]
    ways = _ways(rest, numbers)
    if not totals and (ways or _NAMED.search(text)):
        totals = [f for m in _TOTALS[1].finditer(rest) if (f := _figure(m, 1)).value <= 100][:1]
    others = {a.value for a in averages.values()}
    totals = ([t for t in totals if t.value not in others] or totals)[:_MOST_TOTALS]
    total, own = _own(totals, ways, numbers, list(averages.values()))
    if total is None and own is None:
        return None
    groups = {}
    left = [b for b in ways[0] if b is not own] if ways else []
    for name in GROUPS:
        average, top = averages.get(name), ranks.get(name)
        block = next((b for b in left if average and _adds_up(average, list(b.values()))), None)
        left = [b for b in left if b is not block]
        group = Group(
            average.value if average else None, top.value if top else None,
            {p: block[p].value for p in PILLARS} if block else {},
        )  # fmt: skip
        if group != Group():
            groups[name] = group
    return _built(total, [own[p] for p in PILLARS] if own else (), day, groups)


def _plain(text: str) -> str:
    # Without days, and without what a part is out of, where all four tell it.
    return _without(text, _DATE, *([_OF_25] if len(_OF_25.findall(text)) >= len(PILLARS) else []))


def _without(text: str, *patterns: re.Pattern[str]) -> str:
    for pattern in patterns:
        text = pattern.sub(lambda m: " " * len(m[0]), text)
    return text


def _ways(text: str, numbers: Sequence[_Figure]) -> list[list[Block]]:
    # Groups of four, in the likelier and the other way of reading which number belongs to which label.
    for pattern in _LABELS:
        labels = [_Label(m.start(), m.end(), m.lastgroup or "") for m in re.finditer(pattern, text, re.I)]
        ways = [list(_blocks(pairs)) for pairs in _bound(numbers, labels)]
        if any(ways):
            return ways
    return []


Pairs = list[tuple[_Label, _Figure | None]]


def _bound(numbers: Sequence[_Figure], labels: Sequence[_Label]) -> tuple[Pairs, Pairs]:
    # A page has its numbers all before or all after their labels: first the way that gives more labels a number, then
    # the one that leaves less between them.
    tokens: list[_Figure | _Label] = [*numbers, *labels]
    tokens.sort(key=lambda t: t.start)
    ways = []
    for step in (-1, 1):
        pairs: Pairs = []
        gap = 0
        for i, label in enumerate(tokens):
            if isinstance(label, _Label):
                near = tokens[i + step] if 0 <= i + step < len(tokens) else None
                number = near if isinstance(near, _Figure) else None
                pairs.append((label, number))
                gap += max(number.start - label.end, label.start - number.end) if number else 0
        ways.append((-sum(n is not None for _, n in pairs), gap, step, pairs))
    ways.sort(key=lambda w: w[:3])
    return ways[0][3], ways[1][3]


def _blocks(pairs: Pairs) -> Iterator[Block]:
    i = 0
    while i + len(PILLARS) <= len(pairs):
        block = {label.name: number for label, number in pairs[i : i + len(PILLARS)] if number}
        whole = len(block) == len(PILLARS)
        if whole:
            yield block
        i += len(PILLARS) if whole else 1


def _own(
    totals: Sequence[_Figure], ways: Sequence[Sequence[Block]], numbers: Sequence[_Figure], averages: Sequence[_Figure]
) -> tuple[_Figure | None, Block | None]:
    # The member's own total and parts, as far as they are there.
    for total in totals:
        for block in (b for way in ways for b in way):
            if _adds_up(total, list(block.values())):
                return total, block
    blocks = [b for way in ways[:1] for b in way]
    if blocks and totals:
        raise _disagree(totals[0], list(blocks[0].values()))
    if blocks:
        own = [b for b in blocks if not any(_adds_up(a, list(b.values())) for a in averages)]
        return None, (own or blocks)[0]
    runs = [numbers[i : i + 4] for i in range(min(len(numbers), _MOST_NUMBERS) - 3)]
    for run in runs:
        if all(f.value <= 25 for f in run) and any(f.value and f.decimals for f in run):
            for total in totals or [n for n in numbers[:_MOST_NUMBERS] if n.end <= run[0].start]:
                if _adds_up(total, run):
                    return total, dict(zip(PILLARS, run, strict=True))
    return (totals[0] if totals else None), None
