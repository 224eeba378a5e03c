"""The rules of pool-lint, one file each."""
