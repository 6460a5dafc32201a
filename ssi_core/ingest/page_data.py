"""The data behind LinkedIn's page of the Social Selling Index, as JSON -> a reading. FORMATS, section 7.

Of everything else that may lie in what was pasted, a name or an address of a profile, nothing is kept.
"""

from __future__ import annotations

import html
import json
import math
import re
from collections.abc import Iterator, Mapping
from typing import Any

from ssi_core.ingest.errors import IngestError
from ssi_core.ingest.names import squeeze
from ssi_core.ingest.readings import PILLARS, decimal
from ssi_core.member import GROUPS, Group, Reading

_KEYS = {
    "professionalbrand": "brand", "findrightpeople": "find", "insightengagement": "engage",
    "strongrelationship": "relationships",
}  # fmt: skip
_TOLD = {"overall", "subScores"}
_MARK = re.compile(r'"memberScore"\s*:')
_ESCAPED = re.compile(r"\\(?:u([0-9a-fA-F]{4})|(.))", re.S)
#: How deep the JSON may be wrapped as a string or as HTML, how many marks and opening braces are tried.
_LAYERS, _MARKS, _BRACES = 3, 20, 2000


def page_data(text: str, day: int) -> Reading | None:
    """The reading in a text that holds the page's data, whatever lies around it; None where there is none.

    Parameters
    ----------
    text : str
        JSON, or a text around it; also escaped as HTML or within a string.
    day : int
        Day number of the reading.

    Raises
    ------
    IngestError
        If a figure in it is no number.
    """
    for layer in _layers(text):
        for i, mark in enumerate(_MARK.finditer(layer)):
            data = _around(layer, mark.start()) if i < _MARKS else None
            if data is not None and isinstance(data["memberScore"], Mapping) and data["memberScore"].keys() & _TOLD:
                return _reading(data, day)
    return None


def _layers(text: str) -> Iterator[str]:
    for _ in range(_LAYERS):
        plain = html.unescape(text)
        yield from dict.fromkeys((text, plain))
        text = _ESCAPED.sub(lambda m: chr(int(m[1], 16)) if m[1] else m[2], plain)


def _around(text: str, mark: int) -> dict[str, Any] | None:
    # The innermost object around a mark: the nearest brace before it whose object ends after it.
    decoder, at = json.JSONDecoder(strict=False), mark
    for _ in range(_BRACES):
        at = text.rfind("{", 0, at)
        if at < 0:
            return None
        try:
            found, end = decoder.raw_decode(text, at)
        except (ValueError, RecursionError):
            continue
        if end > mark:
            return found if isinstance(found, dict) and "memberScore" in found else None
    return None


def _reading(data: Mapping[str, Any], day: int) -> Reading:
    total, pillars = _score(data["memberScore"], "")
    if total is None and len(pillars) == len(PILLARS):
        total = sum(pillars.values())
    groups: dict[str, Group] = {}
    listed = data.get("groupScore")
    for one in listed if isinstance(listed, list) else []:
        name = squeeze(str(one.get("groupType"))) if isinstance(one, Mapping) else ""
        if name in GROUPS and name not in groups:
            average, parts = _score(one.get("score"), f"{name} ")
            size = _number(one.get("groupSize"), f"{name} groupSize")
            group = Group(average, _number(one.get("rank"), f"{name} rank"), parts, None if size is None else int(size))
            if any((group.average, group.top, *parts.values())):
                groups[name] = group
    seat = data.get("activeSeat")
    return Reading(day, total, pillars, groups, seat if isinstance(seat, bool) else None)


def _score(score: object, whose: str) -> tuple[float | None, dict[str, float]]:
    if not isinstance(score, Mapping):
        return None, {}
    pillars = {}
    parts = score.get("subScores")
    for part in parts if isinstance(parts, list) else []:
        key = _KEYS.get(squeeze(str(part.get("pillar"))).removesuffix("s")) if isinstance(part, Mapping) else None
        value = _number(part.get("score"), f"{whose}{key}") if key else None
        if key and value is not None:
            pillars[key] = value
    return _number(score.get("overall"), f"{whose}overall"), {p: pillars[p] for p in PILLARS if p in pillars}


def _number(value: object, name: str) -> float | None:
    if isinstance(value, str):
        return decimal(value)
    if value is None:
        return None
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        number = float(value) if abs(value) < 1e300 else math.inf
        if math.isfinite(number):
            return number
    raise IngestError(f"{name} is {str(value)[:40]!r}, which is not a number: paste the page's data as it is")
