"""Hypothesis strategies: valid manifests, manifests with mistakes, and any text."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import yaml
from hypothesis import assume
from hypothesis import strategies as st

from manifests import NETWORK, PREFIX, as_yaml
from pool_lint.rules import Pointer

# White space, and invisible letters, signs and punctuation.
INVISIBLE = "[\\s\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0]"


def is_filled_in(text: str) -> bool:
    """Return whether a text contains no sign of a placeholder."""
    signs = ("{", "<", "$", "%", "@", "__", "((", "xxx", "your", "to", "tbd", "me")
    return not any(sign in text.lower() for sign in signs)


# Printable text without lone surrogates: it gives no RP001 and no RP009.
texts = st.text(
    st.characters(
        codec="utf-8", categories=["L", "N", "P", "S", "Zs"], exclude_characters="\xa0"
    ),
    max_size=20,
).filter(is_filled_in)

# Valid names and IDs: without white space, quotes and invisible characters.
ids = texts.filter(
    lambda text: text and not (set("\"'`") & set(text) or re.search(INVISIBLE, text))
)
plain_texts = texts.filter(lambda text: not set("!<>=&\"'") & set(text))
words = st.from_regex(r"[a-z][a-z0-9]{3,9}", fullmatch=True).filter(is_filled_in)
names = st.from_regex(r"[a-z][-a-z0-9]{2,20}[a-z0-9]", fullmatch=True)
versions = ids.filter(lambda text: not re.match("[C0-9]", text))


def optional(**fields: Any) -> Any:
    return st.fixed_dictionaries({}, optional=fields)


def prefixed(fields: dict[str, Any]) -> dict[str, Any]:
    return {PREFIX + name: value for name, value in fields.items()}


FLAVORS = ["modelarts.vm.gpu.tnt004", "modelarts.bm.gpu.8v100", "modelarts.p3.large"]
images = st.fixed_dictionaries(
    {"imageId": ids | st.just(""), "imageType": st.just("private")}
)


@st.composite
def resources(draw: st.DrawFn, flavor: str) -> dict[str, Any]:
    count = draw(st.integers(1, 2000))
    entry = {"flavor": flavor, "count": count}
    extra = optional(
        maxCount=st.just(count),
        extendParams=optional(
            dockerBaseSize=st.just("0") | st.integers(50, 500).map(str)
        ),
        os=st.fixed_dictionaries({}, optional={"name": texts}) | images,
    )
    entry |= draw(extra)
    return entry


periods = st.fixed_dictionaries(
    {
        "billing.mode": st.just("1"),
        "period.num": st.integers(1, 3).map(str),
        "period.type": st.sampled_from("23"),
        "order.id": ids,
    },
    optional={"auto.pay": st.sampled_from(["true", "false"])},
)
billing: st.SearchStrategy[dict[str, Any]] = st.one_of(
    optional(**{"description": plain_texts, "billing.mode": st.just("0")}), periods
)


@st.composite
def manifests(draw: st.DrawFn) -> dict[str, Any]:
    """Draw a valid request."""
    labels = {"name": draw(names.filter(is_filled_in))}
    labels |= draw(optional(**{"workspace.id": ids, "node.prefix": ids | st.just("")}))
    spec = {
        "type": "Dedicate",
        "scope": draw(
            st.lists(
                st.sampled_from(["Train", "Infer", "Notebook"]), min_size=1, unique=True
            )
        ),
        "resources": [
            draw(resources(flavor))
            for flavor in draw(st.permutations(FLAVORS))[: draw(st.integers(1, 3))]
        ],
        "network": {"name": f"{draw(words)}-{NETWORK[-32:]}"},
    }
    spec |= draw(
        optional(
            jobFlavors=st.lists(ids, max_size=2),
            driver=optional(
                gpuVersion=versions, updateStrategy=st.sampled_from(["force"])
            ),
        )
    )
    return {
        "apiVersion": "v2",
        "kind": "Pool",
        "metadata": {
            "labels": prefixed(labels),
            "annotations": prefixed(draw(billing)),
        },
        "spec": spec,
    }


def pointers(value: Any, pointer: Pointer = ()) -> list[Pointer]:
    """Return the pointers of all scalars."""
    if isinstance(value, dict):
        return [p for k, v in value.items() for p in pointers(v, (*pointer, k))]
    if isinstance(value, list):
        return [p for i, v in enumerate(value) for p in pointers(v, (*pointer, i))]
    return [pointer]


def at(value: Any, pointer: Pointer) -> Any:
    for step in pointer:
        value = value[step]
    return value


def keys(value: Any, pointer: Pointer = ()) -> list[Pointer]:
    """Return the pointers of all entries of mappings."""
    if isinstance(value, list):
        return [p for i, v in enumerate(value) for p in keys(v, (*pointer, i))]
    if not isinstance(value, dict):
        return []
    return [
        place
        for key, inner in value.items()
        for place in [(*pointer, key), *keys(inner, (*pointer, key))]
    ]


json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**20), 10**20)
    | st.floats(allow_nan=False, allow_infinity=False)
    | texts,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3)
    ),
    max_leaves=8,
)

# Characters and pieces of YAML, for texts that are rarely valid.
HOSTILE_PIECES = st.sampled_from(
    [
        *"[]{},:?-#&*!|>'\"%@`\\\n\t \r\x00\x85\u2028\ufeff\ud800\ue000",
        "kind: Pool\n",
        "os.modelarts/name: ",
        "<<: ",
        "*a ",
        "&a ",
        "!!str ",
        "---\n",
        "...\n",
        "\n  - ",
        "\n    ",
        "spec:",
        "{{ x }}",
        "0o7",
        "1:30",
    ]
)


# --- Manifests with mistakes

Data = dict[str, Any]

# Each function makes one mistake in a manifest. Every mistake has a fix.
MISTAKES: dict[str, Callable[[Data], object]] = {
    "bare number": lambda d: d["metadata"]["labels"].update(
        {f"{PREFIX}workspace.id": 0}
    ),
    "bare boolean": lambda d: d["metadata"]["labels"].update(
        {f"{PREFIX}node.prefix": True}
    ),
    "bare float": lambda d: d["spec"].update(driver={"gpuVersion": 470.5}),
    "quoted number": lambda d: d["spec"]["resources"][0].update(count="2"),
    "case": lambda d: d["spec"].update(type="dedicate"),
    "misspelt": lambda d: d["spec"].update(type="Dedicated"),
    "twice": lambda d: d["spec"].update(scope=["Train", "Infer", "Train", "Infer"]),
    "key": lambda d: d["spec"].update(scoep=d["spec"].pop("scope")),
    "prefix": lambda d: d["metadata"]["labels"].update(
        {"os.modelart/node.prefix": "a"}
    ),
    "moved name": lambda d: d["metadata"].update(
        name=d["metadata"]["labels"].pop(f"{PREFIX}name")
    ),
    "moved block": lambda d: d.update(resources=d["spec"].pop("resources")),
    "moved mapping": lambda d: d.update(network=d["spec"].pop("network")),
    "maximum": lambda d: d["spec"]["resources"][0].update(maxCount=2001),
    "no effect": lambda d: d["metadata"]["annotations"].update(
        {f"{PREFIX}billing.mode": "0", f"{PREFIX}order.id": "a"}
    ),
    "only one": lambda d: d["metadata"].update(
        annotations={f"{PREFIX}promotion.info": "a"}
    ),
    "response": lambda d: d.update(status={"phase": "Running", "resources": {}}),
}


@st.composite
def mistaken(draw: st.DrawFn) -> Data:
    data = draw(manifests())
    for name in draw(st.lists(st.sampled_from(sorted(MISTAKES)), max_size=4)):
        try:
            MISTAKES[name](data)
        except KeyError:  # an earlier mistake removed the field
            assume(False)
    return data


def in_brackets(data: Data) -> str:
    return yaml.safe_dump(data, default_flow_style=True, width=60, sort_keys=False)


def mixed(data: Data) -> str:
    return yaml.safe_dump(data, default_flow_style=None, sort_keys=False)


FORMS = [as_yaml, in_brackets, mixed]

comments = st.sampled_from(
    [
        "",
        "",
        "# a",
        "  # b: c",
        "# pool-lint: disable=RP302 -- no",
        "  # pool-lint: disable=RP301,RP203 -- later",
        "# pool-lint: disable=RP102,RP105",
        "# pool-lint: disable=RP301",
        "# pool-lint: enable=RP301",
        "# pool-lint: disable-file=RP301,RP203",
        "#",
        "# \u00e9 \U0001f600",
    ]
)


@st.composite
def yaml_texts(
    draw: st.DrawFn, starts: tuple[str, ...] = ("", "\ufeff", "---\n")
) -> str:
    """Draw a manifest with mistakes, comments and unusual starts and ends.

    A test that cannot use some ``starts`` leaves them out. To reject them with
    ``assume`` fails a health check of Hypothesis now and then.
    """
    text = draw(st.sampled_from(FORMS))(draw(mistaken()))
    lines = text.splitlines()
    for number in draw(st.lists(st.integers(0, len(lines)), max_size=5)):
        lines.insert(number, draw(comments))
    text = "\n".join(lines) + draw(st.sampled_from(["\n", "", "\n\n# end\n"]))
    if draw(st.booleans()):
        text = f"{text}\n---\n# another\nkind: Network\na: [1,2]\n"
    text = draw(st.sampled_from(starts)) + text
    assume(_is_yaml(text))
    return text.replace("\n", draw(st.sampled_from(["\n", "\n", "\r\n"])))


def _is_yaml(text: str) -> bool:
    try:
        list(yaml.load_all(text.removeprefix("\ufeff"), yaml.BaseLoader))
    except yaml.YAMLError:
        return False
    return True


@st.composite
def json_texts(draw: st.DrawFn) -> str:
    indent = draw(st.sampled_from([None, 2, "\t"]))
    text = json.dumps(draw(mistaken()), indent=indent, ensure_ascii=draw(st.booleans()))
    return text.replace("\n", draw(st.sampled_from(["\n", "\r\n"])))


files = yaml_texts().map(lambda text: ("a.yaml", text)) | json_texts().map(
    lambda text: ("a.json", text)
)
