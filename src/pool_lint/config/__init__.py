"""Settings files and options: which rules run, and how documents are read."""
