"""The wording of messages and help, checked for a broad set of mistakes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

import pytest

from documentation.prose import MOST_WORDS, forbidden_words, long_sentences
from manifests import FLAVORS, RESPONSE_BODY, as_yaml, changed
from pool_lint import Config, Finding, Kind, lint_paths, lint_text
from pool_lint.parsing import Limits, read
from pool_lint.parsing.source import Source
from pool_lint.rules import ANSWERS, Rule, builtin_rules
from pool_lint.rules.messages import field
from pool_lint.testing import complete, fields_for
from pool_lint.validation.fields import field_paths
from pool_lint.validation.schemas import DEFAULT_EDITION, Schema, schema_names
from test_constraints import ROWS as REQUEST_ROWS
from test_edition_2026_01 import BASE, CORE, WRONG
from test_options import WORDS, annotation
from test_responses import ROWS as RESPONSE_ROWS
from test_schema import each_schema, objects

HERE = Path(__file__).parent
LATER_ROWS = [*(changes for changes, _ in CORE), *([row[:2]] for row in WRONG)]
RULES = {rule.id: rule for rule in builtin_rules()}
# These are about the text of a file or a comment, and have no field.
ABOUT_TEXT = {"RP001", "RP003", "RP004", "RP005", "RP901", "RP902", "RP903"}
# This one is about a pool, which it names by its name and its workspace.
ABOUT_POOLS = {"RP701"}
# Words that name no action of the help by themselves.
STOP_WORDS = {
    *("a", "an", "and", "at", "by", "in", "it", "of", "or", "the", "to", "with"),
    *("add", "change", "remove", "replace", "set", "use", "write"),
}


def example(rule: Rule) -> tuple[str, Config]:
    """Return the bad example of a rule, and the options that make the rule run."""
    kind = Kind.RESPONSE if rule.kinds == ANSWERS else Kind.AUTO
    flavors = FLAVORS if rule.needs_catalog else None
    config = Config(extend_select=rule.id, kind=kind, flavors=flavors)
    if rule.editions:
        config = config._replace(edition=rule.editions[0])
    return complete(rule.documentation.bad, fields_for(rule)), config


def texts() -> Iterator[tuple[str, str, Config]]:
    """Yield names, texts and options of many files with mistakes."""
    every = Config(extend_select="RP")
    for rule in RULES.values():
        yield "a.yaml", *example(rule)
    for path in sorted((HERE / "frames").glob("*.txt")):
        text = path.read_text(encoding="utf-8").partition("=" * 40)[0]
        yield ("a.json" if text.startswith("{") else "a.yaml"), text, every
    for _, changes, _ in REQUEST_ROWS:
        yield "a.yaml", as_yaml(changed(*changes)), every
    for _, changes, _ in RESPONSE_ROWS:
        text = as_yaml(changed(*changes, base=RESPONSE_BODY))
        yield "a.yaml", text, every._replace(kind=Kind.RESPONSE)
    for changes in LATER_ROWS:
        text = as_yaml(changed(*changes, base=BASE))
        yield "a.yaml", text, every._replace(edition="2026-01")
    for name, word, _ in WORDS:
        yield "a.yaml", annotation(name, word), every
    for folder in ("examples", "golden/mixed/pools", "golden/clean/pools"):
        for path in sorted((HERE / folder).iterdir()):
            yield path.name, path.read_text(encoding="utf-8"), every


@cache
def corpus() -> tuple[tuple[Finding, object], ...]:
    """Return different findings, each with the value that it is about."""
    seen: dict[tuple[str, str, str | None], tuple[Finding, object]] = {}
    for name, text, config in texts():
        documents = {d.index: d for d in read(Source(name, text), Limits())}
        for finding in lint_text(text, filename=name, config=config):
            index = finding.document.index if finding.document else 0
            value = documents[index].get(*finding.pointer)
            key = (finding.rule, finding.message, finding.help)
            seen.setdefault(key, (finding, value))
    return tuple(seen.values())


def names_field(finding: Finding) -> bool:
    """Return whether a message names the field of a finding, or a parent of it.

    The keys of labels and annotations are unique, and count as full paths.
    """
    if re.search(r"(?<![\w.])os\.modelarts/\w", finding.message):
        return True
    pointer = finding.pointer
    names = [field(pointer[:end]) for end in range(len(pointer), 0, -1)]
    names += [field(other.pointer) for other in finding.related if other.pointer]
    return any(re.search(rf"(?<![\w.]){re.escape(n)}", finding.message) for n in names)


@cache
def inner_names() -> str:
    """Return a pattern of names that are only clear as a part of a path."""
    schemas = [Schema(DEFAULT_EDITION, n) for n in schema_names(DEFAULT_EDITION)]
    paths = [path for schema in schemas for path in field_paths(schema)]
    top = {path[0] for path in paths}
    names = {path[-1].removeprefix("os.modelarts/") for path in paths} - top
    odd = sorted(n for n in names if n != n.lower() or "." in n)
    return rf"(?<![\w./\"\[])(?:{'|'.join(map(re.escape, odd))})\b"


def bare_names(message: str) -> list[str]:
    """Return names of fields in a message that no path contains.

    A second field of the same mapping needs no path: "maxCount is 5 but count is 3".
    """
    return re.findall(inner_names(), message)


def unquoted(text: str, value: object) -> list[str]:
    """Return where a text contains a string of the file without double quotes.

    The meaning of a code, in parentheses, may be the same word.
    """
    is_word = isinstance(value, str) and re.search(r"[^\W\d]", value)
    if not isinstance(value, str) or not is_word or not value.isprintable():
        return []
    text = re.sub(r"\([^()]*\)", "", text)
    pattern = rf"(?<![\w\"./-]){re.escape(value)}(?![\w\"./-])"
    return re.findall(pattern, text)


def repeats(help_text: str, message: str) -> bool:
    """Return whether a help text has no word that the message lacks."""
    known, helps = (
        {*re.findall(r"[\w.\"/-]+", text.casefold())} - STOP_WORDS
        for text in (message, help_text)
    )
    return help_text == message or (bool(helps) and helps <= known)


def sentences(text: str) -> list[str]:
    return re.split(r"[.;:?]\s+|\s\(", text)


def texts_of(finding: Finding) -> Iterator[str]:
    """Yield all texts of a finding."""
    yield finding.message
    yield from filter(None, [finding.help, finding.fix and finding.fix.message])
    yield from (other.message for other in finding.related)


def found(problems: Iterable[object]) -> list[str]:
    return [str(problem) for problem in problems]


def test_the_corpus_covers_every_rule() -> None:
    rules = {finding.rule for finding, _ in corpus()}
    assert rules == set(RULES)
    assert len(corpus()) > 300


def test_messages_name_the_full_path_of_the_field() -> None:
    assert not found(
        finding
        for finding, _ in corpus()
        if finding.pointer
        and finding.rule not in ABOUT_TEXT | ABOUT_POOLS
        and not names_field(finding)
    )


def test_fields_of_inner_mappings_are_not_named_without_their_path() -> None:
    assert not found(
        finding
        for finding, _ in corpus()
        if bare_names(finding.message) and not names_field(finding)
    )


def test_strings_of_the_file_are_in_double_quotes() -> None:
    assert not found(
        finding for finding, value in corpus() if unquoted(finding.message, value)
    )


def test_help_does_not_repeat_the_message() -> None:
    assert not found(
        f"{finding}: {finding.help}"
        for finding, _ in corpus()
        if finding.help and not finding.fix and repeats(finding.help, finding.message)
    )


def test_codes_carry_their_meaning() -> None:
    messages = {finding.message for finding, _ in corpus()}
    assert 'os.modelarts/period.type must be "2" (months) or "3" (years), not "4"' in (
        messages
    )


def test_texts_are_one_line_in_lower_case_without_a_full_stop() -> None:
    for finding, _ in corpus():
        for text in texts_of(finding):
            assert "\n" not in text
            assert not text.endswith((".", ";", ":", " ")), text
            assert re.match(r"[a-z0-9\"`(\[-]|U\+|RP\d|YAML|JSON|NaN", text), text


def test_sentences_are_short_and_use_plain_words() -> None:
    for finding, _ in corpus():
        for text in texts_of(finding):
            assert forbidden_words(text) == [], finding
            for sentence in sentences(text):
                assert len(sentence.split()) <= MOST_WORDS, finding


def test_texts_contain_no_traces_of_python() -> None:
    for finding, _ in corpus():
        for text in texts_of(finding):
            assert not re.search(r"\bNone\b|\bTrue is\b|<class|object at|\(\'", text)


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_explanations_of_rules_are_short_and_plain(rule: Rule) -> None:
    documentation = rule.documentation
    text = f"{documentation.summary}\n\n{documentation.why}\n\n{documentation.source}"
    assert long_sentences(text) == []
    assert forbidden_words(text) == []
    assert len(documentation.summary.split()) <= 14


@each_schema
def test_texts_of_schemas_are_short_and_plain(schema: Schema) -> None:
    for part in objects(schema.data):
        for keyword in ("title", "description", "$comment", "patternErrorMessage"):
            text = part.get(keyword, "")
            if isinstance(text, str):
                assert long_sentences(text) == []
                assert forbidden_words(text) == []


def test_golden_files_hold_messages_of_the_corpus() -> None:
    report = lint_paths([HERE / "golden" / "mixed" / "pools"])
    messages = {finding.message for finding, _ in corpus()}
    assert {f.message for file in report.files for f in file.findings} <= messages


# --- The checks can fail


def bad(message: str, help_text: str | None = None) -> Finding:
    """Return a finding about a count with another message."""
    [finding, *_] = lint_text(as_yaml(changed((("spec", "resources", 0, "count"), 0))))
    return finding._replace(message=message, help=help_text)


def test_the_checks_find_bad_messages() -> None:
    assert names_field(bad("spec.resources[0].count must be at least 1, not 0"))
    assert not names_field(bad("count must be at least 1, not 0"))
    assert not names_field(bad("xspec.resources[0].count must be at least 1"))
    assert bare_names("maxCount is 5") == ["maxCount"]
    assert bare_names("billing.mode is missing") == ["billing.mode"]
    assert bare_names("spec.resources[0].maxCount is 5") == []
    assert bare_names("os.modelarts/billing.mode is missing") == []
    assert unquoted("spec.type must be x, not Dedicated", "Dedicated")
    assert not unquoted('spec.type must be x, not "Dedicated"', "Dedicated")
    assert repeats('write "v2"', 'apiVersion must be "v2", not "v1"')
    assert repeats("add spec", "spec is missing")
    assert not repeats('did you mean "labels"?', 'unknown field "lables" in metadata')
    assert forbidden_words('the key "a" stands twice')
    assert forbidden_words("X is no pool name")
    assert len(sentences("word " * 30)[0].split()) > MOST_WORDS
