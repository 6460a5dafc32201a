"""A bare page with one chart."""

from __future__ import annotations

import plotly.graph_objects as go
import streamlit as st

st.title("One chart")
st.plotly_chart(go.Figure(go.Bar(x=[19, 10, 13, 22], y=["a", "b", "c", "d"], orientation="h")), alt="Four bars")
