"""Generates README.md and docs/, and finds what is wrong with them."""
