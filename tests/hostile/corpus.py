"""Files that break YAML and JSON parsers, and the finding expected for each.

PyYAML, jsonschema and tools that use them crash on these inputs, hang or misread them.
Every text is linted as a request (``--kind request``).
"""

from __future__ import annotations

from typing import NamedTuple

from bombs import laughs, merge_bomb, merge_chain

POOL = "apiVersion: v2\nkind: Pool\n"


class Case(NamedTuple):
    """A text or bytes, and a finding that it must have: rule, line and column.

    Without a rule the file only has to be linted in time. Column 0 matches any column.
    """

    text: str | bytes
    rule: str = ""
    line: int = 1
    column: int = 0
    name: str = "case.yaml"
    seconds: float = 2

    @property
    def data(self) -> bytes:
        """The bytes of the file."""
        return self.text.encode() if isinstance(self.text, str) else self.text


def block_maps(depth: int) -> str:
    """Return nested block mappings, one key a line."""
    return "".join(f"{' ' * level}k:\n" for level in range(depth))


def label(text: str) -> str:
    """Return a pool with a label that has this text as its value."""
    return (
        f"{POOL}metadata:\n  labels:\n    os.modelarts/name: pool-001\n"
        f"    os.modelarts/node.prefix: {text}\n"
    )


def labels(count: int, key: str = "k{}") -> str:
    """Return a pool with many labels."""
    entries = "".join(f"    {key.format(n)}: a\n" for n in range(count))
    return f"{POOL}metadata:\n  labels:\n{entries}"


# Numbers that are multiples of 2**61 - 1 have the same hash.
HASHES = "".join(f"{n * (2**61 - 1)}: a\n" for n in range(20_000))
LINE = 6  # the line of the label

