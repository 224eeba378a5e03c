"""What must hold for any bytes: linting, every report format and fixing succeed."""

from __future__ import annotations

import re

from pool_lint import Config, FileResult, Kind, Limits, Report, fix_text, lint_text
from pool_lint.model.errors import DecodeError
from pool_lint.parsing.encoding import decode
from pool_lint.reporters import FORMATS, Style, reporter

UNSAFE = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")
LIMITS = Limits(nodes=2_000, expanded=2_000, text=20_000, merges=200, documents=20)
KINDS = (Kind.AUTO, Kind.REQUEST, Kind.RESPONSE, Kind.ERROR)


def check(data: bytes) -> None:
    """Lint, report and fix bytes. Raise an exception if a promise is broken.

    The bits of the first byte choose YAML or JSON, the kind and whether to fix.
    """
    first, data = data[:1] or b"\0", data[1:]
    name = "a.json" if first[0] & 1 else "a.yaml"
    config = Config(kind=KINDS[first[0] >> 1 & 3], limits=LIMITS)
    try:
        text = decode(data)
    except DecodeError as error:
        text = error.text
    findings = lint_text(text, filename=name, config=config)
    report = Report((FileResult(name, tuple(findings), documents=1),))
    for style in FORMATS:
        output = "".join(reporter(style)(report, Style()))
        assert not UNSAFE.search(output), style
    if first[0] & 8:
        fix(text, name, config, len(findings))


def fix(text: str, name: str, config: Config, before: int) -> None:
    """Fix a text twice: findings never increase, and the second run changes nothing."""
    once = fix_text(text, filename=name, config=config, unsafe=True)
    assert len(once.findings) <= before
    twice = fix_text(once.text, filename=name, config=config, unsafe=True)
    assert twice.text == once.text
