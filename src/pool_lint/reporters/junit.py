"""The junit format: one suite per file, one failing case per finding.

The case of an accepted change is skipped, because it does not fail the run.

The schema that Jenkins publishes (junit-10.xsd) has no file and no line of a case, so
the text of the case contains both.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from xml.etree import ElementTree as ET

from pool_lint.model.finding import Finding
from pool_lint.model.report import Failure, FileResult, Report
from pool_lint.model.text import escape
from pool_lint.reporters import each
from pool_lint.reporters.advice import advice_of
from pool_lint.reporters.concise import safe_line
from pool_lint.reporters.remarks import not_shown
from pool_lint.reporters.style import Style

_COUNTS = {"tests": "testcase", "failures": "failure", "errors": "error"}


def report(report: Report, _style: Style) -> Iterator[str]:
    """Yield one XML document in ASCII."""
    root = ET.Element("testsuites", name="pool-lint")
    root.extend([_unread(failure) for failure in report.failures])
    root.extend(list(each(_suite, report.files)))
    for counted in [*root, root]:
        for name, tag in _COUNTS.items():
            counted.set(name, str(len(counted.findall(f".//{tag}"))))
    ET.indent(root)
    # Escaped text has no character that XML forbids; every console prints ASCII.
    text = ET.tostring(root, encoding="us-ascii").decode("ascii")
    yield f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'


def _suite(file: FileResult) -> ET.Element:
    """Return the suite of a file; without findings it has one passing case."""
    suite = ET.Element("testsuite", name=escape(file.file))
    seen: Counter[str] = Counter()
    for finding in file.annotated:
        name = _name(finding)
        seen[name] += 1
        # GitLab shows only one case per name.
        number = f" ({seen[name]})" if seen[name] > 1 else ""
        _add_finding(_add_case(suite, name + number), finding)
    if not file.annotated:
        _add_case(suite, "no findings")
    if not_shown(file):
        ET.SubElement(suite, "system-out").text = not_shown(file)
    return suite


def _unread(failure: Failure) -> ET.Element:
    suite = ET.Element("testsuite", name=escape(failure.file) or '""')
    case = _add_case(suite, "readable")
    ET.SubElement(case, "error", message=escape(failure.reason), type="unreadable")
    return suite


def _name(finding: Finding) -> str:
    location = f" at {finding.path}" if finding.pointer else ""
    return f"{finding.rule} {finding.name}{location}"


def _add_finding(case: ET.Element, finding: Finding) -> None:
    message = escape(finding.message)
    is_accepted = finding.change is not None and finding.change.accepted
    tag = "skipped" if is_accepted else "failure"
    outcome = ET.SubElement(case, tag, message=message, type=finding.severity)
    advice = advice_of(finding)
    lines = [str(finding), *([f"help: {advice}"] if advice else [])]
    outcome.text = "\n".join(map(safe_line, lines))


def _add_case(suite: ET.Element, name: str) -> ET.Element:
    case = {"name": escape(name), "classname": suite.get("name", "")}
    return ET.SubElement(suite, "testcase", case)
