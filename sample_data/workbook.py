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
READINGS = (  # brand, people, insights, relationships: small round steps with plateaus, and one failed capture
    ("2025-09-07", 15.55, 7.125, 5.05, 19.1125),
    ("2025-10-12", 15.675, 7.5, 6.2, 19.2875),
    ("2025-11-16", 16.55, 8.625, 7.45, 19.7625),
    ("2025-12-14", 16.975, 8.875, 7.9, 20.05),
    ("2026-01-11", 0, 0, 0, 0),
    ("2026-01-18", 16.975, 8.5, 7.15, 20.2875),
    ("2026-02-22", 16.725, 8.25, 6.35, 20.4),
    ("2026-03-29", 16.3, 8.02, 5.6, 20.5125),
    ("2026-04-26", 16.05, 7.75, 5.15, 20.5125),
    ("2026-05-24", 15.9, 7.625, 5.8, 20.575),
    ("2026-06-28", 15.9, 7.5, 6.65, 20.6125),
)


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
    rows = [(day, str(round(sum(parts))), *(f"{part:g}" for part in parts)) for day, *parts in READINGS]
    return table("Date,Total,Brand,People,Insights,Relationships", rows)
