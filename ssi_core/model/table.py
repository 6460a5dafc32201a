"""The tables of signals and habits, possibly edited by the user, and the file that holds the edits."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ssi_core.model.habits import (
    HABIT_KEYS,
    HABITS,
    Habit,
    edited_habits,
    habit_differences,
    habit_edits,
    habits_toml,
)
from ssi_core.model.signals import CURVES, MODEL_VERSION, PILLAR_KEYS, PILLAR_MAX, SIGNALS, WINDOW, WINDOW_RANGE, Signal


@dataclass(frozen=True)
class Model:
    """The table as one set of arrays, possibly edited by the user.

    Attributes
    ----------
    signals : tuple of Signal
        K rows.
    window : int
        Look-back window in days, 30 to 180. Caps of window signals scale with window / 90.
    curve : {"ramp", "saturating"}
        How a level becomes points.
    edits : tuple of str
        What the user changed, in words; empty for the published model.
    habits : tuple of Habit
        What an action takes and how often it may be done, in the order of the habit table. No score depends on it.
    """

    signals: tuple[Signal, ...] = SIGNALS
    window: int = WINDOW
    curve: str = "ramp"
    edits: tuple[str, ...] = field(default=())
    # Habits hold mappings, which have no hash; models that differ in nothing else are still unequal.
    habits: tuple[Habit, ...] = field(default=HABITS, hash=False)

    def __post_init__(self) -> None:
        low, high = WINDOW_RANGE
        if not low <= self.window <= high:
            raise ValueError(f"a window of {self.window} days is outside {low} to {high}: choose one within")
        if self.curve not in CURVES:
            raise ValueError(f"no curve {self.curve!r}: choose {' or '.join(CURVES)}")
        for s in self.signals:
            if not (np.isfinite(s.max) and s.max >= 0):
                raise ValueError(f"{s.key}: max {s.max} must be 0 or more")
            if not (np.isfinite(s.enough) and s.enough > 0):
                raise ValueError(f"{s.key}: enough {s.enough} must be above 0")
            if not 0 < s.typical < 1:
                raise ValueError(f"{s.key}: typical {s.typical} must lie between 0 and 1")
        for pillar, total in zip(PILLAR_KEYS, self.max @ self.membership, strict=True):
            if abs(total - PILLAR_MAX) > 1e-9:
                raise ValueError(f"the weights of {pillar} sum to {total:g}, not 25: adjust them")
        if tuple(h.key for h in self.habits) != HABIT_KEYS:
            raise ValueError(f"habits must be the table's, in its order: {', '.join(HABIT_KEYS)}")

    @property
    def version(self) -> str:
        """The published version, with ``+edited`` where the user changed it."""
        return MODEL_VERSION + ("+edited" if self.edits else "")

    @cached_property
    def max(self) -> NDArray[np.float64]:
        """(K,) points at the cap."""
        return np.array([s.max for s in self.signals], float)

    @cached_property
    def enough(self) -> NDArray[np.float64]:
        """(K,) level at the cap, window signals scaled to this model's window."""
        return self.enough_for(self.window)

    def enough_for(self, window: int) -> NDArray[np.float64]:
        """(K,) level at the cap for a window of that many days."""
        scale = [window / WINDOW if s.kind == "window" else 1.0 for s in self.signals]
        caps: NDArray[np.float64] = np.array([s.enough for s in self.signals], float) * np.array(scale)
        return caps

    @cached_property
    def typical(self) -> NDArray[np.float64]:
        """(K,) typical share of the cap."""
        return np.array([s.typical for s in self.signals], float)

    @cached_property
    def membership(self) -> NDArray[np.float64]:
        """(K, 4) one where the signal belongs to the pillar."""
        return np.array([[float(s.pillar == p) for p in PILLAR_KEYS] for s in self.signals])

    def to_toml(self) -> str:
        """The model as a file for ``--model``: what differs from the published one, the rest as remarks.

        :meth:`from_toml` reads it back to an equal model.
        """
        lines = [f"# SSI Coach model {self.version}. A pillar's weights sum to 25; enough: level at the cap."]
        lines += [f"window = {self.window}  # days, {WINDOW_RANGE[0]} to {WINDOW_RANGE[1]}", f'curve = "{self.curve}"']
        for s, published in zip(self.signals, SIGNALS, strict=True):
            changed = [n for n in _EDITABLE if getattr(s, n) != getattr(published, n)]
            lines += ["", f"[signals.{s.key}]"] if changed else ["", f"# [signals.{s.key}]"]
            lines += [("" if n in changed else "# ") + f"{n} = {getattr(s, n)!r}" for n in _EDITABLE]
        lines += ["", "# Habits: minutes an action takes, and how often a week it may be done; 0 leaves it out."]
        return "\n".join([*lines, *habits_toml(self.habits)]) + "\n"

    @classmethod
    def from_toml(cls, text: str) -> Model:
        """Read an edited model.

        Parameters
        ----------
        text : str
            TOML with any of ``window`` (days, 30 to 180), ``curve`` (``"ramp"`` or ``"saturating"``) and a table
            ``[signals.<key>]`` with ``max``, ``enough`` or ``typical``. The weights of a pillar must sum to 25. A table
            ``[habits.<key>]`` holds ``minutes`` (above 0, up to 10,080) or ``at_most`` (whole actions a week).

        Raises
        ------
        ValueError
            If the text is not TOML, names an unknown key, or holds a value out of range.
        """
        try:
            data = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            raise ValueError(f"the model file is not TOML: {error}") from None
        unknown = set(data) - {"window", "curve", "signals", "habits"}
        if unknown:
            raise ValueError(f"the model file has unknown keys {sorted(unknown)}: use window, curve, signals, habits")
        rows = data.get("signals", {})
        if not isinstance(rows, dict):
            raise ValueError("signals must be a table: write [signals.<key>]")
        return cls.edited(rows, data.get("window", WINDOW), data.get("curve", "ramp"), habits=data.get("habits", {}))

    @classmethod
    def edited(
        cls,
        rows: Mapping[str, Any],
        window: Any = WINDOW,
        curve: Any = "ramp",
        balance: bool = False,
        habits: Mapping[str, Any] | None = None,
    ) -> Model:
        """Make an edited model.

        Parameters
        ----------
        rows : mapping of str to mapping
            By signal key, any of ``max``, ``enough`` and ``typical``.
        window : int
            Days, 30 to 180.
        curve : {"ramp", "saturating"}
            How a level becomes points.
        balance : bool
            Whether the weights of a pillar that `rows` leaves alone grow or shrink together, so that they sum to 25.
        habits : mapping of str to mapping, optional
            By habit, either or both of ``minutes`` and ``at_most``.

        Raises
        ------
        ValueError
            If a key is unknown, a value out of range, or a pillar's weights do not sum to 25.
        """
        unknown = sorted(set(rows) - {s.key for s in SIGNALS})
        if unknown:
            raise ValueError(f"the model file names unknown signals {unknown}: use the keys of the signal table")
        if not isinstance(window, int) or isinstance(window, bool):
            raise ValueError(f"window {window!r} must be a whole number of days, 30 to 180")
        signals = [replace(s, **_edited(s, rows.get(s.key, {}))) for s in SIGNALS]
        if balance:
            touched = {s.key for s, published in zip(signals, SIGNALS, strict=True) if s.max != published.max}
            signals = _balanced(signals, touched)
        done = edited_habits({} if habits is None else habits)
        edits = (*_differences(signals, window, curve), *habit_differences(done))
        return cls(tuple(signals), window, curve, edits, done)

    def with_habits(self, rows: Mapping[str, Any]) -> Model:
        """The same model with other minutes and ceilings in place of its own.

        Parameters
        ----------
        rows : mapping of str to mapping
            By habit, either or both of ``minutes`` and ``at_most``; what it does not name is as published.

        Raises
        ------
        ValueError
            If a habit or a key is unknown, or a value out of range.
        """
        habits = edited_habits(rows)
        edits = (*_differences(self.signals, self.window, self.curve), *habit_differences(habits))
        return replace(self, habits=habits, edits=edits)

    @property
    def habit_edits(self) -> dict[str, dict[str, float]]:
        """What differs from the published minutes and ceilings, by habit."""
        return habit_edits(self.habits)

    def edits_of(self) -> dict[str, dict[str, float]]:
        """What differs from the published signal table, by signal key."""
        return {
            s.key: changed
            for s, published in zip(self.signals, SIGNALS, strict=True)
            if (changed := {n: getattr(s, n) for n in _EDITABLE if getattr(s, n) != getattr(published, n)})
        }


