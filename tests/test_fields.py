"""What a person may set: every signal once, with what the files say beside it."""

from __future__ import annotations

import pytest

from ssi_core import api
from ssi_core.fields import checklist, fields
from ssi_core.model.signals import SIGNALS
from ssi_core.model.table import Model


@pytest.fixture(scope="module")
def sample() -> api.Imported:
    return api.read(api.sample_files())


def by_key(found: api.Imported, files: api.Imported | None, model: Model | None = None) -> dict[str, api.Field]:
    return {f.key: f for f in fields(files, api.score(found, model=model), model)}


def test_every_signal_is_open_but_the_checklist_and_what_a_rule_decides(sample: api.Imported) -> None:
    assert set(by_key(sample, sample)) == {s.key for s in SIGNALS} - {"profile_completeness", "leads_saved"}
    seated = api.with_stated(sample, api.Stated(seat=True))
    assert "leads_saved" in by_key(seated, sample)


def test_what_the_files_say_stands_beside_what_was_typed(sample: api.Imported) -> None:
    typed = api.with_stated(sample, api.Stated(signals={"connections": 12.0, "reply_rate": 0.5}))
    field = by_key(typed, sample)["connections"]
    assert (field.level, field.from_files, field.typed, field.provenance) == (12.0, 1900.0, True, "self_reported")
    assert field.words == "you told us; your files show 1,900"
    assert field.start == 1900
    untouched = by_key(sample, sample)["connections"]
    assert (untouched.level, untouched.typed, untouched.words) == (1900.0, False, "from your files")


def test_what_nobody_knows_stands_at_its_likely_level(sample: api.Imported) -> None:
    field = by_key(sample, sample)["active_groups"]
    score = next(s for s in api.score(sample).signals if s.key == "active_groups")
    assert field.level is None
    assert field.from_files is None
    assert field.likely == pytest.approx(score.points / score.max * 5)
    assert field.words.startswith("not known: counts as ")


def test_setting_a_field_to_what_it_stands_at_changes_nothing(sample: api.Imported) -> None:
    # For every window: a level is said per 90 days, whatever the model's window.
    for window in (90, 45):
        model = Model(window=window)
        field = by_key(sample, sample, model)["comments_given"]
        assert field.level is not None
        again = api.with_stated(sample, api.Stated(signals={"comments_given": field.level}))
        points = {s.key: s.points for s in api.score(again, model=model).signals}
        assert points["comments_given"] == pytest.approx(field.points)


def test_a_slider_ends_beyond_enough_on_a_round_number(sample: api.Imported) -> None:
    tops = {key: f.top for key, f in by_key(sample, sample).items()}
    assert tops["comments_given"] == 380  # 1.5 x 250 = 375
    assert tops["articles"] == 5  # 1.5 x 3 = 4.5
    assert tops["reply_rate"] == 1


def test_the_checklist_is_filled_in_from_the_export_and_says_what_an_item_is_worth(sample: api.Imported) -> None:
    typed = api.with_stated(sample, api.Stated(checklist={"photo": False, "custom_address": True}))
    items = {i.key: i for i in checklist(typed)}
    assert (items["photo"].state, items["photo"].provenance) == (False, "self_reported")
    assert (items["custom_address"].state, items["custom_address"].provenance) == (True, "self_reported")
    assert (items["about"].state, items["about"].provenance) == (True, "measured")
    assert items["photo"].points == pytest.approx(1.35)  # 9 points x .15
    assert sum(i.points for i in items.values()) == pytest.approx(9)


def test_the_checklist_of_someone_without_files_is_open() -> None:
    items = checklist(api.read([], stated=api.Stated(answers={"connections": 300})))
    assert {i.state for i in items} == {None}
    assert {i.provenance for i in items} == {"missing"}
