"""Tiny Streamlit apps: what no app of its kind can go below, on this machine and in this run."""
