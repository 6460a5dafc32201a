"""Coaching records: members, sessions, commitments, in SQLite or PostgreSQL. Nothing is written before Save."""
