"""Rules: what one is made of, how it is documented, and those that are built in."""
