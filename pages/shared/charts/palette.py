"""Colours and settings that charts share."""

from __future__ import annotations

from collections.abc import Mapping

# Okabe and Ito's, which every common kind of colour blindness keeps apart and which read on light and dark alike; the
# gap is a pale grey with a pattern. Never colour alone: a pattern, a dash or a sign says the same.
BLUE = "#0072B2"
ORANGE = "#D55E00"
GREEN = "#009E73"
PURPLE = "#CC79A7"
SKY = "#56B4E9"
AMBER = "#E69F00"
GAP = "rgba(128, 128, 128, 0.18)"
LINE = "rgba(128, 128, 128, 0.9)"
BAND = "rgba(0, 114, 178, 0.18)"

#: For ``st.plotly_chart(config=...)``: no tool bar over the picture.
QUIET: Mapping[str, object] = {"displayModeBar": False}
