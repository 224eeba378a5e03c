"""Many files: discovery, processes, baseline and fixed files."""
