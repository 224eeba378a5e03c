"""How texts are written: paths and quotes in messages, help that adds to them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import chain
from typing import Any

import pytest

from documentation.prose import forbidden_words, long_sentences
from manifests import FLAVORS, as_json, changed
from pool_lint import Config, Finding, Kind, lint_data, lint_text
from pool_lint.rules import ANSWERS, Rule, builtin_rules
from pool_lint.testing import complete, fields_for
from test_constraints import ROWS
from test_schema import SCHEMAS, objects

RULES = {rule.id: rule for rule in builtin_rules()}
# These report a whole document.
WITHOUT_FIELD = {"RP004", "RP005"}
# A field from the root: a label or an annotation by its key, others by their path.
FIELD = (
    r"os\.modelarts/|(?<![\w.])(apiVersion|kind|metadata|spec|status)\b|top-level field"
)
# These write periods in words.
IN_WORDS = {"RP204", "RP206"}


def example(rule: Rule) -> list[Finding]:
    """The findings in the bad example of a rule."""
    config = Config(
        extend_select=rule.id,
        kind=Kind.RESPONSE if rule.kinds == ANSWERS else Kind.AUTO,
        flavors=FLAVORS if rule.id in {"RP307", "RP308"} else None,
    )
    return lint_text(complete(rule.documentation.bad, fields_for(rule)), config=config)


@cache
def examples() -> list[Finding]:
    """The findings in the bad examples of all rules."""
    return [*chain.from_iterable(example(rule) for rule in RULES.values())]


@cache
def constraints() -> list[tuple[Finding, Any]]:
    """The findings of every constraint of the reference, each with its value."""
    found = []
    for _, changes, _ in ROWS:
        data = changed(*changes)
        findings = lint_data(data, config=Config(select="RP"))
        found += [(finding, value_of(data, finding)) for finding in findings]
    return found


def value_of(data: Any, finding: Finding) -> Any:
    """The value that a finding is about, None if it is missing."""
    for step in finding.pointer:
        is_list = isinstance(step, int)
        data = data[step] if is_list else (data or {}).get(step)
    return data


def every() -> list[Finding]:
    return [*examples(), *(finding for finding, _ in constraints())]


def test_every_rule_is_covered() -> None:
    assert {finding.rule for finding in every()} == RULES.keys()


def test_a_message_names_the_field_by_its_path() -> None:
    for finding, _ in constraints():
        named = re.search(FIELD, finding.message)
        assert named or finding.rule in WITHOUT_FIELD, finding


def test_a_message_quotes_the_text_of_the_file() -> None:
    for finding, value in constraints():
        if isinstance(value, str) and value.strip() and finding.rule not in IN_WORDS:
            bare = finding.message.replace(f'"{value}"', "")
            word = rf"(?<![\w.-]){re.escape(value)}(?![\w.-])"
            assert not re.search(word, bare), finding


def test_a_message_is_one_line_without_a_full_stop() -> None:
    for finding in every():
        for text in (finding.message, finding.help or "x", *notes(finding)):
            assert "\n" not in text
            assert not text.endswith(".")
            assert not re.match("(The|A|This|It) ", text), text


def notes(finding: Finding) -> Iterator[str]:
    """The other texts of a finding: those of related places and of its fix."""
    yield from (other.message for other in finding.related)
    yield from [finding.fix.message] if finding.fix else []


def test_the_help_does_not_repeat_the_message() -> None:
    for finding in every():
        advice, message = finding.help or "", finding.message
        assert advice.casefold() not in message.casefold() or not advice, finding


def test_the_meaning_of_a_code_is_beside_it() -> None:
    data = changed((("metadata", "annotations", "os.modelarts/period.type"), "4"))
    [finding, *_] = lint_text(as_json(data), filename="a.json")
    assert finding.message == (
        'os.modelarts/period.type must be "2" (months) or "3" (years), not "4"'
    )


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_explanations_are_short_sentences_of_plain_words(rule: Rule) -> None:
    said = rule.documentation
    text = f"{said.summary}\n\n{said.why}\n\n{said.source}"
    assert long_sentences(text) == []
    assert forbidden_words(text) == []


@pytest.mark.parametrize("name", SCHEMAS)
def test_schemas_are_short_sentences_of_plain_words(name: str) -> None:
    for part in objects(SCHEMAS[name]):
        for keyword in ("title", "description", "$comment", "patternErrorMessage"):
            text = part.get(keyword, "")
            if isinstance(text, str):
                assert long_sentences(text) == []
                assert forbidden_words(text) == []


def test_messages_use_plain_words() -> None:
    for finding in every():
        texts = [finding.message, finding.help or "", *notes(finding)]
        assert [word for text in texts for word in forbidden_words(text)] == []
