"""What a policy reports: message, help, place, related places and fix."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from typing import Any

from pool_lint.model.fix import Applicability, Edit, Fix, Insert, Removal
from pool_lint.model.location import Location, Part
from pool_lint.model.pointer import Pointer
from pool_lint.model.problem import Problem, Related
from pool_lint.model.suggestions import unique_match
from pool_lint.model.text import quote, show
from pool_lint.modelarts.kinds import Body, document_name
from pool_lint.policies.evaluate import FORBIDDEN, PolicyFailure
from pool_lint.policies.policy import CompiledPolicy
from pool_lint.policies.subject import BOUNDS, SIZES, Subject, in_words
from pool_lint.policies.templates import filled
from pool_lint.rules.messages import field, meant_option
from pool_lint.validation.fields import KEY_PREFIX

_MOST_RELATED = 10


class Wording:
    """The texts for one failure of a policy in one body.

    ``file`` is the name of the file, "" if it has none.
    """

    def __init__(
        self, compiled: CompiledPolicy, failure: PolicyFailure, body: Body, file: str
    ) -> None:
        self._policy = compiled.policy
        self.subject = Subject(compiled, failure, body.document)
        self._failure = failure
        self._document = body.document
        self._file = file

    def problem(self) -> Problem:
        """Return the problem to report."""
        question = self._question()
        message, advice = self.subject.message(), question or self.subject.advice()
        label = None
        if self._policy.message:
            message = filled(self._policy.message, self._placeholders)
        if self._policy.help:
            advice = filled(self._policy.help, self._placeholders)
            label = question or None
        return Problem(
            self._location(),
            message,
            advice or None,
            self._related(),
            self._fix(),
            is_secret=self.subject.is_secret,
            label=label,
        )

    def _location(self) -> Location:
        failure = self._failure
        pointer = failure.pointer
        if failure.keyword == "required":
            return Location(pointer[:-1], Part.KEY)
        is_key = failure.keyword in {FORBIDDEN, "propertyNames", "x-sum-max"}
        return Location(
            pointer, Part.KEY if is_key or self.subject.is_missing else Part.VALUE
        )

    def _question(self) -> str:
        """Return a question with the values that a word may mean, "" if none."""
        is_choice = self._failure.keyword in {"enum", "const"}
        if (
            not is_choice
            or self.subject.is_secret
            or not isinstance(self.subject.value, str)
        ):
            return ""
        return meant_option(self.subject.value, self.subject.options)

    @property
    def _placeholders(self) -> Mapping[str, Callable[[], str]]:
        return {
            "value": self._given,
            "field": lambda: field(self.subject.pointer),
            "pool": self._pool,
            "file": lambda: show(self._file or "the document"),
            "allowed": self._permitted,
        }

    def _given(self) -> str:
        if self._failure.keyword == "x-sum-max":
            return show(str(self._failure.found))
        return "(missing)" if self.subject.is_missing else self.subject.shown()

    def _pool(self) -> str:
        name = document_name(self._document).name
        return quote(name) if name else "the pool"

    def _permitted(self) -> str:
        failure = self._failure
        word, expected = failure.keyword, failure.expected
        if self.subject.allowed:
            return ", ".join(self.subject.allowed_words())
        if word == "x-sum-max":
            return f"at most {show(str(expected))}"
        if word == "x-equal":
            return in_words(failure.found)
        if word in BOUNDS:
            return BOUNDS[word].format(show(str(expected)))
        if word in SIZES:
            return f"{SIZES[word][0]} {show(str(expected))}"
        return quote(expected) if word == "pattern" else "other values"

    def _related(self) -> tuple[Related, ...]:
        failure = self._failure
        if failure.keyword == "x-equal" and failure.other is not None:
            return (Related(Location(failure.other), "should be equal to this value"),)
        if failure.keyword != "x-sum-max":
            return ()
        steps = failure.other or ()
        items = range(len(self.subject.value))
        places = [(*failure.pointer, number, *steps) for number in items]
        given = [place for place in places if self._document.get(*place) is not None]
        return tuple(
            Related(Location(place), "counts towards the total")
            for place in given[:_MOST_RELATED]
        )

    def _fix(self) -> Fix | None:
        """Return the fix as the built-in rules offer it; none is safe."""
        failure, allowed = self._failure, self.subject.allowed
        if failure.keyword == FORBIDDEN:
            removal = Removal(failure.pointer)
            return _unsafe("remove it", removal) if _is_entry(failure.pointer) else None
        if self.subject.is_missing:
            if len(allowed) != 1 or failure.keyword != "required":
                return None
            message = f"add {self.subject.pointer[-1]}: {in_words(allowed[0])}"
            return _unsafe(message, Insert(self.subject.pointer, allowed[0]))
        if failure.keyword not in {"enum", "const"}:
            return None
        right = self._right(allowed)
        if not isinstance(right, (str, int)):
            return None
        options, described = self.subject.options, in_words(right)
        if isinstance(right, str):
            described = options.described(right)
        edit = Edit(Location(failure.pointer), right)
        return _unsafe(f"change it to {described}", edit)

    def _right(self, allowed: tuple[Any, ...]) -> Any:
        """Return the only value that a word can mean, or None."""
        if len(allowed) == 1:
            return allowed[0]
        if not isinstance(self.subject.value, str):
            return None
        options = self.subject.options
        known = options.synonym(self.subject.value)
        if known in options.values:
            return known
        return unique_match(self.subject.value, options.values, KEY_PREFIX)


def file_name(name: str) -> str:
    """Return the name of a file, "" for text without a file such as ``<stdin>``."""
    is_text = name.endswith(">") and os.path.basename(name).startswith("<")
    return "" if is_text else name


def _is_entry(pointer: Pointer) -> bool:
    return bool(pointer) and isinstance(pointer[-1], str)


def _unsafe(message: str, edit: Edit | Removal | Insert) -> Fix:
    return Fix(Applicability.UNSAFE, message, (edit,))
