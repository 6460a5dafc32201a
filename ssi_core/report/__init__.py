"""What a client keeps: one report object, laid out in blocks, written as HTML or as PDF."""
