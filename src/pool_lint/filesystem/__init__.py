"""Paths, files and bytes, within the promises about links and devices."""
