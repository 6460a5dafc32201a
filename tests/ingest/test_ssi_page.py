"""What is copied from LinkedIn's page: its data, its text, four numbers, a total."""

from __future__ import annotations

import html
import json
import random
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ssi_core.ingest.errors import IngestError
from ssi_core.ingest.readings import PILLARS
from ssi_core.ingest.ssi_page import LONGEST, LONGEST_TEXT, pasted
from ssi_core.member import Group, Reading
from tests.ingest.test_readings import READING

DAY = 20605
LABELS = {
    "brand": "Establish your professional brand", "find": "Find the right people", "engage": "Engage with insights",
    "relationships": "Build relationships",
}  # fmt: skip
KEYS = {
    "brand": "PROFESSIONAL_BRAND", "find": "FIND_RIGHT_PEOPLE", "engage": "INSIGHT_ENGAGEMENT",
    "relationships": "STRONG_RELATIONSHIP",
}  # fmt: skip
NEW = Reading(
    DAY, 19.705751, {"brand": 13.118002, "find": 3.68, "engage": 0.29999998, "relationships": 2.6077502},
    {"industry": Group(30.99, 75), "network": Group(32.72, 81)}, seat=False,
)  # fmt: skip


def parts(*values: float) -> dict[str, float]:
    return dict(zip(PILLARS, values, strict=True))


def score(overall: float | None, pillars: Any) -> dict[str, Any]:
    return {"overall": overall, "subScores": [{"score": v, "pillar": KEYS[p]} for p, v in pillars.items()]}


def data(reading: Reading) -> dict[str, Any]:
    """The page's data of a reading, with what must be dropped."""
    return {
        "activeSeat": reading.seat,
        "profile": {"firstName": "Ada", "note": 'a "quoted" } brace {'},
        "profileUrn": "urn:li:fsd_profile:secret",
        "memberScore": score(reading.total, reading.pillars),
        "groupScore": [
            {
                "groupType": name.upper(), "rank": g.top, "groupSize": g.size, "industry": "Software",
                "score": score(g.average, g.pillars),
            }
            for name, g in reading.groups.items()
        ],
    }  # fmt: skip


def shuffled(value: Any, by: random.Random) -> Any:
    """The same with the keys of every object, and the items of every list, in another order."""
    if isinstance(value, dict):
        keys = list(value)
        by.shuffle(keys)
        return {k: shuffled(value[k], by) for k in keys}
    if isinstance(value, list):
        return by.sample([shuffled(v, by) for v in value], len(value))
    return value


# -------------------------------------------------------------------------------------------------------- page data


@given(st.randoms(use_true_random=False))
def test_a_new_account_reads_the_same_in_any_order(by: random.Random) -> None:
    assert pasted(json.dumps(shuffled(data(NEW), by)), DAY) == NEW


def told(reading: Reading) -> Reading:
    """What the page's data can tell of a reading: a group of zeros tells nothing."""
    groups = {k: g for k, g in reading.groups.items() if any((g.average, g.top, *g.pillars.values()))}
    return Reading(reading.day, reading.total, reading.pillars, groups, reading.seat)


@given(READING, st.randoms(use_true_random=False))
def test_page_data_reads_back_the_same(reading: Reading, by: random.Random) -> None:
    assert pasted(json.dumps(shuffled(data(reading), by)), reading.day) == told(reading)


@pytest.mark.parametrize(
    "wrap",
    [
        lambda s: f'{{"data": {s}}}',
        lambda s: f'{{"included": [], "data": {{"ssi": [{s}]}}}}',
        lambda s: f"window.page = {{x: 1}}; var a = {s}; // end }} of it",
        lambda s: f'<code style="display: none">{html.escape(s)}</code>',
        lambda s: json.dumps({"body": s}),
        lambda s: html.escape(json.dumps({"body": json.dumps({"data": s})})),
        lambda s: json.dumps({"body": s}).replace('\\"', "\\u0022"),
        lambda s: json.dumps(json.loads(s), indent=2).replace("\n", "\r\n"),
    ],
)
def test_page_data_may_lie_anywhere(wrap: Any) -> None:
    assert pasted(wrap(json.dumps(data(NEW))), DAY) == NEW


def test_of_the_profile_nothing_is_kept() -> None:
    assert not re.search("Ada|secret|Software", repr(pasted(json.dumps(data(NEW)), DAY)))


