"""Bytes in, a member and a ledger out: the reading of LinkedIn's own export files."""
