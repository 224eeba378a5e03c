"""Generates parts of README.md and docs/, and checks these pages."""
