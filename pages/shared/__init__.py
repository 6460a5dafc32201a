"""What screens share: session state, charts, tables."""
