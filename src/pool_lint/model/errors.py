"""Every error that pool-lint raises. One base class covers them all.

Errors must survive the way between two processes, so each of them passes on exactly the
arguments that it was made with.
"""

from __future__ import annotations

from pool_lint.model.finding import Finding
from pool_lint.model.location import Span
from pool_lint.model.pointer import Pointer, path
from pool_lint.model.text import escape, quote


class PoolLintError(Exception):
    """The base class of all errors of pool-lint."""


class InternalError(PoolLintError):
    """Two parts of the linter contradict each other: a bug."""


class WorkerError(PoolLintError, RuntimeError):
    """A worker process ended before its work was done."""


class ReadError(PoolLintError):
    """An input cannot be read. ``file`` is its path as given, ``reason`` says why."""

    def __init__(self, file: str, reason: str) -> None:
        super().__init__(file, reason)
        self.file = file
        self.reason = reason

    def __str__(self) -> str:
        """Return the file and the reason in one line."""
        return f"{self.file}: {self.reason}"


class DecodeError(PoolLintError):
    """The bytes of a file are not text.

    ``text`` is what can be shown of them, ``offset`` the code point of the first bad
    byte in that text.
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
    """A file crosses a limit.

    ``limit`` is a field of ``Limits``, ``most`` its value, ``span`` where the limit is
    crossed, if that is known.
    """

    def __init__(self, limit: str, most: int, span: Span | None = None) -> None:
        super().__init__(limit, most, span)
        self.limit = limit
        self.most = most
        self.span = span


class WriteError(PoolLintError):
    """A file cannot be written. The text says why."""


class OutputError(PoolLintError, ValueError):
    """A report cannot be written where it was asked for. The text says why."""


class _PlacedError(PoolLintError, ValueError):
    """A file cannot be used: ``place`` says where, ``reason`` says why."""

    def __init__(self, place: str, reason: str) -> None:
        super().__init__(place, reason)
        self.place = place
        self.reason = reason

    def __str__(self) -> str:
        """Return the place and the reason in one line."""
        return f"{self.place}: {self.reason}"


class SettingsError(_PlacedError):
    """A settings file cannot be used.

    ``place`` is the file, with the line where that is known; ``reason`` says why.
    """


class GlobError(PoolLintError, ValueError):
    """A pattern for files can match nothing. ``reason`` says why."""

    def __init__(self, pattern: str, reason: str) -> None:
        super().__init__(pattern, reason)
        self.pattern = pattern
        self.reason = reason

    def __str__(self) -> str:
        """Return the pattern and the reason in one line."""
        return f"the glob {quote(self.pattern)} matches nothing: {self.reason}"


class BaselineError(PoolLintError, ValueError):
    """A baseline file cannot be used. The text says why."""


class NoBaselineError(BaselineError):
    """A file is no baseline. The text ends with the advice to write it anew."""


class CatalogError(PoolLintError, ValueError):
    """A list of flavors cannot be used. ``pointer`` is the place in the value."""

    def __init__(self, reason: str, pointer: Pointer = ()) -> None:
        super().__init__(reason, pointer)
        self.reason = reason
        self.pointer = pointer

    def __str__(self) -> str:
        """Return the field and the reason in one line."""
        return f"{path(self.pointer) or 'the list of flavors'}: {self.reason}"


class CatalogFileError(_PlacedError):
    """A file of flavors cannot be used.

    ``place`` is the file, with line and column where they are known; ``reason`` says
    why.
    """


class _UnknownNameError(PoolLintError, ValueError):
    """Nothing is called ``name``. ``suggestion`` is the closest name, or None."""

    noun = ""
    known = ""

    def __init__(self, name: str, suggestion: str | None) -> None:
        super().__init__(name, suggestion)
        self.name = name
        self.suggestion = suggestion

    def __str__(self) -> str:
        """Return what was asked for, and what to write instead."""
        close = f'did you mean "{self.suggestion}"?' if self.suggestion else ""
        return f"no {self.noun} is called {quote(self.name)}; {close or self.known}"


class UnknownRuleError(_UnknownNameError):
    """A selector names no rule. ``suggestion`` is the closest name, or None."""

    noun = "rule"
    known = "`pool-lint rules` lists them"

    @property
    def selector(self) -> str:
        """What was to select rules."""
        return self.name


class MandatoryRuleError(PoolLintError, ValueError):
    """A rule that always runs cannot be switched off."""

    def __init__(self, selector: str) -> None:
        super().__init__(selector)
        self.selector = selector

    def __str__(self) -> str:
        """Return which rule it is."""
        return f"{self.selector} cannot be switched off or be less than an error"


class UnknownFieldError(_UnknownNameError):
    """A name matches no field. ``suggestion`` is the closest name, or None."""

    noun = "field"
    known = "`pool-lint schema` shows them"


class UnknownCodeError(PoolLintError, ValueError):
    """An error code of the API is not documented. The text says which ones are."""


class FieldNotFoundError(PoolLintError, ValueError):
    """No field of a pool is at a place. The text says why."""


class InvalidManifestError(PoolLintError, ValueError):
    """A body must not be sent. ``findings`` holds its findings of severity error."""

    def __init__(self, findings: list[Finding]) -> None:
        super().__init__(findings)
        self.findings = findings

    def __str__(self) -> str:
        """Return all messages in one line."""
        found = (
            f"{f.path or 'document'}: {f.message} ({f.rule})" for f in self.findings
        )
        return "; ".join(escape(line) for line in found)
