"""The habits of a model: what may be edited, how it is saved, and where the edits count."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ssi_core.member import Member, Stated
from ssi_core.model.calibration import calibration
from ssi_core.model.habits import HABIT_KEYS, HABITS, MOST_A_WEEK, MOST_INVITATIONS, MOST_MINUTES
from ssi_core.model.response import Response
from ssi_core.model.signals import MODEL_VERSION
from ssi_core.model.table import Model
from ssi_core.model.whatif import Outlook
from tests.model.test_whatif import BUSY, LAST

HUGE = "1" * 400


def row(model: Model, key: str) -> tuple[float, float]:
    return next((h.minutes, h.at_most) for h in model.habits if h.key == key)


# ---------------------------------------------------------------------------------------------------------- the file


def test_the_published_model_has_the_published_habits() -> None:
    model = Model.from_toml("")
    assert model.habits == HABITS
    assert model.habit_edits == {}
    assert model.version == MODEL_VERSION


def test_minutes_and_ceilings_are_edited_one_by_one() -> None:
    model = Model.from_toml("[habits.comment]\nminutes = 6\nat_most = 3\n[habits.post]\nminutes = 12.5\n")
    assert row(model, "comment") == (6, 3)
    assert row(model, "post") == (12.5, 7)
    assert [h for h in model.habits if h.key not in ("comment", "post")] == [
        h for h in HABITS if h.key not in ("comment", "post")
    ]
    assert model.version == f"{MODEL_VERSION}+edited"
    assert model.edits == ("post minutes 30 -> 12.5", "comment minutes 3 -> 6", "comment at_most 70 -> 3")


def test_what_is_as_published_is_no_edit() -> None:
    assert Model.from_toml("[habits.comment]\nminutes = 3.0\nat_most = 70.0") == Model()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("habits = 3", r"habits must be a table: write \[habits\.<key>\]"),
        ("[habits]\ncomment = 3", "habits.comment must be a table with minutes or at_most"),
        ("[habits.commnt]\nminutes = 3", r"unknown habits \['commnt'\]: choose from post, article"),
        ("[habits.comment]\nminute = 3", "habits.comment has no 'minute': use minutes or at_most"),
        ("[habits.comment]\nfeeds = 3", "habits.comment has no 'feeds'"),
        ("[habits.comment]\nminutes = 0", "habits.comment.minutes is 0: give a number above 0, up to 10,080"),
        ("[habits.comment]\nminutes = 10081", "habits.comment.minutes is 10081: give a number above 0, up to 10,080"),
        ("[habits.comment]\nminutes = nan", "habits.comment.minutes is nan"),
        ("[habits.comment]\nminutes = true", "habits.comment.minutes is True"),
        ('[habits.comment]\nminutes = "6"', "habits.comment.minutes is '6'"),
        (f"[habits.comment]\nminutes = {HUGE}", "habits.comment.minutes is 1*: give"),
        ("[habits.comment]\nat_most = -1", "at_most is -1 a week: give a whole number from 0 to 1,000"),
        ("[habits.comment]\nat_most = 1001", "at_most is 1001 a week: give a whole number from 0 to 1,000"),
        ("[habits.comment]\nat_most = 2.5", "at_most is 2.5 a week: give a whole number"),
        ("[habits.comment]\nat_most = inf", "at_most is inf a week: give a whole number"),
        (f"[habits.comment]\nat_most = {HUGE}", "at_most is 1* a week: give a whole number"),
        ("[habits.invite]\nat_most = 101", "from 0 to 100; LinkedIn restricts accounts that send more invitations"),
        ("[habits.personal_note]\nat_most = 101", "from 0 to 100; each needs an invitation"),
        ("[habits.active_day]\nat_most = 8", "from 0 to 7; a week has seven days"),
    ],
)
def test_what_can_not_be_used_is_refused_with_value_limit_and_what_to_do(text: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        Model.from_toml(text)


ROWS = st.dictionaries(
    st.sampled_from(HABIT_KEYS),
    st.fixed_dictionaries(
        {}, optional={"minutes": st.floats(0.01, MOST_MINUTES), "at_most": st.integers(0, 7)}
    ),
)  # fmt: skip


@given(rows=ROWS, window=st.integers(30, 180))
def test_a_saved_model_reads_back_the_same(rows: dict[str, dict[str, float]], window: int) -> None:
    model = Model.edited({}, window, habits=rows)
    assert Model.from_toml(model.to_toml()) == model
    assert Model.edited({}, window, habits=model.habit_edits) == model
    assert Model.edited({}, window).with_habits(rows) == model
    assert model.with_habits({}) == Model.edited({}, window)


def test_the_published_file_names_every_number_as_a_remark() -> None:
    text = Model().to_toml()
    assert Model.from_toml(text) == Model()
    for h in HABITS:
        assert f"# [habits.{h.key}]\n# minutes = {h.minutes!r}\n# at_most = {h.at_most!r}\n" in text


def test_a_model_that_differs_in_a_habit_is_another_model() -> None:
    edited = Model().with_habits({"comment": {"minutes": 6}})
    assert edited != Model()
    assert edited.with_habits({}) == Model()
    assert hash(edited.with_habits({})) == hash(Model())


def test_habits_stand_in_the_order_of_the_table() -> None:
    with pytest.raises(ValueError, match="habits must be the table's, in its order: post, article"):
        Model(habits=HABITS[::-1])


# ------------------------------------------------------------------------------------------------ where they count


def outlook(member: Member, model: Model) -> Outlook:
    return Outlook(calibration(member, model), LAST)


DOUBLE = {h.key: {"minutes": 2 * h.minutes} for h in HABITS}


def test_time_twice_as_long_for_all_leaves_what_others_give_as_it_is() -> None:
    # What others give goes on in proportion to the time spent: the proportion is the same.
    now = np.array([o.weekly for o in BUSY.learnt.own])
    for share in (0.0, 0.3, 1.0, 2.0):
        np.testing.assert_allclose(
            outlook(BUSY.member, Model().with_habits(DOUBLE)).rates(share * now), BUSY.rates(share * now)
        )


def test_what_others_give_goes_by_the_models_own_minutes() -> None:
    # Whoever keeps only their comments keeps the share of time that comments take, by the model in use.
    model = Model().with_habits({"comment": {"minutes": 60}})
    longer, own = outlook(BUSY.member, model), BUSY.learnt.weekly
    only = np.array([own[key] if key == "comment" else 0.0 for key in HABIT_KEYS])
    for one, minutes in ((BUSY, 3), (longer, 60)):
        spent = sum(h.minutes * own[h.key] for h in one.model.habits)
        share = minutes * own["comment"] / spent
        assert 0 < share < 1
        expected = only @ one.learnt.each + one.learnt.passive * share
        np.testing.assert_allclose(one.rates(only), expected)
    assert longer.rates(only).sum() > BUSY.rates(only).sum()


def test_a_plan_takes_the_models_minutes_unless_told_otherwise() -> None:
    one = outlook(BUSY.member, Model().with_habits({"comment": {"minutes": 6}}))
    at = HABIT_KEYS.index("comment")
    assert Response(one, LAST + 91).minutes[at] == 6
    assert Response(one, LAST + 91, {"comment": 1.0}).minutes[at] == 1
    assert Response(BUSY, LAST + 91).minutes[at] == 3


def test_a_ceiling_holds_down_to_the_members_own_rate() -> None:
    said = Member(stated=Stated(answers={"comment": 5.0, "post": 1.0, "connections": 400.0}), last_day=LAST)
    low = {"comment": {"at_most": 3}, "react": {"at_most": 3}, "repost": {"at_most": 0}, "post": {"at_most": 0}}
    response = Response(outlook(said, Model().with_habits(low)), LAST + 70)
    most = dict(zip(HABIT_KEYS, response.most, strict=True))
    assert most["comment"] == 50  # five a week, as they do already, for ten weeks
    assert most["post"] == 10
    assert set(response.without) <= {"react", "repost"}
    weekly = response.outlook.learnt.weekly
    assert most["react"] == int(max(3, weekly["react"]) * 10 + 1e-9)
    assert most["repost"] == int(weekly["repost"] * 10 + 1e-9)


def test_no_invitations_allowed_bear_no_notes() -> None:
    nobody = Member(last_day=LAST)
    response = Response(outlook(nobody, Model().with_habits({"invite": {"at_most": 0}})), LAST + 70)
    most = dict(zip(HABIT_KEYS, response.most, strict=True))
    assert (most["invite"], most["personal_note"]) == (0, 0)
    assert "invite" in response.without


def test_limits_are_those_that_are_told() -> None:
    highest = {h.key: {"minutes": MOST_MINUTES, "at_most": MOST_A_WEEK} for h in HABITS}
    for key in ("invite", "personal_note"):
        highest[key]["at_most"] = MOST_INVITATIONS
    highest["active_day"]["at_most"] = 7
    model = Model().with_habits(highest)
    assert {h.minutes for h in model.habits} == {MOST_MINUTES}