_EDITABLE = ("max", "enough", "typical")


def _balanced(signals: Sequence[Signal], touched: Set[str]) -> list[Signal]:
    out = list(signals)
    for pillar in PILLAR_KEYS:
        mine = [s for s in signals if s.pillar == pillar]
        left = PILLAR_MAX - sum(s.max for s in mine if s.key in touched)
        free = sum(s.max for s in mine if s.key not in touched)
        if left < 0 or (free == 0 and left > 0):
            raise ValueError(f"the weights given for {pillar} sum to {PILLAR_MAX - left:g}, not 25: adjust them")
        if any(s.key in touched for s in mine) and free:
            scaled = {s.key: replace(s, max=s.max * left / free) for s in mine if s.key not in touched}
            out = [scaled.get(s.key, s) for s in out]
    return out


def _differences(signals: Sequence[Signal], window: int, curve: str) -> tuple[str, ...]:
    edits = [f"window {window} days"] if window != WINDOW else []
    edits += [f"curve {curve}"] if curve != "ramp" else []
    for s, published in zip(signals, SIGNALS, strict=True):
        edits += [
            f"{s.key} {n} {getattr(published, n):g} -> {getattr(s, n):g}"
            for n in _EDITABLE
            if getattr(s, n) != getattr(published, n)
        ]
    return tuple(edits)


def _edited(signal: Signal, row: Any) -> dict[str, Any]:
    if not isinstance(row, Mapping):
        raise ValueError(f"signals.{signal.key} must be a table with max, enough or typical")
    changed: dict[str, Any] = {}
    for name, value in row.items():
        if name not in _EDITABLE:
            raise ValueError(f"signals.{signal.key} has no {name!r}: use max, enough or typical")
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not abs(value) < 1e12:
            raise ValueError(f"signals.{signal.key}.{name} is {value!r}: give a number")
        if value != getattr(signal, name):
            changed[name] = float(value)
    return changed
