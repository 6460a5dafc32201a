"""What a member said, held against what their files show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from ssi_core.imported import Imported
from ssi_core.member import Stated, day_number
from ssi_core.model.habits import HABITS
from ssi_core.model.history import MEASURED, PROXY, levels_on
from ssi_core.model.signals import INDEX, SIGNALS
from ssi_core.model.table import Model

#: What a habit's actions are called, for "5 comments a week", and the signal that counts just them.
COUNTED: Mapping[str, tuple[str, str]] = {
    "post": ("posts", "original_posts"),
    "article": ("articles", "articles"),
    "comment": ("comments", "comments_given"),
    "react": ("reactions", "reactions_given"),
    "search": ("searches", "people_searches"),
    "view_profile": ("profiles viewed", "profile_views_made"),
    "save_lead": ("leads saved", "leads_saved"),
    "message": ("messages", "messages_sent"),
    "active_day": ("active days", "active_days"),
}


@dataclass(frozen=True)
class Heard:
    """One answer beside what the files show.

    Attributes
    ----------
    key : str
        Habit or signal.
    label : str
        What is counted.
    said, shown : float
        Actions a week for a habit; else the signal's own unit.
    weekly : bool
        Whether they are a week's.
    ratio : bool
        Whether they are shares, 0 to 1.
    """

    key: str
    label: str
    said: float
    shown: float
    weekly: bool
    ratio: bool = False

    @property
    def words(self) -> str:
        """``you said 5 comments a week; your files show 1.8``."""
        if self.ratio:
            return f"{self.label}: you said {self.said:.0%}; your files show {self.shown:.0%}"
        if self.weekly:
            return f"you said {_number(self.said)} {self.label} a week; your files show {_number(self.shown)}"
        return f"{self.label}: you said {_number(self.said)}; your files show {_number(self.shown)}"


def _number(value: float) -> str:
    # One decimal below ten, where a half more or less matters.
    return f"{value:,.0f}" if value >= 10 or float(value).is_integer() else f"{value:.1f}"


def heard(found: Imported, model: Model | None = None) -> tuple[Heard, ...]:
    """Hold answers and typed levels against the files, where both speak.

    Parameters
    ----------
    found : Imported
        A member with files and with something stated.
    model : Model, optional
        Its window is the one looked at; by default the published one.

    Returns
    -------
    tuple of Heard
        The furthest off first, as a share of the larger of the two; blank where nothing can be compared.
    """
    model = model or Model()
    said = {**found.member.stated.answers, **found.member.stated.signals}
    silent = replace(found.member, stated=Stated(seat=found.member.seat))
    levels = levels_on(silent, model, [day_number(found.as_of)])
    told = np.isin(levels.provenance[0], (MEASURED, PROXY))
    out = []
    for key, value in said.items():
        if key in COUNTED:
            label, signal = COUNTED[key]
            shown, weekly = levels.values[0, INDEX[signal]] * 7 / model.window, True
        elif key in INDEX:
            label, signal, weekly = SIGNALS[INDEX[key]].label, key, False
            shown = levels.values[0, INDEX[key]]
        else:
            continue
        if told[INDEX[signal]]:
            ratio = not weekly and SIGNALS[INDEX[signal]].kind in ("ratio", "share")
            out.append(Heard(key, label, float(value), float(shown), weekly, ratio))
    order = [h.key for h in HABITS] + list(INDEX)
    return tuple(sorted(out, key=lambda h: (-abs(h.said - h.shown) / max(h.said, h.shown, 1e-9), order.index(h.key))))
