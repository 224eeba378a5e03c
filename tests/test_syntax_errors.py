"""Syntax errors have plain sentences; the words of libyaml are a note."""

from __future__ import annotations

import json

import pytest

from pool_lint import Config, Finding, Kind, Report, lint_text
from pool_lint.model.report import FileResult
from pool_lint.parsing.json_errors import explain
from pool_lint.parsing.yaml_error_site import ErrorSite
from pool_lint.parsing.yaml_error_texts import error_text
from pool_lint.reporters import FORMATS, reporter
from pool_lint.reporters.style import Style

REQUEST = Config(kind=Kind.REQUEST)

# The mistake, the message, and the help text.
YAML = {
    "tab": (
        "a:\n\tb: 1\n",
        "a tab is used for indentation, which YAML does not allow",
        "replace the tab with spaces",
    ),
    "tab in a text block": (
        "a: |\n\tb\n",
        "a tab is used for indentation, which YAML does not allow",
        "replace the tab with spaces",
    ),
    "colon": (
        "a:\n  type Dedicate\n  b: 1\n",
        "a colon is missing after the key",
        "write `type: Dedicate`",
    ),
    "space after a colon": (
        "a:\n  type:Dedicate\n  b: 1\n",
        "a space is missing after the colon",
        "write `type: Dedicate`",
    ),
    "colon in the last line": (
        "a: 1\nspec\n",
        "a colon is missing after the key",
        "write a key, a colon and a space",
    ),
    "dash of a list item": (
        "a:\n  - b\n  c\n",
        "this line is neither a list item nor a key with a value",
        "begin it with a dash and a space, or write a key, a colon and a space",
    ),
    "space after a dash": (
        "a:\n  -b: 1\n     c: 1\n",
        "a space is missing after the dash of a list item",
        "write a dash, a space and the item",
    ),
    "value with a colon": (
        "a: nightly: from ten\n",
        'a value without quotes cannot contain ": "',
        "put the whole value in quotes",
    ),
    "deeper indentation": (
        "a: 1\n  b: 2\n",
        "this key is indented deeper than the key above, which already has a value",
        "align it with the key above",
    ),
    "unequal indentation": (
        "a:\n    b: 1\n  c: 2\n",
        "the indentation of this line does not match the lines above",
        "indent it like the other keys of the same mapping",
    ),
    "indentation of a list item": (
        "a:\n    - b\n  - c\n",
        "a list item is not allowed at this indentation",
        "indent it like the other items of the list",
    ),
    "key after list items": (
        "- a\nb: 1\n",
        "a key cannot follow a list item at the same indentation",
        "indent the key like the key of the list, or begin the line with a dash",
    ),
    "list behind a key": (
        "a: - b\n",
        "a list item cannot follow a key on the same line",
        "begin the list on a line of its own, or write it in brackets",
    ),
    "colon behind a key of several lines": (
        '"a\n  b": c\n',
        "a colon is not allowed here",
        "check the indentation, and put a value that contains a colon in quotes",
    ),
    "quote": (
        'a: "b\n',
        "the quote is not closed",
        "add the closing quote",
    ),
    "quote before the next document": (
        'a: "b\n---\n',
        "the quote is not closed",
        "add the closing quote",
    ),
    "quote that another one closes": (
        'a: "b\nc: "d"\n',
        "unexpected text after the closing quote",
        "add the closing quote that is missing above",
    ),
    "quote inside double quotes": (
        'a: "b"c"\n',
        "unexpected text after the closing quote",
        'remove the text, or write a quote as \\" inside double quotes',
    ),
    "quote inside single quotes": (
        "a: 'it's'\n",
        "unexpected text after the closing quote",
        "remove the text, or write a quote as '' inside single quotes",
    ),
    "bracket": (
        "a: [b\n",
        'the bracket "[" is not closed',
        "add the closing bracket",
    ),
    "bracket before the next document": (
        "a: [\n---\nb: 1\n",
        'the bracket "[" is not closed',
        "add the closing bracket",
    ),
    "item and bracket before the next document": (
        "a: [b\n---\nb: 1\n",
        'the bracket "[" is not closed',
        "add the closing bracket",
    ),
    "brace before another line": (
        "a: {b: 1\nc: 2\n",
        'the bracket "{" is not closed, or a comma is missing',
        "separate the entries with commas, and close the bracket",
    ),
    "comma": (
        "a: {b: c d: e}\n",
        "a comma or a closing bracket is missing",
        "separate the entries with commas, and close the bracket",
    ),
    "opening bracket": (
        "a: [b]]\n",
        '"]" has no opening bracket',
        "remove it, or add the opening bracket",
    ),
    "text behind a bracket": (
        "a: [b] c\n",
        "unexpected text after a closing bracket",
        "remove the text, or put the whole value in quotes",
    ),
    "text behind an alias": (
        "a: &x 1\nb: *x y\n",
        "unexpected text after the value",
        "check the quotes, the brackets and the indentation",
    ),
    "value in brackets": (
        "a: [b,,c]\n",
        'a value is missing before ","',
        'add it, or remove ","',
    ),
    "dash in brackets": (
        "a: [- b]\n",
        "a list item in brackets cannot begin with a dash",
        "remove the dash, and separate the items with commas",
    ),
    "alias": (
        "a: *b\n",
        "undefined alias *b",
        "define the anchor &b above, or put the value in quotes",
    ),
    "anchor": (
        "a: &x 1\nb: &x 2\n",
        "duplicate anchor &x",
        "rename one of the anchors",
    ),
    "asterisk": (
        "a: *.yaml\n",
        '"*" begins an alias, but no name follows',
        "put the value in quotes",
    ),
    "ampersand": (
        "a: & b\n",
        '"&" begins an anchor, but no name follows',
        "put the value in quotes",
    ),
    "at sign": (
        "a: @b\n",
        'a value without quotes cannot begin with "@"',
        "put the value in quotes",
    ),
    "question mark": (
        "a: ? b\n",
        'a value without quotes cannot begin with "? "',
        "put the value in quotes",
    ),
    "escape": (
        'a: "C:\\data"\n',
        "unknown escape \\d in double quotes",
        "write \\\\ for a backslash, or use single quotes",
    ),
    "hex digits": (
        'a: "\\xZZ"\n',
        "the escape \\x needs 2 hex digits",
        "add the digits, or write \\\\ for a backslash",
    ),
    "surrogates": (
        'a: "\\ud83d\\ude00"\n',
        "invalid Unicode escape",
        "write the character itself; YAML has no surrogate pairs",
    ),
    "indentation of a text block": (
        "a: |0\n b\n",
        "a text block cannot be indented by 0 spaces",
        "remove the 0",
    ),
    "text behind the sign of a text block": (
        "a: | b\n c\n",
        'unexpected text after the "|" or ">" of a text block',
        "begin the text on the next line",
    ),
    "prefix of a tag": (
        "a: !x!y b\n",
        "the prefix of this tag is not defined",
        "remove the tag, or put the value in quotes",
    ),
    "tag": (
        "a: !<x b\n",
        "invalid tag",
        "remove the tag, or put the value in quotes",
    ),
    "bytes of a tag": ("a: !%c0%80 b\n", "the tag is not valid UTF-8", "remove it"),
    "version": (
        "%YAML 3.0\n---\na: 1\n",
        "unsupported version of YAML",
        "write %YAML 1.2, or remove the line",
    ),
    "version without a number": (
        "%YAML x\n---\na: 1\n",
        "invalid %YAML directive",
        "write %YAML 1.2, or remove the line",
    ),
    "two versions": (
        "%YAML 1.1\n%YAML 1.1\n---\na: 1\n",
        "duplicate %YAML directive",
        "remove one of the two",
    ),
    "two prefixes": (
        "%TAG ! a\n%TAG ! b\n---\na: 1\n",
        "duplicate %TAG directive",
        "remove one of the two",
    ),
    "prefix without an exclamation mark": (
        "%TAG x y\n---\na: 1\n",
        "invalid %TAG directive",
        "remove the line",
    ),
    "directive": (
        "%FOO\n---\na: 1\n",
        "unknown directive",
        "remove the line; only %YAML and %TAG are allowed",
    ),
    "directive without a document": (
        "%YAML 1.1\na: 1\n",
        "a line with --- is missing below the directive",
        "add the line, or remove the directive",
    ),
    "two roots": (
        "{a: 1}\nb: 2\n",
        "unexpected text after the end of the document",
        "separate documents with a line that contains only ---",
    ),
    "template": (
        "a:\n{% if x %}\n  b: 1\n",
        "this looks like an unrendered template",
        "render the file first",
    ),
    "indented first key": (
        "  apiVersion: v2\nkind: Pool\nmetadata:\n  name: x\n",
        "this line is indented less than the first line",
        "indent all top-level keys equally",
    ),
    "first key deeper than the others": (
        "    a:\n      b: 1\n  c: 2\n",
        "this line is indented less than the first line",
        "indent all top-level keys equally",
    ),
    "indented first key below a marker and a comment": (
        "---\n# x\n  a: 1\nb: 2\n",
        "this line is indented less than the first line",
        "indent all top-level keys equally",
    ),
    "indented first key in quotes": (
        "  'a': 1\nb: 2\n",
        "this line is indented less than the first line",
        "indent all top-level keys equally",
    ),
    "indented first list item": (
        "  - a\n- b\n",
        "this line is indented less than the first line",
        "indent all list items equally",
    ),
    "text after an indented flow mapping": (
        "   {a: 1}\nb: 2\n",
        "unexpected text after the end of the document",
        "separate documents with a line that contains only ---",
    ),
    "second closing brace": (
        "{a: 1}}\n",
        '"}" has no opening bracket',
        "remove it, or add the opening bracket",
    ),
    "closing brace on a line of its own": (
        "{a: 1}\n}\n",
        '"}" has no opening bracket',
        "remove it, or add the opening bracket",
    ),
    "second closing square bracket": (
        "[a]]\n",
        '"]" has no opening bracket',
        "remove it, or add the opening bracket",
    ),
    "brace that closes too early": (
        '{"a": {}},\n"b": {}}\n',
        "unexpected text after the end of the document",
        "remove the bracket above that closes the document too early",
    ),
    "comma after the document": (
        "{a: 1},\n",
        "unexpected text after the end of the document",
        'remove ","',
    ),
    "comma between documents": (
        "{a: 1},\n{b: 1}\n",
        "unexpected text after the end of the document",
        "separate documents with a line that contains only ---",
    ),
    "text behind the document": (
        "{a: 1} x\n",
        "unexpected text after the end of the document",
        "remove the text, or separate documents with a line that contains only ---",
    ),
    "semicolon behind the document": (
        "{a: 1};\n",
        "unexpected text after the end of the document",
        "remove the text, or separate documents with a line that contains only ---",
    ),
    "brace that closes too early without a comma": (
        '{"a": {}}\n"b": {}}\n',
        "unexpected text after the end of the document",
        "remove the bracket above that closes the document too early",
    ),
    "no space before *x": (
        "a:\n  type:*x\n  b: 1\n",
        "a space is missing after the colon",
        "write a key, a colon and a space",
    ),
    "no space before &x y": (
        "a:\n  type:&x y\n  b: 1\n",
        "a space is missing after the colon",
        "write a key, a colon and a space",
    ),
    "no space before !x y": (
        "a:\n  type:!x y\n  b: 1\n",
        "a space is missing after the colon",
        "write a key, a colon and a space",
    ),
    "no space before | x": (
        "a:\n  type:| x\n  b: 1\n",
        "a space is missing after the colon",
        "write a key, a colon and a space",
    ),
    "no space before > x": (
        "a:\n  type:> x\n  b: 1\n",
        "a space is missing after the colon",
        "write a key, a colon and a space",
    ),
    "no space before %x": (
        "a:\n  type:%x\n  b: 1\n",
        "a space is missing after the colon",
        "write a key, a colon and a space",
    ),
    "no space before @ '2'": (
        "a:\n  type:@ '2'\n  b: 1\n",
        "a space is missing after the colon",
        "write a key, a colon and a space",
    ),
    "no space before `x`": (
        "a:\n  type:`x`\n  b: 1\n",
        "a space is missing after the colon",
        "write a key, a colon and a space",
    ),
    "no space before ? 'on'": (
        "a:\n  type:? 'on'\n  b: 1\n",
        "a space is missing after the colon",
        "write a key, a colon and a space",
    ),
    "no space before , x": (
        "a:\n  type:, x\n  b: 1\n",
        "a space is missing after the colon",
        "write a key, a colon and a space",
    ),
    "no space before - x": (
        "a:\n  type:- x\n  b: 1\n",
        "a space is missing after the colon",
        "write a key, a colon and a space",
    ),
    "no space before [x": (
        "a:\n  type:[x\n  b: 1\n",
        "a space is missing after the colon",
        "write a key, a colon and a space",
    ),
    "no space before 'x": (
        "a:\n  type:'x\n  b: 1\n",
        "a space is missing after the colon",
        "write a key, a colon and a space",
    ),
    "no space before {{ x }}": (
        "a:\n  type:{{ x }}\n  b: 1\n",
        "a space is missing after the colon",
        "write a key, a colon and a space",
    ),
    "no space before a word and a colon": (
        "a: 1\ntype:x y: z\n  b: 1\n",
        "a space is missing after the colon",
        "write a key, a colon and a space",
    ),
    "no space before a label": (
        "a:\n  labels:a/b: c\n    b: 1\n",
        "a space is missing after the colon",
        "write a key, a colon and a space",
    ),
    "no space before a negative number": (
        "a:\n  count:-1\n  b: 1\n",
        "a space is missing after the colon",
        "write `count: -1`",
    ),
    "no space before a flow list": (
        "a:\n  scope:[Train]\n  b: 1\n",
        "a space is missing after the colon",
        "write `scope: [Train]`",
    ),
    "no colon before a backtick": (
        "a:\n  type `x`\n  b: 1\n",
        "a colon is missing after the key",
        "write a key, a colon and a space",
    ),
    "template statement of Helm": (
        "{{- if .Values.x }}\nkind: Pool\n{{- end }}\n",
        "this looks like an unrendered template",
        "render the file first",
    ),
    "template expression alone on a line": (
        "a: b\n{{ toYaml . }}\n",
        "this looks like an unrendered template",
        "render the file first",
    ),
    "template in a value": (
        "a: {{ x }}-b\n",
        "this looks like an unrendered template",
        "render the file first, or put the value in quotes",
    ),
    "template in a list item": (
        "- {% x %}\n",
        "this looks like an unrendered template",
        "render the file first, or put the value in quotes",
    ),
    "merge conflict": (
        "a: 1\n<<<<<<< HEAD\nb: 1\n",
        "the file contains a merge conflict marker",
        "keep one of the two versions, and remove the markers",
    ),
    "no-break space": (
        "a:\n  b:\u00a02\n  c: 1\n",
        "a no-break space (U+00A0) is used in place of a plain space",
        "replace it with a plain space",
    ),
    "control character": (
        "a: \x07\n",
        "the character U+0007 is not allowed in YAML",
        "remove it",
    ),
}

