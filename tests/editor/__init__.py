"""A client for the yaml-language-server, and files to install it."""
