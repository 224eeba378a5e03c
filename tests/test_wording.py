"""Names of tests state a behaviour, and docstrings are plain English."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from documentation import prose

TESTS = Path(__file__).parent
SOURCES = TESTS.parent / "src"
# Words that make a name a riddle: it names no subject, or no behaviour.
RIDDLES = re.compile(
    r"\b(nobody|whatever|says?|said|tells?|told|heard|speaks?|stands?|silent|silence[sd]?"
    r"|what (is|was|are|were|stands)|(is|are) no|but for|in vain)\b"
)
# Doctests, and sections of examples in docstrings of rules.
CODE = re.compile(r"(?ms)^ *>>> .*?(?:\n *\n|\Z)|^(?:Bad|Good):\n.*?(?=^\w|\Z)")
# Words for ideas that have another word: suppression, problem, schema, location, fix.
PRIVATE = {
    *("asked", "awaited", "blamed", "heard", "homes", "homing", "judgement", "mended"),
    *("mending", "nearest", "said", "silence", "silenced", "silences", "spot", "told"),
    "whereabouts",
}
DEFINITIONS = (ast.Module, ast.FunctionDef, ast.ClassDef)


def definitions(folder: Path) -> list[tuple[str, ast.AST]]:
    """Return the file and the node of each module, function and class."""
    return [
        (path.name, node)
        for path in sorted(folder.rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, DEFINITIONS)
    ]


def names_of_tests() -> list[str]:
    texts = (path.read_text(encoding="utf-8") for path in TESTS.rglob("*.py"))
    return [n for text in texts for n in re.findall(r"(?m)^ *def (test_\w+)", text)]


def words(name: str) -> str:
    return name.removeprefix("test_").replace("_", " ")


def test_a_test_name_has_at_least_three_words() -> None:
    assert [name for name in names_of_tests() if len(words(name).split()) < 3] == []


def test_no_test_name_is_a_riddle() -> None:
    assert [name for name in names_of_tests() if RIDDLES.search(words(name))] == []


def names(folder: Path) -> set[str]:
    """Return all names that the modules of a folder define."""
    found: set[str] = set()
    for path in folder.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                found.add(node.id)
            elif isinstance(node, ast.arg):
                found.add(node.arg)
            elif isinstance(node, ast.FunctionDef | ast.ClassDef):
                found.add(node.name.lower())
    return found


def test_names_use_the_words_of_the_field() -> None:
    assert [name for name in names(SOURCES) if PRIVATE & set(name.split("_"))] == []


@pytest.mark.parametrize("folder", [SOURCES, TESTS], ids=["src", "tests"])
def test_docstrings_are_plain_english(folder: Path) -> None:
    found = []
    for file, node in definitions(folder):
        assert isinstance(node, DEFINITIONS)
        text = CODE.sub("\n\n", ast.get_docstring(node) or "")
        text = re.sub("[A-Z]+(:[A-Z]+)+", "PLACE", text)  # counts as one word
        for check in (prose.forbidden_words, prose.long_sentences):
            found += [(file, sentence) for sentence in check(text)]
    assert found == []


def test_a_riddle_is_recognised() -> None:
    for name in ("test_what_is_no_file", "test_a_closed_stream_is_no_success"):
        assert RIDDLES.search(words(name))
    assert not RIDDLES.search(words("test_unknown_field_suggests_closest_match"))