def test_page_data_without_a_total_adds_up_its_parts() -> None:
    held = {"memberScore": {"subScores": score(None, parts(1, 2, 3, 4))["subScores"]}, "groupScore": None}
    assert pasted(json.dumps(held), DAY) == Reading(DAY, 10, parts(1, 2, 3, 4))


def test_a_mark_that_holds_no_score_is_passed_over() -> None:
    text = json.dumps([{"memberScore": "urn:li:score"}, {"memberScore": {}}, data(NEW)])
    assert pasted(text, DAY) == NEW


def test_a_group_of_zeros_is_left_out() -> None:
    held = data(NEW) | {"groupScore": [{"groupType": "TEAM", "rank": 0, "groupSize": 0, "score": score(0, {})}]}
    assert not pasted(json.dumps(held), DAY).groups


# -------------------------------------------------------------------------------------------------------- page text


def block(pillars: dict[str, float], number_first: bool, between: str, comma: bool) -> str:
    rows = []
    for p in PILLARS:
        number = f"{pillars[p]:.10g}".replace(".", "," if comma else ".")
        rows.append(between.join((number, LABELS[p]) if number_first else (LABELS[p], number)))
    return "\n".join(rows)


def page(reading: Reading, number_first: bool, between: str, comma: bool, rank_first: bool, decimals: int) -> str:
    """The page's text of a reading that tells everything of two groups."""
    shown = f"{reading.total:.{decimals}f}".replace(".", "," if comma else ".")
    lines = [
        "Social Selling Dashboard",
        "Your Social Selling Index (SSI) measures how effective you are at establishing your professional brand, "
        "finding the right people, engaging with insights, and building relationships. It is updated daily.",
    ]
    for name, g in reading.groups.items():
        rank = [f"Top {g.top:g}%", f"{name.title()} SSI rank"]
        lines += rank if rank_first else rank[::-1]
    lines += [f"{shown} out of 100", "Four components of your score"]
    lines.append(block(dict(reading.pillars), number_first, between, comma))
    for name, g in reading.groups.items():
        average = f"{g.average:g}".replace(".", "," if comma else ".")
        lines += [f"People in your {name} have an average SSI of {average}.",
                  block(dict(g.pillars), number_first, between, comma)]  # fmt: skip
    return "\n".join(lines)


FOUR = st.lists(st.integers(1, 2500).map(lambda n: n / 100), min_size=4, max_size=4).map(lambda v: parts(*v))
TOP = st.integers(1, 100)


@given(FOUR, FOUR, FOUR, TOP, TOP, st.booleans(), st.sampled_from([" | ", " ", "\n", "\t", "\n\n"]), st.booleans(),
       st.booleans(), st.sampled_from([0, 1, 2]))  # fmt: skip
def test_a_page_s_text_reads_back_the_same(
    own: dict[str, float], industry: dict[str, float], network: dict[str, float], top: int, network_top: int,
    number_first: bool, between: str, comma: bool, rank_first: bool, decimals: int,
) -> None:  # fmt: skip
    groups = {
        "industry": Group(float(round(sum(industry.values()))), top, industry),
        "network": Group(float(round(sum(network.values()))), network_top, network),
    }
    total = float(f"{sum(own.values()):.{decimals}f}")
    reading = Reading(DAY, total, own, groups)
    assert pasted(page(reading, number_first, between, comma, rank_first, decimals), DAY) == reading


def test_the_member_s_own_rows_are_told_by_their_sum() -> None:
    # The industry's rows stand first here; only the last four add up to 33.
    text = "33 out of 100\n" + "\n".join(
        block(parts(*v), True, " | ", False) for v in ((12, 4.5, 2.2, 10.6), (12.05, 4.76, 1, 15))
    )
    assert pasted(text, DAY) == Reading(DAY, 33, parts(12.05, 4.76, 1, 15))


def test_rows_without_a_total_make_one() -> None:
    assert pasted(block(parts(12.05, 4.76, 1, 15), False, "\n", True), DAY).total == pytest.approx(32.81)


def test_a_total_without_rows() -> None:
    text = "Top 37% Industry SSI rank\n33 out of 100\nPeople in your industry have an average SSI of 29.\n29 out of 100"
    assert pasted(text, DAY) == Reading(DAY, 33, {}, {"industry": Group(29, 37)})


