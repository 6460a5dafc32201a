"""The creator's workbook and the log of official readings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import xlsxwriter

from sample_data.activity import Post
from sample_data.dice import Dice
from sample_data.story import BY_WEEKDAY, DAY, EXPORT, LAST, days_between, item_id, us_day, weight
from sample_data.tables import table

START = date(2025, 7, 1)
FADE = (0.46, 0.27, 0.13, 0.07, 0.04, 0.03)  # share of a post's reach on its day and the five days after
FOLLOWERS = 2431
# Brand, people, insights, relationships: small round steps with plateaus, and one failed capture. They follow what the
# archive shows her to do, some points below this project's estimate: LinkedIn's own formula is another one.
READINGS = (
    ("2025-09-07", 15.55, 8.125, 7.9, 21.6125),
    ("2025-10-12", 16.225, 8.875, 11.4, 21.6625),
    ("2025-11-16", 19.05, 11.5, 15.85, 21.7125),
    ("2025-12-14", 19.475, 12.625, 16.75, 21.7875),
    ("2026-01-11", 0, 0, 0, 0),
    ("2026-01-18", 19.475, 12.02, 16.2, 21.85),
    ("2026-02-22", 18.35, 10.75, 15.55, 21.8625),
    ("2026-03-29", 17.525, 10.25, 14.55, 21.875),
    ("2026-04-26", 17.4, 10.25, 13.6, 21.9625),
    ("2026-05-24", 17.975, 10.27, 12.95, 21.9625),
    ("2026-06-28", 17.9, 9.625, 12.1, 21.975),
)
#: What the page showed of her industry and her network on the last of those days: average total, and top N %.
GROUPS = ("36", "3", "43", "8")


@dataclass(frozen=True)
class Reach:
    """Impressions, engagements and new followers by day, and each post's share of the first two."""

    impressions: Counter[date]
    engagements: Counter[date]
    followers: Counter[date]
    posts: list[tuple[date, str, int, int]]  # day, address, impressions, engagements within the window


def measure(dice: Dice, posts: Iterable[Post]) -> Reach:
    """Return what the window saw: each post fades over six days, on a floor of older posts and of comments."""
    reach = Reach(Counter(), Counter(), Counter(), [])
    for post in posts:
        seen, share = dice.spread(880, 0.6), dice.spread(0.033, 0.35)
        post_impressions = post_engagements = 0
        for age, fade in enumerate(FADE):
            day = post.when.date() + DAY * age
            if not START <= day <= LAST:
                continue
            impressions = int(seen * fade)
            engagements = int(impressions * share + dice.unit())
            reach.impressions[day] += impressions
            reach.engagements[day] += engagements
            reach.followers[day] += int(impressions * 0.0022 + dice.unit())
            post_impressions += impressions
            post_engagements += engagements
        if START <= post.when.date() <= LAST:
            url = f"https://www.linkedin.com/feed/update/urn:li:activity:{item_id(dice, post.when)}"
            reach.posts.append((post.when.date(), url, post_impressions, post_engagements))
    for day in days_between(START, LAST):
        busy = BY_WEEKDAY[day.weekday()]
        reach.impressions[day] += int(dice.spread(28 + 40 * busy, 0.3))
        reach.engagements[day] += int(dice.unit() * (0.4 + 1.1 * weight("comments", day)))
        reach.followers[day] += int(dice.unit() * (1.1 + 0.8 * busy))
    return reach


def text_sheets(reach: Reach) -> dict[str, list[Sequence[str]]]:
    """Return the five sheets as rows of text, numbers with thousands commas, as LinkedIn writes them since 2026."""
    days = days_between(START, LAST)
    total = sum(reach.impressions.values())
    by_engagement = sorted(reach.posts, key=lambda post: (-post[3], post[1]))[:50]
    by_impressions = sorted(reach.posts, key=lambda post: (-post[2], post[1]))[:50]
    ranked = [
        (left[1], us_day(left[0]), f"{left[3]:,}", "", right[1], us_day(right[0]), f"{right[2]:,}")
        for left, right in zip(by_engagement, by_impressions, strict=True)
    ]
    columns = ("Post URL", "Post publish date")
    return {
        "DISCOVERY": [
            ("Overall Performance", f"{us_day(START)} - {us_day(LAST)}"), ("Impressions", f"{total:,}"),
            ("Members reached", f"{int(total * 0.41):,}"),
        ],
        "ENGAGEMENT": [
            ("Date", "Impressions", "Engagements"),
            *((us_day(day), f"{reach.impressions[day]:,}", f"{reach.engagements[day]:,}") for day in days),
        ],
        "TOP POSTS": [
            ("Maximum of 50 posts available to include in this list",), (),
            (*columns, "Engagements", "", *columns, "Impressions"), *ranked,
        ],
        "FOLLOWERS": [
            (f"Total followers on {us_day(LAST)}:", f"{FOLLOWERS:,}"), (), ("Date", "New followers"),
            *((us_day(day), f"{reach.followers[day]:,}") for day in days),
        ],
        "DEMOGRAPHICS": [
            ("Top Demographics", "Value", "Percentage"),
            ("Job title", "Account Manager", "6%"), ("Job title", "Logistics Coordinator", "4%"),
            ("Job title", "Founder", "2%"),
            ("Location", "Exampleville Area", "31%"), ("Location", "Port Sample", "9%"),
            ("Industry", "Software Development", "18%"), ("Industry", "Transportation and Logistics", "15%"),
            ("Seniority", "Senior", "34%"), ("Seniority", "Director", "9%"), ("Seniority", "VP", "4%"),
            ("Company size", "51-200 employees", "21%"), ("Company size", "10,001+ employees", "12%"),
            ("Company", "Tarnwick Sample Systems", "2%"), ("Company", "Ostrelle Example Group", "< 1%"),
        ],
    }  # fmt: skip


def write_workbook(path: Path, dice: Dice, posts: Iterable[Post]) -> None:
    """Write the workbook; its creation time is fixed so that it can be made again."""
    with xlsxwriter.Workbook(str(path), {"in_memory": True}) as book:
        book.set_properties({"created": datetime(EXPORT.year, EXPORT.month, EXPORT.day, 8, 20)})
        for name, rows in text_sheets(measure(dice, posts)).items():
            sheet = book.add_worksheet(name)
            for r, row in enumerate(rows):
                for c, cell in enumerate(row):
                    if cell:
                        sheet.write_string(r, c, cell)


def readings_csv() -> bytes:
    """Return the log of official readings; the page shows the total as a whole number."""
    told = dict.fromkeys([READINGS[-1][0]], GROUPS)
    rows = [
        (day, str(round(sum(parts))), *(f"{part:g}" for part in parts), *told.get(day, [""] * len(GROUPS)))
        for day, *parts in READINGS
    ]
    groups = "Industry average,Industry top,Network average,Network top"
    return table(f"Date,Total,Brand,People,Insights,Relationships,{groups}", rows)