JSON = {
    "comma before a bracket": (
        '{"a": 1,}',
        "a comma before a closing bracket is not allowed in JSON",
        "remove the comma",
    ),
    "two commas": (
        "[1,,2]",
        "an entry is missing before this comma",
        "add it, or remove the comma",
    ),
    "no comma": (
        '{"a": 1 "b": 2}',
        "a comma or a closing bracket is missing here",
        "separate the entries with commas, and close the bracket",
    ),
    "no colon": (
        '{"a" 1}',
        "a colon is missing after the key",
        'write it as in {"kind": "Pool"}',
    ),
    "equals sign": (
        '{"a"= 1}',
        "JSON separates key and value by a colon",
        "replace = with :",
    ),
    "comment": (
        '{"a": 1 // x\n}',
        "JSON has no comments",
        "remove the comment, or use a .yaml file",
    ),
    "single quotes": (
        "{'a': 1}",
        "a string must be in double quotes",
        "replace ' with \"",
    ),
    "curly quotes": (
        "{\u201ca\u201d: 1}",
        "a string must be in double quotes",
        'replace \u201c with "',
    ),
    "key without quotes": (
        "{a: 1}",
        "a key must be in double quotes",
        'write "a"',
    ),
    "key that is a number": (
        '{"a": 1, 2: 3}',
        "a key in double quotes is expected here",
        'write it as in {"kind": "Pool"}',
    ),
    "string without quotes": (
        '{"a": v2}',
        "a string must be in double quotes",
        'write "v2"',
    ),
    "misspelt constant": (
        '{"a": ture}',
        "unknown word ture",
        "did you mean true?",
    ),
    "constant of Python": ('{"a": None}', "None is not a JSON value", "write null"),
    "NaN": ('{"a": NaN}', "NaN is not a JSON value", "write a number or null"),
    "leading zero": (
        '{"a": 012}',
        "012 is not a JSON number",
        "write a number such as 10, 0.5 or -1",
    ),
    "plus sign": (
        '{"a": +1}',
        "+1 is not a JSON number",
        "write a number such as 10, 0.5 or -1",
    ),
    "hexadecimal number": (
        '{"a": 0x1F}',
        "0x1F is not a JSON number",
        "write a number such as 10, 0.5 or -1",
    ),
    "no value": ('{"a": }', "a value is expected here", "add a value"),
    "open bracket": (
        '{"a": [1',
        'the bracket "[" is not closed',
        "add the closing bracket",
    ),
    "wrong bracket": (
        '{"a": [1}',
        '"}" is not expected here',
        'add "]" before it',
    ),
    "two brackets": (
        "[]]",
        '"]" has no opening bracket',
        "remove it, or add the opening bracket",
    ),
    "two values": (
        '{"a": 1} {"b": 2}',
        "unexpected text after the end of the JSON value",
        "write one pool per file, or several in a YAML file, separated by ---",
    ),
    "open string": (
        '{"a": "b',
        "the string that begins here is not closed",
        "add the closing double quote",
    ),
    "string of two lines": (
        '{"a": "b\n"}',
        "the string is not closed on its line",
        "add the closing double quote, or write \\n for a line break",
    ),
    "tab": (
        '{"a": "b\t"}',
        "a tab is not allowed in a JSON string",
        "write \\t",
    ),
    "escape": (
        '{"a": "C:\\data"}',
        "unknown escape \\d",
        "write \\\\ for a backslash",
    ),
    "short escape": (
        '{"a": "\\u12"}',
        "the escape \\u needs 4 hex digits",
        "add the digits, or write \\\\ for a backslash",
    ),
    "surrogate": (
        '{"a": "\\ud800"}',
        "the string contains half of a surrogate pair",
        "write both halves, as in \\ud83d\\ude00, or the character itself",
    ),
    "no-break space": (
        '{"a":\u00a01}',
        "U+00A0 is not allowed between JSON values",
        "write a plain space",
    ),
    "template": (
        '{"a": {{ b }}}',
        "this looks like an unrendered template",
        "render the file first",
    ),
    "brace that closes too early": (
        '{"metadata": {"a": 1}},\n"spec": {}}',
        "unexpected text after the end of the JSON value",
        "remove the bracket above that closes the value too early",
    ),
    "square bracket that closes too early": (
        "[[1]], 2]",
        "unexpected text after the end of the JSON value",
        "remove the bracket above that closes the value too early",
    ),
    "comma after the value": (
        '{"a": 1},',
        "unexpected text after the end of the JSON value",
        'remove ","',
    ),
    "semicolon after the value": (
        '{"a": 1};',
        "unexpected text after the end of the JSON value",
        'remove ";"',
    ),
    "semicolon after a bracket that closes too early": (
        '{"a": 1}; "b": 2}',
        "unexpected text after the end of the JSON value",
        "remove the bracket above that closes the value too early",
    ),
    "brace that closes too early without a comma": (
        '{"a": {}}\n"b": {}}',
        "unexpected text after the end of the JSON value",
        "remove the bracket above that closes the value too early",
    ),
    "word after the value": (
        '{"a": 1} x',
        "unexpected text after the end of the JSON value",
        "remove the text",
    ),
    "string after a string": (
        '"a" "b"',
        "unexpected text after the end of the JSON value",
        "remove the text",
    ),
    "comma between values": (
        '{"a": 1},\n{"b": 2}',
        "unexpected text after the end of the JSON value",
        "write one pool per file, or several in a YAML file, separated by ---",
    ),
    "comma after a string": (
        '"a", "b"',
        "unexpected text after the end of the JSON value",
        'remove ","',
    ),
    "semicolon between entries": (
        '{"a": 1; "b": 2}',
        '";" is not expected here',
        'write "," in its place',
    ),
    "semicolon before a bracket": (
        '{"a": 1;}',
        '";" is not expected here',
        "remove it",
    ),
    "lost opening bracket": (
        '{"scope": "Train"], "b": 1}',
        '"]" has no opening bracket',
        "remove it, or add the opening bracket",
    ),
    "lost opening bracket in a mapping": (
        '{"spec": {"scope": "Train"], "b": 1}}',
        '"]" has no opening bracket',
        "remove it, or add the opening bracket",
    ),
    "lost opening brace": (
        "[1}, 2]",
        '"}" has no opening bracket',
        "remove it, or add the opening bracket",
    ),
    "wrong bracket at the end": (
        '{"a": "x"]',
        '"]" is not expected here',
        'write "}" in its place',
    ),
    "wrong bracket inside a list": (
        '{"a": [[1, 2}, 3]}',
        '"}" is not expected here',
        'write "]" in its place',
    ),
    "lost closing brace": (
        '{"a": [{"b": 1]}',
        '"]" is not expected here',
        'add "}" before it',
    ),
    "wrong bracket among other mistakes": (
        '{"a": 1], [[',
        '"]" has no opening bracket',
        "remove it, or add the opening bracket",
    ),
    "incomplete number 1e": (
        '{"a": 1e}',
        "1e is an incomplete number",
        "write a number such as 10, 0.5 or -1",
    ),
    "incomplete number 1e+": (
        '{"a": 1e+}',
        "1e+ is an incomplete number",
        "write a number such as 10, 0.5 or -1",
    ),
    "incomplete number 10.25E-": (
        '{"a": 10.25E-}',
        "10.25E- is an incomplete number",
        "write a number such as 10, 0.5 or -1",
    ),
    "incomplete number -": (
        '{"a": -}',
        "- is an incomplete number",
        "write a number such as 10, 0.5 or -1",
    ),
    "number that is all of the text": (
        "1e",
        "1e is an incomplete number",
        "write a number such as 10, 0.5 or -1",
    ),
    "word TRUE": (
        '{"a": TRUE}',
        "unknown word TRUE",
        "did you mean true?",
    ),
    "word tru": (
        '{"a": tru}',
        "unknown word tru",
        "did you mean true?",
    ),
    "word FALSE": (
        '{"a": FALSE}',
        "unknown word FALSE",
        "did you mean false?",
    ),
    "word Null": (
        '{"a": Null}',
        "unknown word Null",
        "did you mean null?",
    ),
    "YAML": (
        "kind: Pool\n",
        "this is not JSON, but the file name ends in .json",
        "write JSON, or rename a YAML file to .yaml",
    ),
}


