"""The built-in rules about changes: every file is one rule."""