@pytest.mark.parametrize(
    "text",
    [
        "33 von 100\nMarke 12,05\nPersonen 4,76\nEinblicke 1\nBeziehungen 15\nBranche: 29 von 100\n12 4,5 2,2 10,6",
        "Votre score 33 sur 100 : 12,05 marque, 4,76 personnes, 1 échange, 15 relations",
        "Ihr Wert 32,81\nMarke 12,05\nPersonen 4,76\nEinblicke 1\nBeziehungen 15",
    ],
)
def test_labels_of_another_language_are_told_by_the_numbers(text: str) -> None:
    found = pasted(text, DAY)
    assert (found.total, found.pillars) == (pytest.approx(33, abs=0.2), parts(12.05, 4.76, 1, 15))


# ------------------------------------------------------------------------------------------------------ numbers alone


@pytest.mark.parametrize(
    ("text", "total", "values"),
    [
        ("21 / 6.4 / 2.2 / 25 = 54.6", 54.6, (21, 6.4, 2.2, 25)),
        ("13.118002 / 3.68 / 0.29999998 / 2.6077502 = 19.705751", 19.705751, tuple(NEW.pillars.values())),
        ("12.05 / 4.76 / 1 / 15", 32.81, (12.05, 4.76, 1, 15)),
        ("20.973 6.38 10.25 15", 52.603, (20.973, 6.38, 10.25, 15)),
        ("52,048: 21,048; 6,5; 9,5; 15", 52.048, (21.048, 6.5, 9.5, 15)),
        ("24.5,15.83,17.62,25,82.95", 82.95, (24.5, 15.83, 17.62, 25)),
        ("24.05.2026: 21 / 6.4 / 2.2 / 25 = 54.6", 54.6, (21, 6.4, 2.2, 25)),
        ("21/6.4/2.2/25", 54.6, (21, 6.4, 2.2, 25)),
        ("21/25, 6.4/25, 2.2/25, 25/25", 54.6, (21, 6.4, 2.2, 25)),
        ("25/25/25/25", 100, (25, 25, 25, 25)),
        ("15,15,15,15", 60, (15, 15, 15, 15)),
        ("8.75\n9.125\n9.6\n19.438\n", 46.913, (8.75, 9.125, 9.6, 19.438)),
        ("Brand 8.75, Find 9.375, Engage 10.65, Relationships 20.1. Total 48.88", 48.88, (8.75, 9.375, 10.65, 20.1)),
    ],
)
def test_four_numbers(text: str, total: float, values: tuple[float, ...]) -> None:
    assert pasted(text, DAY) == Reading(DAY, pytest.approx(total), parts(*values))


@pytest.mark.parametrize(
    ("text", "total"),
    [("48", 48), (" 48,7\n", 48.7), ("48/100", 48), ("SSI: 48", 48), ("My score is 48.", 48), ("2026-05-24 48", 48),
     ("48 out of 100", 48), ("Current Social Selling Index\n57", 57)],
)  # fmt: skip
def test_a_total_alone(text: str, total: float) -> None:
    assert pasted(text, DAY) == Reading(DAY, total)


#: Public readings: parts, total, ranks and averages of industry and network.
PUBLIC = [
    ((13.118002, 3.68, 0.29999998, 2.6077502), 19.705751, (75, 81), (30.99, 32.72)),
    ((21, 6.4, 2.2, 25), 54.6, (5, 24), (33.75, 46.19)),
    ((20.973, 6.38, 10.25, 15), 52.603, (10, 12), (35, 36)),
    ((21.048, 6.5, 10.25, 15), 52.798, (10, 12), (35, 36)),
    ((21.048, 6.5, 9.5, 15), 52.048, (10, 13), (35, 36)),
    ((20.998, 6.5, 10.25, 15), 52.748, (10, 12), (35, 36)),
    ((20.998, 6.4, 10.25, 15), 52.648, (9, 11), (34, 36)),
]  # fmt: skip