def error_in(text: str, name: str = "a.yaml") -> Finding:
    found = lint_text(text, filename=name, config=REQUEST)
    return next(finding for finding in found if finding.rule == "RP001")


@pytest.mark.parametrize(("text", "message", "advice"), YAML.values(), ids=YAML)
def test_yaml_error_has_a_message_and_a_help_text(
    text: str, message: str, advice: str
) -> None:
    finding = error_in(text)
    assert (finding.message, finding.help) == (message, advice)
    assert "libyaml" not in f"{finding.message} {finding.help}"


@pytest.mark.parametrize(("text", "message", "advice"), JSON.values(), ids=JSON)
def test_json_error_has_a_message_and_a_help_text(
    text: str, message: str, advice: str
) -> None:
    finding = error_in(text, "a.json")
    assert (finding.message, finding.help) == (message, advice)
    assert finding.note is None


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("a: [b\n", "libyaml: did not find expected ',' or ']' while parsing a flow"),
        ("a: *b\n", "libyaml: found undefined alias"),
        ("a: &x 1\nb: &x 2\n", "libyaml: found duplicate anchor"),
    ],
)
def test_words_of_libyaml_are_a_note(text: str, note: str) -> None:
    finding = error_in(text)
    assert finding.note
    assert finding.note.startswith(note)


