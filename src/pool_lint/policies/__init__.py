"""Policies: rules that settings files define, compiled to JSON Schema."""
