"""Lint Huawei Cloud ModelArts resource pool manifests.

>>> import pool_lint
>>> pool_lint.lint_text("kind: ConfigMap")
[]
"""

TYPE_CHECKING = False  # not imported: see below

# The public names are listed once, in `api.__all__`.
if TYPE_CHECKING:
    from pool_lint.api import *  # noqa: F403
    from pool_lint.api import __all__ as __all__
else:  # with `__getattr__`, a type checker would assume that every name exists

    def __getattr__(name: str) -> object:
        """Import the API when one of its names is first used.

        `python -m pool_lint` runs this file before `__main__` removes the working
        directory from the path. So this file must not import anything at start-up.
        """
        if not name.startswith("__") or name in {"__all__", "__version__"}:
            import pool_lint.api as api  # noqa: PLC0415, PLR0402 - see above

            if name == "__all__" or name in api.__all__:
                return getattr(api, name)
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)

    def __dir__() -> list[str]:
        return list(__getattr__("__all__"))
