"""The language server: the protocol of editors on top of a session."""
