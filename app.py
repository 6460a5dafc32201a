"""The app's first file, which Streamlit runs: the frame, and in it the page that was asked for."""

from __future__ import annotations

from pages.shared import frame

frame.run()
