"""Tables: a result in, a frame that a person reads out."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from ssi_core import api

_BARS = st.column_config.ProgressColumn("Share of the cap", min_value=0, max_value=100, format="%.0f%%")


def signal_table(result: api.ScoreResult, pillar: str) -> pd.DataFrame:
    """Points per signal of one pillar."""
    rows = [s for s in result.signals if s.pillar == pillar]
    return pd.DataFrame(
        {
            "Signal": [s.label for s in rows],
            "Points": [f"{s.points:.1f} of {s.max:g}" for s in rows],
            "Share of the cap": [s.share * 100 for s in rows],
            "You have": [s.level_words for s in rows],
            "Where it comes from": [api.PROVENANCE_WORDS[s.provenance] for s in rows],
        }
    )


def show_signals(result: api.ScoreResult, pillar: api.PillarScore) -> None:
    """Draw the table of one pillar."""
    frame = signal_table(result, pillar.key)
    said = zip(frame["Signal"], frame["Points"], frame["Where it comes from"], strict=True)
    st.dataframe(
        frame,
        hide_index=True,
        column_config={
            "Signal": st.column_config.TextColumn(width="medium"),
            "Points": st.column_config.TextColumn(width="small"),
            "Share of the cap": _BARS,
            "You have": st.column_config.TextColumn(width="small"),
        },
        alt=f"{pillar.label}: " + "; ".join(f"{signal} {points}, {source}" for signal, points, source in said),
        key=f"signals-{pillar.key}",
    )


def show_ledger(found: api.Imported) -> None:
    """Draw what was done with each file."""
    # The table's own download button writes a CSV, in which a file's name must not run as a formula.
    st.dataframe(
        found.to_frame().map(api.harmless),
        hide_index=True,
        column_order=[
            "file", "what it is", "status", "rows read", "kept", "repaired", "duplicate", "rejected", "first day",
            "last day", "remarks", "in",
        ],
        column_config={
            "file": st.column_config.TextColumn(width="medium"),
            "remarks": st.column_config.TextColumn(width="large"),
            "in": st.column_config.TextColumn(width="medium"),
        },
        alt=found.sentence,
        key="ledger",
    )  # fmt: skip
