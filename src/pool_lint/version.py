"""The version, once; reading the package's metadata would cost start-up time."""

__version__ = "0.1.0"
