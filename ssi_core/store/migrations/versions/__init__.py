"""Revisions, oldest first; each is a step that only goes forward."""
