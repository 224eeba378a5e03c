"""What it takes to speak with the language server of an editor."""
