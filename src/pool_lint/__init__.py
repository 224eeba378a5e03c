"""Find every mistake in a ModelArts resource pool manifest before it is sent.

>>> import pool_lint
>>> pool_lint.lint_text("kind: ConfigMap")
[]
"""

TYPE_CHECKING = False  # not imported: see below

# The names that can be imported are listed once, in `api.__all__`.
if TYPE_CHECKING:
    from pool_lint.api import *  # noqa: F403
    from pool_lint.api import __all__ as __all__
else:  # a type checker would take `__getattr__` as a promise that every name exists

    def __getattr__(name: str) -> object:
        """Import the API when a name of it is first asked for.

        `python -m pool_lint` runs this file before `__main__` can take the working
        directory off the path, so nothing may be imported here.
        """
        if not name.startswith("__") or name in {"__all__", "__version__"}:
            import pool_lint.api as api  # noqa: PLC0415, PLR0402 - see above

            if name == "__all__" or name in api.__all__:
                return getattr(api, name)
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)

    def __dir__() -> list[str]:
        return list(__getattr__("__all__"))
