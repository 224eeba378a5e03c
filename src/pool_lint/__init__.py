"""Find every mistake in a ModelArts resource pool manifest before it is sent.

>>> import pool_lint
>>> pool_lint.lint_text("kind: ConfigMap")
[]
"""

TYPE_CHECKING = False  # not imported: see below

if TYPE_CHECKING:
    from pool_lint.api import (
        CatalogError,
        Config,
        Finding,
        FixResult,
        FixStep,
        InvalidManifest,
        InvalidManifestError,
        Kind,
        Limits,
        MalformedCatalog,
        MandatoryRule,
        MandatoryRuleError,
        PoolLintError,
        Report,
        RunOptions,
        Severity,
        Step,
        UnknownRule,
        UnknownRuleError,
        Workspace,
        ensure_valid,
        fix_text,
        lint_data,
        lint_paths,
        lint_text,
    )
    from pool_lint.model.version import __version__

__all__ = [
    "CatalogError",
    "Config",
    "Finding",
    "FixResult",
    "FixStep",
    "InvalidManifest",
    "InvalidManifestError",
    "Kind",
    "Limits",
    "MalformedCatalog",
    "MandatoryRule",
    "MandatoryRuleError",
    "PoolLintError",
    "Report",
    "RunOptions",
    "Severity",
    "Step",
    "UnknownRule",
    "UnknownRuleError",
    "Workspace",
    "__version__",
    "ensure_valid",
    "fix_text",
    "lint_data",
    "lint_paths",
    "lint_text",
]


def __dir__() -> list[str]:
    return __all__


def __getattr__(name: str) -> object:
    """Import the API when it is first asked for.

    `python -m pool_lint` runs this file before `__main__` can take the working
    directory off the path, so nothing may be imported here.
    """
    if name not in __all__:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    from pool_lint import api  # noqa: PLC0415 - see above

    return getattr(api, name)
