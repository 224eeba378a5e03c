"""Documents that are not checked, and why."""

from enum import StrEnum
from typing import NamedTuple


class SkipReason(StrEnum):
    """Why a document is not checked: a code for programs and a text for people."""

    EMPTY = "empty"
    NO_POOL = "no-pool"
    NO_POOL_FIELD = "no-pool-field"
    OTHER_KIND = "other-kind"
    OTHER_EDITION = "other-edition"
    OTHER_API = "other-api"
    RULE_OFF = "rule-off"
    NOT_PARSED = "not-parsed"
    LFS_POINTER = "lfs-pointer"

    @property
    def text(self) -> str:
        """The reason in words."""
        return _REASONS[self]


_REASONS = {
    SkipReason.EMPTY: "empty",
    SkipReason.NO_POOL: "no sign of a pool",
    SkipReason.NO_POOL_FIELD: "no ModelArts pool field",
    SkipReason.OTHER_KIND: "another kind",
    SkipReason.OTHER_EDITION: "checked only in a later edition",
    SkipReason.OTHER_API: "another API",
    SkipReason.RULE_OFF: "the rule that reports it is disabled",
    SkipReason.NOT_PARSED: "not parsed, no sign of a pool",
    SkipReason.LFS_POINTER: "a Git LFS pointer, not the file itself",
}


class Skipped(NamedTuple):
    """A document that is not checked: its 0-based index, the reason and its ``kind``.

    The index is None for a whole file.
    """

    document: int | None
    reason: SkipReason
    kind: str | None = None

    def __str__(self) -> str:
        """Return the reason with the kind, unescaped."""
        return f"{self.reason.text} ({self.kind})" if self.kind else self.reason.text
