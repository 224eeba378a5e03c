"""Paths, files and bytes, safe with links and devices."""