def test_unknown_error_has_a_general_message_and_a_note() -> None:
    site = ErrorSite("a: b\n", 3, 3)
    assert error_text("something new", "", site).message == "invalid YAML"
    found = explain(json.JSONDecodeError("Something new", "[x]", 1), "[x]")
    assert (found.message, found.note) == ("invalid JSON", "json: Something new")


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_reports_a_syntax_error(name: str) -> None:
    finding = error_in('a: "\\\u202e[b\n')
    report = Report((FileResult("a.yaml", (finding,)),))
    text = "".join(reporter(name)(report, Style()))
    assert "RP001" in text
    assert "\u202e" not in text
    assert ("libyaml" in text) == (name in {"full", "json", "sarif", "html"})


def test_line_above_in_another_document_is_not_the_cause() -> None:
    finding = error_in("kind: Pool\nname\n---\n: a: b\n")
    assert finding.range
    assert finding.range.start.line == 2


@pytest.mark.parametrize("text", ["{kind: Pool}}\n", "  kind: Pool\nmetadata: {}\n"])
def test_part_of_a_broken_document_is_not_checked(text: str) -> None:
    found = lint_text(f"{text}---\nkind: Pool\n", filename="a.yaml", config=REQUEST)
    assert [f.rule for f in found if f.range and f.range.start.line < 3] == ["RP001"]
    assert {f.document.index for f in found if f.document} == {1}


def test_document_with_an_end_marker_is_checked_before_unexpected_text() -> None:
    text = "kind: Pool\n...\nmetadata: {}\n"
    found = lint_text(text, filename="a.yaml", config=REQUEST)
    assert [f.range.start.line for f in found if f.range and f.rule == "RP001"] == [3]
    assert any(finding.rule == "RP403" for finding in found)


def test_first_line_of_a_long_document_is_found() -> None:
    text = "  kind: Pool\n" + "  # comment\n" * 500 + "metadata: {}\n"
    assert error_in(text).message == "this line is indented less than the first line"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a: 1\n\tb: 1\n", "the value begins here"),
        ('a: "b\n  \\q"\n', "the value begins here"),
        ("a: [b\nc: d\n", "it is still open here"),
        ("a:\n  - b\n  c\nd: 1\n", "noticed here"),
    ],
)
def test_related_place_of_a_syntax_error_names_its_part(
    text: str, message: str
) -> None:
    assert [related.message for related in error_in(text).related] == [message]
