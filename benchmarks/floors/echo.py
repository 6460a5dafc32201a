"""A page that only says what its slider stands at."""

from __future__ import annotations

import streamlit as st

st.title("Echo")
value = st.slider("Echo", 0, 40, 10)
with st.container(key="projected"):
    st.header(str(value))
