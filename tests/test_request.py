"""The message that asks for the files: LinkedIn's own steps, and the day by which to ask."""

import datetime as dt
import re

import pytest

from ssi_core import api
from ssi_core.request import request_text


def test_the_message_that_asks_for_the_files() -> None:
    said = request_text(" Mara  Lindqvist ", dt.date(2026, 7, 10))
    lines = said.splitlines()
    assert lines[0] == "Hello Mara Lindqvist,"
    # The link lives three days, so that what is asked for on the 7th is still there on the 10th.
    assert lines[2] == (
        "Before we meet on Friday 10 July 2026, please ask LinkedIn for a copy of your data, by Tuesday 7 July 2026 at "
        "the latest:"
    )
    steps = [line for line in lines if re.match(r"\d\. ", line)]
    assert steps[:6] == [f"{i}. {step}" for i, step in enumerate(api.STEPS[:6], 1)]
    assert steps[6].startswith(f"7. Download the zip within {api.LINK_HOURS} hours")
    assert len(steps) == 7
    assert "give it here" not in said, "who reads a mail is on no page"
    assert "Please don't send me the zip" in said
    assert "\u201cShare with my coach\u201d on the Files page" in said


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (None, "Before we meet again, please ask LinkedIn for a copy of your data:"),
        (dt.date(2026, 7, 4), "Before we meet on Saturday 4 July 2026, please ask LinkedIn for a copy of your data, by "
                              "Wednesday 1 July 2026 at the latest:"),
        (dt.date(2026, 7, 3), "Before we meet on Friday 3 July 2026, please ask LinkedIn for a copy of your data as "
                              "soon as you can:"),
    ],
)  # fmt: skip
def test_it_names_the_day_by_which_to_ask(day: dt.date | None, words: str) -> None:
    said = request_text("", day).splitlines()
    assert (said[0], said[2]) == ("Hello,", words)
