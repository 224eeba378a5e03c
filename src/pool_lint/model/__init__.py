"""The basic types: pointers, locations, problems, findings, fixes and reports."""
