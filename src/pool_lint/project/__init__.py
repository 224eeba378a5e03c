"""Lint and fix many files: discovery, processes, baseline and workspace."""