CONTENT: dict[str, Case] = {
    # Aliases: a million fit into 3 MiB. They are counted before objects are created.
    "a million aliases": Case(
        f"{POOL}x: &a b\ny: [{'*a,' * 1_000_000}]\n", "RP003", 4, 600_005
    ),
    "a million aliases and an astral character": Case(
        f"{POOL}# \U0001f600\nx: &a b\ny: [{'*a,' * 1_000_000}]\n", "RP003", 5
    ),
    "a million merged aliases": Case(
        f"{POOL}x: &a {{b: c}}\ny: {{<<: [{'*a,' * 1_000_000}]}}\n", "RP003", 4
    ),
    "aliases as keys": Case(
        f"{POOL}x: &a b\ny: [{'{*a :*a},' * 300_000}]\n", "RP003", 4
    ),
    "as many aliases as are allowed": Case(
        f"{POOL}# \U0001f600\nx: &a b\ny: [{'{*a :*a},' * 60_000}]\n",
        "RP103",
        4,
        seconds=5,
    ),
    # Depth: PyYAML's composer crashes the interpreter; its parser takes quadratic time.
    "1,000 open lists": Case("[" * 1_000, "RP003", 1, 65),
    "100,000 open lists": Case("[" * 100_000, "RP003", 1, 65, seconds=1),
    "100,000 block lists": Case("- " * 100_000, "RP003", 1, 129, seconds=1),
    "30,000 keys": Case("? " * 30_000, "RP003", 1, 129, seconds=1),
    "20,000 open mappings": Case("{" * 20_000, "RP003", 1, 65, seconds=1),
    "100,000 open mappings": Case("{" * 100_000, "RP003", 1, 65, seconds=1),
    "100,000 open lists of JSON": Case(
        "[" * 100_000, "RP003", 1, 65, name="case.json", seconds=1
    ),
    "100,000 open objects of JSON": Case(
        '{"a":' * 100_000, "RP003", 1, 321, name="case.json", seconds=1
    ),
    "1,400 block mappings": Case(block_maps(1_400), "RP003", 65, 65),
    # Expansion: a small file expands to a large value.
    "billion laughs": Case(laughs(), "RP003", 6),
    "a long text 20,000 times": Case(
        f"a: &a {'x' * 40_000}\nb: [{'*a,' * 20_000}]\n", "RP003", 2
    ),
    "22 doubled merges": Case(merge_bomb(22)),
    "30 doubled merges": Case(merge_bomb(30)),
    "a chain of 3,000 merges": Case(merge_chain(3_000), ""),
    "one alias 4,000 times": Case(
        "a: &a {" + ", ".join(f"k{n}: v" for n in range(50)) + "}\n"
        "b: {<<: [" + ", ".join(["*a"] * 4_000) + "]}\n",
        "RP003",
        2,
    ),
    "3,000 empty sources 3,000 times": Case(
        "e: &e {}\ns: &s ["
        + ", ".join(["*e"] * 3_000)
        + "]\n"
        + "".join(f"m{n}: {{<<: *s}}\n" for n in range(3_000)),
        "",
    ),
    # Recursion.
    "a list in itself": Case("spec: {scope: &a [Train, *a]}", "RP008", 1, 26),
    "a mapping in itself": Case("spec: &a {network: *a}", "RP008", 1, 20),
    "a mapping merged into itself": Case("a: &a {<<: *a}", "RP008", 1),
    "a key that holds itself": Case("&a ? *a\n: b", "", 1),
    # Keys.
    "a list for a key": Case("[a, b]: x", "RP008", 1, 1),
    "a mapping for a key": Case("{a: b}: x", "RP008", 1, 1),
    "a template": Case("{{ pool }}", "RP008", 1),
    "three keys that are one": Case("1: a\n1.0: b\ntrue: c\n", "RP008", 1),
    "equal keys": Case(f"{POOL}kind: Pool\n", "RP002", 3, 1),
    "equal keys, one in quotes": Case(f'{POOL}"kind": Pool\n', "RP002", 3, 1),
    "equal keys, one with a tag": Case(f"{POOL}!!str kind: Pool\n", "RP002", 3),
    "equal keys, one an alias": Case(
        "kind: &k kind\napiVersion: v2\n*k : Pool\n", "RP002", 3, 1
    ),
    "equal keys by escapes": Case(f'{POOL}"\\x6bind": Pool\n', "RP002", 3, 1),
    "equal keys of JSON by escapes": Case(
        '{"kind": "Pool",\n "\\u006bind": "Pool"}', "RP002", 2, 2, "case.json"
    ),
    "50,000 equal keys": Case(POOL + "a: 1\n" * 50_000, "RP002", 4, seconds=3),
    "20,000 keys of one hash": Case(POOL + HASHES, "RP008", 3, seconds=4),
    # Aliases without an anchor, and repeated anchors.
    "an alias without an anchor": Case("a: *b", "RP001", 1, 4),
    "an alias of another document": Case("a: &b c\n---\nd: *b\n", "RP001", 3, 4),
    "an anchor twice": Case("a: &b 1\nc: &b 2\n", "RP001", 2),
    # Scalars for which `yaml.load` raises other errors than YAMLError.
    "an invalid day": Case(label("2001-99-99"), "RP007", LINE),
    "a date of zeros": Case(label("0000-00-00"), "RP007", LINE),
    "invalid minutes": Case(label("+99:99"), "RP403", 1),
    "an integer without digits": Case(label("0b_"), "RP007", LINE),
    "a hex integer without digits": Case(label("0x_"), "RP007", LINE),
    "an integer of 5,000 digits": Case(label("1" * 5_000), "RP102", LINE),
    "a hex of 100,000 digits": Case(label("0x" + "f" * 100_000), "RP102", LINE),
    "many sixties": Case(label("1" + ":59" * 10_000), "RP007", LINE),
    "sixties": Case(label("1:30"), "RP007", LINE, 31),
    "an octal": Case(label("010"), "RP102", LINE, 31),
    "an octal of 1.2": Case(label("0o10"), "RP102", LINE, 31),
    "underscores": Case(label("1_0"), "RP007", LINE, 31),
    "infinity": Case(label(".inf"), "RP102", LINE, 31),
    "not a number": Case(label(".nan"), "RP102", LINE, 31),
    "NaN of JSON": Case('{"kind": NaN}', "RP001", 1, 10, "case.json"),
    "infinity of JSON": Case('{"kind": -Infinity}', "RP001", 1, 10, "case.json"),
    "too large for a float": Case('{"kind": 1e400}', "RP102", 1, 10, "case.json"),
    "an equals sign": Case(label("="), "RP007", LINE, 31),
    "an equals sign for a key": Case("=: a\n", "", 1),
    "a wide digit": Case(
        f"{POOL}spec: {{resources: [{{count: \uff11}}]}}\n", "RP102", 3
    ),
    # Tags.
    **{
        f"the tag {tag}": Case(f"a: {tag} {value}\n", "RP008", 1, 4)
        for tag, value in [
            ("!!timestamp", "x"),
            ("!!int", "abc"),
            ("!!int", '""'),
            ("!!float", "_"),
            ("!!bool", "maybe"),
            ("!!binary", "===="),
            ("!!binary", "é"),
            ("!!set", "{a, b}"),
            ("!!omap", "[a: b]"),
            ("!!pairs", "[a: b]"),
            ("!!map", "x"),
            ("!!seq", "{a: b}"),
            ("!!str", "{a: b}"),
            ("!!python/object/apply:os.system", "[ls]"),
            ("!custom", "x"),
            ("!x%0A::error", "x"),
            ("!x%1b%5b2J", "x"),
        ]
    },
    "a tag that is not UTF-8": Case("a: !x%c0%80 b\n", "RP001", 1),
    # Merge keys.
    "a merge of text": Case("a: {<<: x}\n", "RP008", 1),
    "a merge of a list of text": Case("a: {<<: [a]}\n", "RP008", 1),
    "a merge of null": Case("a:\n  <<:\n", "RP008", 2),
    "a merge key in quotes": Case('a: {"<<": {b: c}}\n', "", 1),
    # Characters.
    "NUL": Case("a: \0", "RP001", 1, 4),
    "an escape": Case("a: \x1b[2J", "RP001", 1, 4),
    "DEL": Case("a: \x7f", "RP001", 1, 4),
    "C1": Case("a: \x9b", "RP001", 1, 4),
    "a form feed": Case("a: \f", "RP001", 1, 4),
    "U+FFFE": Case("a: \ufffe", "RP001", 1, 4),
    "Latin-1": Case(b"kind: Pool # \xe4", "RP001", 1, 14),
    "overlong UTF-8": Case(b"kind: Pool # \xc0\xaf", "RP001", 1, 14),
    "a surrogate in UTF-8": Case(b"kind: Pool # \xed\xa0\x80", "RP001", 1, 14),
    "cut off UTF-8": Case(b"kind: Pool # \xe2\x82", "RP001", 1, 14),
    "UTF-16": Case(POOL.encode("utf-16"), "RP101", 1),
    "UTF-16 without a mark": Case(POOL.encode("utf-16-le"), "RP001", 1),
    "UTF-32": Case(POOL.encode("utf-32"), "RP001", 1),
    "cut off UTF-16": Case(POOL.encode("utf-16")[:-1], "RP001", 2),
    "half a surrogate pair": Case('kind: "\\ud800"', "RP001", 1),
    "a surrogate pair": Case('kind: "\\ud83d\\ude00"', "RP001", 1),
    "half a surrogate pair of JSON": Case(
        '{"kind": "\\ud800"}', "RP001", 1, 10, "case.json"
    ),
    "a mark before the second document": Case(
        f"{POOL}---\n\ufeffkind: Pool\n", "RP009", 4
    ),
    "NEL in a comment": Case(f"# harmless\x85{POOL}", "RP009", 1, 11),
    "LS in a comment": Case(f"# harmless\u2028spec: a\n{POOL}", "RP009", 1, 11),
    "PS in text": Case(label('"a\u2029b"'), "RP009", LINE, 33),
    "a bidi override": Case(label("a\u202eb"), "RP009", LINE, 32),
    # Directives.
    "a long version": Case("%YAML 1.99999999999999999999\n---\na\n", "RP001", 1),
    "an unknown directive": Case("%FOO\n---\na\n", "", 1),
    "YAML 2.0": Case("%YAML 2.0\n---\na\n", "RP001", 1),
    "two versions": Case("%YAML 1.1\n%YAML 1.1\n---\na\n", "RP001", 2),
    # Lines and documents.
    "a tab behind a colon": Case("kind:\tPool", "RP101", 1),
    "JSON with tabs in YAML": Case('{\n\t"kind": "Pool"\n}', "RP101", 2),
    "CRLF": Case("kind: Pool\r\na: [\r\n", "RP001", 2),
    "CR": Case("kind: Pool\ra: [\r", "RP001", 2),
    "an empty file": Case("", "RP106", 1, 1),
    "blanks": Case("  \n\n", "RP106", 1),
    "a comment": Case("# kind: Pool\n", "RP106", 1),
    "50,000 documents": Case("---\n" * 50_000, "RP003", 1_001),
    # Data that is slow to validate.
    "equal objects": Case(
        f"{POOL}spec: {{scope: [{', '.join(['{a: b}'] * 3_000)}]}}\n", "RP102", 3
    ),
    "many unknown keys": Case(labels(90_000), "RP103", 5, seconds=5),
    "a long invalid name": Case(
        f"{POOL}metadata: {{labels: {{os.modelarts/name: {'a' * 100_000}!}}}}\n",
        "RP601",
        3,
    ),
    # Thousands of suppression comments.
    "20,000 names in a comment": Case(
        f"# pool-lint: disable-file={','.join(f'RP{n:05}' for n in range(20_000))}\n"
        + POOL,
        "RP902",
        1,
    ),
    "50,000 blanks in a comment": Case(
        f"# pool-lint:{' ' * 50_000}disable-file=RP101\n{POOL}", "RP403", 2
    ),
    "comments in strings": Case(label('"# pool-lint: disable=RP102"'), "RP403", 1),
    # Broken files whose signs of a pool are slow to find.
    "100,000 comments after keys": Case("x: [\n" + "kind: #\n# " * 100_000),
    "300,000 tags after a key": Case(f"x: [\nkind: {'!a ' * 300_000}\n"),
    "300,000 joined lines": Case('"k' + "\\\n" * 300_000),
    # Modelines, references and includes are plain data.
    "a modeline": Case(
        f"# yaml-language-server: $schema=/etc/passwd\n{POOL}", "RP101", 2
    ),
    "a reference": Case(f"{POOL}$ref: file:///etc/passwd\n", "RP103", 3),
    "an include": Case("a: !include /etc/passwd\n", "RP008", 1),
}
