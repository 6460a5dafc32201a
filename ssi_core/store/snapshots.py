"""What a session freezes: the score, the model that made it, and what went into it."""

from __future__ import annotations

from typing import Any

from ssi_core.imported import Imported
from ssi_core.model.table import Model
from ssi_core.scoring import score
from ssi_core.store.codec import reading_data

SCHEMA = 1


def snapshot(found: Imported, model: Model | None = None) -> dict[str, Any]:
    """Freeze a member's score as it stands.

    Parameters
    ----------
    found : Imported
        The member.
    model : Model, optional
        An edited model; by default the published one.

    Returns
    -------
    dict
        ``score`` is the answer of ``ssi score --json``; ``model`` its version and the names of what was edited;
        ``inputs`` the counts and stocks of the files, what was said, and the official readings.
    """
    model = model or Model()
    result = score(found, model=model)
    stated = found.member.stated
    return {
        "schema": SCHEMA,
        "score": result.to_dict(),
        "model": {"version": model.version, "edits": [str(e) for e in result.edits]},
        "inputs": {
            "last_day": None if result.last_day is None else result.last_day.isoformat(),
            "counts": found.counts,
            "stocks": found.stocks,
            "checklist": {**found.member.profile.checklist, **stated.checklist},
            "seat": found.member.seat,
            "signals": dict(stated.signals),
            "answers": dict(stated.answers),
            "readings": [reading_data(r) for r in found.member.readings],
        },
    }


def scored(found: Imported) -> dict[str, Any]:
    """The score in short, as an import keeps it for the roster."""
    result = score(found)
    return {
        "as_of": result.as_of.isoformat(),
        "total": result.total,
        "interval": list(result.interval),
        "pillars": {p.key: p.points for p in result.pillars},
        "model_version": result.model_version,
        "calibrated": result.calibrated,
    }