@pytest.mark.parametrize(("values", "total", "tops", "averages"), PUBLIC)
@pytest.mark.parametrize("comma", [False, True])
def test_public_readings_in_every_form(
    values: tuple[float, ...], total: float, tops: tuple[int, int], averages: tuple[float, float], comma: bool
) -> None:
    groups = {g: Group(a, t) for g, a, t in zip(("industry", "network"), averages, tops, strict=True)}
    reading = Reading(DAY, total, parts(*values), groups)
    assert pasted(json.dumps(data(reading)), DAY) == reading
    text = [f"Top {t}% {g.title()} SSI rank" for g, t in zip(groups, tops, strict=True)]
    text += [f"{total:.0f} out of 100", block(parts(*values), True, " | ", comma)]
    text += [f"People in your {g} have an average SSI of {a}." for g, a in zip(groups, averages, strict=True)]
    assert pasted("\n".join(text), DAY) == Reading(DAY, round(total), reading.pillars, groups)
    written = " / ".join(map(str, values)) + f" = {total}"
    alone = pasted(written.replace(".", ",") if comma else written, DAY)
    assert alone == Reading(DAY, total, reading.pillars)


# ------------------------------------------------------------------------------------------------------------ refused


@pytest.mark.parametrize(
    "text",
    [
        "0", "0 / 0 / 0 / 0 = 0", "0 out of 100", json.dumps(data(Reading(DAY, 0, parts(0, 0, 0, 0)))),
        "0 out of 100\n" + block(parts(0, 0, 0, 0), True, " | ", False),
    ],
)  # fmt: skip
def test_zeros_are_a_failed_capture(text: str) -> None:
    with pytest.raises(IngestError, match="all zeros: a failed capture"):
        pasted(text, DAY)


@pytest.mark.parametrize(
    "text",
    [
        "", "hello", "1 2", "1 2 3", "37%", "I scored 3 goals", '{"memberScore": null}', '{"memberScore": {}}', "{",
        '{"memberScore": {"overall": 48', "Top 37% Industry SSI rank",
        "People in your industry have an average SSI of 29.", "Score 3 today", "In 10 days 1 2 3 4",
    ],
)  # fmt: skip
def test_what_is_no_reading_is_told_what_to_paste(text: str) -> None:
    with pytest.raises(IngestError, match="no reading in it: paste the text of LinkedIn's page"):
        pasted(text, DAY)


def test_of_a_very_long_text_only_page_data_is_looked_for() -> None:
    assert pasted(" " * LONGEST_TEXT + json.dumps(data(NEW)), DAY) == NEW
    with pytest.raises(IngestError, match="no reading in it"):
        pasted(" " * LONGEST_TEXT + "48", DAY)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("26 / 1 / 1 / 1", "brand is 26: give a number from 0 to 25"),
        ("-3 / 1 / 1 / 1", "brand is -3: give a number from 0 to 25"),
        ("90 / 20 / 20 / 20", "brand is 90: give a number from 0 to 25"),
        ("148 out of 100", "the total is 148: give a number from 0 to 100"),
        ("148", "the total is 148: give a number from 0 to 100"),
        ("21 / 6.4 / 2.2 / 25 = 60", "21 + 6.4 + 2.2 + 25 is 54.6, but the total is 60"),
        ("60 out of 100\n" + block(parts(21, 6.4, 2.2, 25), True, " ", False), "is 54.6, but the total is 60"),
        (json.dumps(data(Reading(DAY, 48, parts(1, 2, 30, 4)))), "engage is 30: give a number from 0 to 25"),
        (json.dumps(data(Reading(DAY, 48, {}, {"industry": Group(130, 5)}))), "industry average is 130: .* 0 to 100"),
        ('{"memberScore": {"overall": true}}', "overall is 'True', which is not a number"),
        ('{"memberScore": {"overall": NaN}}', "overall is 'nan', which is not a number"),
        ("x" * (LONGEST + 1), "2,000,001 characters pasted, at most 2,000,000"),
    ],
)  # fmt: skip
def test_what_can_not_be_names_the_value_and_the_limit(text: str, words: str) -> None:
    with pytest.raises(IngestError, match=words.replace("+", r"\+")):
        pasted(text, DAY)


@given(st.text(max_size=60) | st.lists(st.sampled_from(
    ["48", "out of 100", "12,05", "Find the right people", "Engage with insights", '{"memberScore":', "{", "}", "Top",
     "%", "1e999", "\n", "have an average SSI of", "industry", "&quot;", "\\", '"overall":', "Build relationships"]
), max_size=14).map(" ".join))  # fmt: skip
def test_any_text_is_a_possible_reading_or_refused(text: str) -> None:
    try:
        found = pasted(text, DAY)
    except IngestError:
        return
    assert found.total is None or 0 <= found.total <= 100
    assert found.total or any(found.pillars.values())
