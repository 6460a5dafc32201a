"""An invented member's files, and the seeded script that makes them."""
