"""The JSON Schemas of pool-lint, as package data: pool_lint.schemas."""
