"""A page that draws lines where its slider says, and thinks about nothing."""

from __future__ import annotations

import plotly.graph_objects as go
import streamlit as st

_WEEKS = list(range(27))

st.title("Echo, drawn")


@st.fragment
def _echo() -> None:
    value = st.slider("Echo", 0, 40, 10)
    with st.container(key="projected"):
        st.header(str(value))
    figure = go.Figure()
    figure.add_scatter(x=_WEEKS, y=[value + 12] * 27, mode="lines", line={"width": 0})
    figure.add_scatter(x=_WEEKS, y=[value] * 27, mode="lines", line={"width": 0}, fill="tonexty")
    figure.add_scatter(x=_WEEKS, y=[8] * 27, mode="lines", name="stop")
    figure.add_scatter(x=_WEEKS, y=[16] * 27, mode="lines", name="as now")
    figure.add_scatter(x=_WEEKS, y=[value + week / 4 for week in _WEEKS], mode="lines", name="so")
    figure.update_layout(yaxis={"range": [0, 60]}, height=340)
    st.plotly_chart(figure, key="projection", alt="Lines")


_echo()
