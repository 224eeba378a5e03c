"""What every package speaks of: pointers, locations, problems, findings, reports."""
