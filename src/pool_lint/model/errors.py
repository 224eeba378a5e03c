"""All errors that pool-lint raises, with one base class.

Errors are pickled between processes. So each passes exactly its own arguments to the
base class.
"""

from __future__ import annotations

from pool_lint.model.finding import Finding
from pool_lint.model.location import Span
from pool_lint.model.pointer import Pointer, path
from pool_lint.model.text import escape, quote


class PoolLintError(Exception):
    """The base class of all errors of pool-lint."""


class InternalError(PoolLintError):
    """Two parts of the linter disagree, which is a bug."""


class WorkerError(PoolLintError, RuntimeError):
    """A worker process ended before its work was done."""


class ReadError(PoolLintError):
    """An input cannot be read. ``file`` is its path as given, ``reason`` the cause."""

    def __init__(self, file: str, reason: str) -> None:
        super().__init__(file, reason)
        self.file = file
        self.reason = reason

    def __str__(self) -> str:
        """Return the file and the reason in one line."""
        return f"{self.file}: {self.reason}"


class DecodeError(PoolLintError):
    """The bytes of a file are not valid text.

    ``text`` is the content with invalid bytes as Latin-1. ``offset`` is the index of
    the first invalid byte in ``text``, in code points.
    """

    def __init__(self, reason: str, before: str, rest: bytes) -> None:
        super().__init__(reason, before, rest)
        self.reason = reason
        self.offset = len(before.removeprefix("\ufeff"))
        self.text = before + rest.decode("latin-1")

    def __str__(self) -> str:
        """Return the reason."""
        return self.reason


class LimitError(PoolLintError):
    """A file exceeds a limit.

    ``limit`` is a field of ``Limits``, ``most`` its value, ``span`` the place where the
    limit is exceeded, if known.
    """

    def __init__(self, limit: str, most: int, span: Span | None = None) -> None:
        super().__init__(limit, most, span)
        self.limit = limit
        self.most = most
        self.span = span


class WriteError(PoolLintError):
    """A file cannot be written. The text is the reason."""


class OutputError(PoolLintError, ValueError):
    """A report file cannot be written. The text is the reason."""


class _PlacedError(PoolLintError, ValueError):
    """A file is invalid at ``place``, for ``reason``."""

    def __init__(self, place: str, reason: str) -> None:
        super().__init__(place, reason)
        self.place = place
        self.reason = reason

    def __str__(self) -> str:
        """Return the place and the reason in one line."""
        return f"{self.place}: {self.reason}"


class SettingsError(_PlacedError):
    """A settings file is invalid.

    ``place`` is the file, with the line if known; ``reason`` is the problem.
    """

    @property
    def file(self) -> str:
        """The path of the settings file."""
        file, colon, line = self.place.rpartition(":")
        return file if colon and line.isdecimal() else self.place

    @property
    def line(self) -> int:
        """The 1-based line, 0 if it is not known."""
        line = self.place.removeprefix(self.file).removeprefix(":")
        return int(line) if line else 0


class PolicyError(SettingsError):
    """A policy is invalid. ``place`` is the file with the line, ``policy`` the ID."""

    def __init__(self, place: str, reason: str, policy: str) -> None:
        super().__init__(place, reason)
        self.args = (place, reason, policy)
        self.policy = policy

    def __str__(self) -> str:
        """Return the place, the policy and the reason in one line."""
        return f"{self.place}: policy {self.policy}: {self.reason}"


class GlobError(PoolLintError, ValueError):
    """A glob that cannot match anything. ``reason`` is the problem."""

    def __init__(self, pattern: str, reason: str) -> None:
        super().__init__(pattern, reason)
        self.pattern = pattern
        self.reason = reason

    def __str__(self) -> str:
        """Return the pattern and the reason in one line."""
        return f"invalid glob {quote(self.pattern)}: {self.reason}"


class BaselineError(PoolLintError, ValueError):
    """A baseline file is invalid or cannot be read. The text is the reason."""


class NoBaselineError(BaselineError):
    """A file is not a baseline."""


class CatalogError(PoolLintError, ValueError):
    """A flavor catalog is invalid. ``pointer`` is the place in the value."""

    def __init__(self, reason: str, pointer: Pointer = ()) -> None:
        super().__init__(reason, pointer)
        self.reason = reason
        self.pointer = pointer

    def __str__(self) -> str:
        """Return the field and the reason in one line."""
        return f"{path(self.pointer) or 'flavor catalog'}: {self.reason}"


class SavedFileError(_PlacedError):
    """A file with a flavor catalog, or with known pools, is invalid.

    ``place`` is the file, with line and column if known; ``reason`` is the problem.
    """


class _UnknownNameError(PoolLintError, ValueError):
    """A name is unknown. ``suggestion`` is the closest known name, or None."""

    noun = ""
    known = ""

    def __init__(self, name: str, suggestion: str | None) -> None:
        super().__init__(name, suggestion)
        self.name = name
        self.suggestion = suggestion

    def __str__(self) -> str:
        """Return the unknown name, and what to write instead."""
        close = f'did you mean "{self.suggestion}"?' if self.suggestion else ""
        return f"unknown {self.noun} {quote(self.name)}; {close or self.known}"


class UnknownRuleError(_UnknownNameError):
    """A selector matches no rule. ``suggestion`` is the closest name, or None."""

    noun = "rule"
    known = "`pool-lint rules` lists them"

    @property
    def selector(self) -> str:
        """The selector that matches no rule."""
        return self.name


class MandatoryRuleError(PoolLintError, ValueError):
    """A setting would disable or weaken a mandatory rule, perhaps a policy."""

    def __init__(self, selector: str, *, is_policy: bool = False) -> None:
        super().__init__(selector)
        self.selector = selector
        self.is_policy = is_policy

    def __str__(self) -> str:
        """Return the message in one line."""
        if self.is_policy:
            return f"{self.selector} cannot be suppressed or weakened: it always runs"
        return f"{self.selector} is mandatory: it always runs, with severity error"


class UnknownFieldError(_UnknownNameError):
    """A name matches no field. ``suggestion`` is the closest name, or None."""

    noun = "field"
    known = "`pool-lint schema` lists all fields"


class AcceptanceError(PoolLintError, ValueError):
    """A word accepts no change. The text is the reason."""


class UnknownCodeError(PoolLintError, ValueError):
    """An error code of the API is not documented. The text names documented ones."""


class FieldNotFoundError(PoolLintError, ValueError):
    """There is no field of a pool at a place. The text is the reason."""


class InvalidManifestError(PoolLintError, ValueError):
    """A request body is invalid. ``findings`` are its findings of severity error."""

    def __init__(self, findings: list[Finding]) -> None:
        super().__init__(findings)
        self.findings = findings

    def __str__(self) -> str:
        """Return all messages in one line."""
        return "; ".join(escape(_described(finding)) for finding in self.findings)


def _described(finding: Finding) -> str:
    """Return a message and its rule, after the path if the message does not name it."""
    text = f"{finding.message} ({finding.rule})"
    key = str(finding.pointer[-1]) if finding.pointer else ""
    is_named = finding.path in finding.message or ("/" in key and key in text)
    return text if is_named else f"{finding.path}: {text}"
