"""Validate documents against the schemas, and look up fields in the schemas."""
