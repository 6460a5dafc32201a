"""Tables: a result in, a frame that a person reads out."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from pages.shared.words import plain
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
    st.dataframe(
        frame,
        hide_index=True,
        column_config={
            "Signal": st.column_config.TextColumn(width="medium"),
            "Points": st.column_config.TextColumn(width="small"),
            "Share of the cap": _BARS,
            "You have": st.column_config.TextColumn(width="small"),
        },
        # The name of its tools as well, each of which says it again: the cells speak for themselves.
        alt=f"{pillar.label}, points per signal",
        key=f"signals-{pillar.key}",
    )


#: Files that can't be used which are named above the table.
_NAMED = 5

_LEDGER = {
    "file": st.column_config.TextColumn("File", width="medium", pinned=True),
    "what it is": st.column_config.TextColumn("What it is", width="medium"),
    "status": st.column_config.TextColumn("Status", width=110),
    "rows read": st.column_config.NumberColumn("Rows read", format="localized", width=85),
    "kept": st.column_config.NumberColumn("Kept", format="localized", width=85),
    "repaired": st.column_config.NumberColumn("Repaired", format="localized", width=85),
    "duplicate": st.column_config.NumberColumn("There twice", format="localized", width=85),
    "rejected": st.column_config.NumberColumn("Left out", format="localized", width=85),
    "bytes given up": st.column_config.NumberColumn("Bytes given up", format="localized", width="small"),
    "first day": st.column_config.DateColumn("First day", format="localized", width="small"),
    "last day": st.column_config.DateColumn("Last day", format="localized", width="small"),
    "remarks": st.column_config.TextColumn("Remarks, with example rows", width="large"),
    "what to do": st.column_config.TextColumn("What to do", width="medium"),
    "encoding": st.column_config.TextColumn("Encoding", width="small"),
    "delimiter": st.column_config.TextColumn("Delimiter", width="small"),
    "in": st.column_config.TextColumn("In", width="medium"),
}


def ledger_table(found: api.Imported) -> pd.DataFrame:
    """The ledger with days as days and columns in a reader's order; columns without a word are left out."""
    # The table's own download button writes a CSV, in which a file's name must not run as a formula.
    frame = found.to_frame().map(api.harmless)[list(_LEDGER)]
    for column in ("first day", "last day"):
        frame[column] = pd.to_datetime(frame[column], errors="coerce").dt.date
    silent = [c for c in ("what to do", "in") if not frame[c].any()]
    return frame.drop(columns=silent)


def show_trouble(found: api.Imported) -> None:
    """Name what could not be used, why, and what to do, before the table of everything."""
    lines = []
    for entry in found.lines:
        if entry.status == "unreadable" or entry.unknown is not None:
            base = entry.name.rpartition("/")[2]
            why = "; ".join(dict.fromkeys(n.message for n in entry.notes)).removeprefix(f"{entry.name}: ")
            lines.append(f"- **{plain(base)}**: {plain(why)}. {plain(api.advice(entry))}".rstrip())
    more = len(lines) - _NAMED
    if more > 0:
        lines[_NAMED:] = [f"- and {more} more, at the top of the table"]
    if lines:
        st.warning("Not used:\n" + "\n".join(lines), icon=":material/warning:")


def show_ledger(found: api.Imported) -> None:
    """Draw what was done with each file."""
    st.dataframe(
        ledger_table(found), hide_index=True, column_config=_LEDGER, alt="What was done with each file",
        key="ledger",
    )  # fmt: skip
