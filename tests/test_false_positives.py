"""False positives: for every rule, valid text that resembles its mistake."""

from __future__ import annotations

from typing import Any

from cases import every
from manifests import (
    ANNOTATIONS,
    FLAVORS,
    LABELS,
    NETWORK,
    PREFIX,
    REFERENCE,
    RESOURCE,
    RESPONSE_BODY,
    as_yaml,
    changed,
)
from pool_lint import Config, Kind, Severity, lint_text
from pool_lint.rules import builtin_rules

SPEC = ("spec",)
TEXT = as_yaml(REFERENCE)
RESPONSE = Config(select="RP", kind=Kind.RESPONSE)
WITH_CATALOG = Config(select="RP", flavors=FLAVORS)


def note(name: str) -> tuple[str, ...]:
    return (*ANNOTATIONS, PREFIX + name)


def label(name: str) -> tuple[str, ...]:
    return (*LABELS, PREFIX + name)


MONTHLY = [
    (note("billing.mode"), "1"),
    (note("period.num"), "9"),
    (note("period.type"), "2"),
    (note("order.id"), "CS1"),
]


def request(*changes: Any) -> tuple[str, Config]:
    return as_yaml(changed(*changes)), Config(select="RP")


def later(*changes: Any) -> tuple[str, Config]:
    """Return a request, and options for edition 2026-01."""
    return as_yaml(changed(*changes)), Config(select="RP", edition="2026-01")


def with_description(text: str) -> tuple[str, Config]:
    return request((note("description"), text))


def replaced(old: str, new: str) -> tuple[str, Config]:
    assert old in TEXT
    return TEXT.replace(old, new), Config(select="RP")


def response(*changes: Any) -> tuple[str, Config]:
    return as_yaml(changed(*changes, base=RESPONSE_BODY)), RESPONSE


def resources(*flavors: str) -> Any:
    return ((*SPEC, "resources"), [{"flavor": f, "count": 1} for f in flavors])


def resource(*pointer: str | int) -> tuple[str | int, ...]:
    return (*RESOURCE, *pointer)


NO_HARDWARE = [(("spec", "network"), ...), (("spec", "driver"), ...)]
RESOURCE_ENTRY = {"flavor": "modelarts.vm.gpu.tnt004", "count": 2}
RESOURCE_TEXT = "  - flavor: modelarts.vm.gpu.tnt004\n    count: 1\n"

NOT_PLACEHOLDERS = [
    *("a > b < c", "<>", "{}", "${}", "$5", "a$X", "$x", "$Xa", "100%", "a%X%"),
    *("%x%", "@x@", "a@X@", "__x__", "__init__", "a__X__b", "(x)", "a((x))", "xx"),
    *("axxx", "xxxy", "CS25xxxxxxx", "yours", "my-your-x", "TODOS", "a TODO", "change"),
    *("<a\nb>", "{a\nb}", "${a\nb}"),
]

VALID: dict[str, list[tuple[str, Config]]] = {
    "RP001": [
        replaced("kind: Pool", "kind:\tPool\t# a tab that only separates"),
        replaced("description: ''", 'description: "{[ % @ ` "'),
        (f"\ufeff{TEXT}...\n", Config(select="RP")),
    ],
    "RP002": [
        # The same key on two levels, and in two entries.
        request(
            (("spec", "driver", "gpuVersion"), "440.31"), resources("a.gpu", "b.gpu")
        ),
        replaced("kind: Pool", "kind: Pool # kind: Pool"),
    ],
    "RP003": [
        (f"{TEXT}  masters: {'[' * 62}{']' * 62}\n", Config(select="RP")),
        (f"{TEXT}# {'x' * 3_000_000}\n", Config(select="RP")),
    ],
    "RP004": [
        ("header: {}\nbody: {kind: Network}\n", Config(select="RP")),
        ("spec: {resources: [{flavor: m1.large}]}\n", Config(select="RP")),
    ],
    "RP005": [
        (as_yaml({**REFERENCE, "status": {}}), Config(select="RP")),
        request((note("description"), "status: Running")),
    ],
    "RP006": [
        *(
            with_description(text)
            for text in (
                "costs < 5 and > 3",
                "see <https://example.com>, C++ <vector>",
                "a {b c} d",
                '{"id": 1}',
                "TODO",
                "your_name, $NAME, $(NAME), %NAME%, @NAME@, __NAME__, ((x)), xxx",
            )
        ),
        request((("spec", "userLogin"), {"password": "<x> {y} $Z"})),
        request(((*RESOURCE, "extendParams", "postInstall"), "echo $(date) <in {x}")),
        request(*MONTHLY, (note("promotion.info"), "<x> {y}")),
        request(*MONTHLY, (note("service.console.url"), "https://a/{id}")),
        *(request(((*RESOURCE, "os", "name"), text)) for text in NOT_PLACEHOLDERS),
    ],
    "RP007": [
        replaced("description: ''", "description: 'on'"),
        replaced("description: ''", "description: only on"),
        replaced("count: 2", "count: 10"),
    ],
    "RP008": [
        replaced("name: pool-001", "name: !!str pool-001"),
        replaced("name: pool-001", "name: ! pool-001"),
        replaced("description: ''", "description: '{{'"),
        replaced("scope:\n  - Train", "scope: &s [Train]\n  jobFlavors: *s"),
    ],
    "RP009": [
        replaced("description: ''", "description: 'a\u200db \ufe0f \u00a0 \u00ad'"),
        replaced("description: ''", 'description: "\\u200b"'),
    ],
    "RP101": [request((ANNOTATIONS, ...)), request((label("workspace.id"), ...))],
    "RP102": [
        replaced("name: pool-001", "name: 2b0c-d2d6"),
        replaced("count: 2", "count: 0x2"),
        request((("spec", "jobFlavors"), [])),
    ],
    "RP103": [
        request((("spec", "userLogin"), {"any": "thing"})),
        request((("spec", "resources", 0, "tags"), [{"odd": 1}])),
    ],
    "RP104": [request((("spec", "userLogin"), None)), request((("spec", "odd"), 1))],
    "RP108": [
        later((("spec", "userLogin"), None)),
        later((("spec", "odd"), 1)),
        request((("spec", "ipv6enable"), True)),
    ],
    "RP207": [
        request(*MONTHLY, (note("auto.pay"), "true")),
        request((note("billing.mode"), "0"), (note("auto.pay"), "false")),
        request(*MONTHLY, (note("auto.pay"), "<pay>")),
    ],
    "RP208": [
        later(*MONTHLY, (note("auto.pay"), "true")),
        request(*MONTHLY, (note("auto.pay"), "1")),
    ],
    "RP309": [
        later((resource("azs"), [{"az": "a", "count": 1}, {"az": "b", "count": 1}])),
        later((resource("azs"), [])),
        request((resource("azs"), [{"az": "a", "count": 1}])),
    ],
    "RP310": [
        later((resource("creatingStep"), {"step": 2})),
        later((resource("creatingStep"), {"type": "rack"})),
        request((resource("creatingStep"), {"step": 3})),
    ],
    "RP311": [
        (TEXT, WITH_CATALOG),
        (as_yaml(changed((resource("flavor"), "not.listed"))), WITH_CATALOG),
        request((resource("flavor"), "modelarts.vm.cpu.sold")),
    ],
    "RP406": [
        later((("spec", "network", "name"), NETWORK)),
        later((("spec", "network", "name"), "<network>")),
        later((("spec", "network", "name"), "")),
        request((("spec", "network", "name"), "net-01")),
    ],
    "RP407": [
        later((("spec", "network"), {"name": NETWORK, "vpcId": None})),
        later((("spec", "clusters"), [{"providerId": "c"}])),
        request((("spec", "network"), {"vpcId": "v"})),
    ],
    "RP408": [
        later((("spec", "type"), "Logical"), *NO_HARDWARE),
        later((("spec", "driver"), {"gpuVersion": "440.31"})),
        request((("spec", "type"), "Logical")),
    ],
    "RP604": [
        later((("spec", "userLogin"), {"password": ""})),
        later((("spec", "userLogin"), {"keyPairName": "c2VjcmV0"})),
        request((("spec", "userLogin"), {"password": "c2VjcmV0"})),
    ],
    "RP702": [later(), later((("spec", "network", "name"), "net-01"))],
    "RP703": [later(), request()],
    "RP105": [
        request((("spec", "scope"), ["Notebook", "Infer"])),
        request((("spec", "driver", "updateStrategy"), "idle")),
    ],
    "RP106": [
        request((note("description"), "")),
        request((label("node.prefix"), "")),
        request((("spec", "jobFlavors"), [])),
        request((("spec", "driver"), {})),
        request((ANNOTATIONS, {})),
    ],
    "RP107": [
        request(((*RESOURCE, "count"), 1)),
        request(((*RESOURCE, "count"), 2**31 - 1)),
        request(((*RESOURCE, "extendParams", "dockerBaseSize"), "000")),
        request(*MONTHLY, (note("period.num"), "001")),
    ],
    "RP201": [
        request((note("billing.mode"), "0")),
        request((note("billing.mode"), "10")),
        request(*MONTHLY),
    ],
    "RP202": [request((note("billing.mode"), ...)), request(*MONTHLY)],
    "RP203": [
        request((note("auto.renew"), "0")),
        request((note("description"), "period.num")),
        request(*MONTHLY, (note("auto.pay"), "false")),
        request((note("billing.mode"), "11"), (note("order.id"), "x")),
        request(
            (note("biling.mode"), "1"),
            (note("billing.mode"), ...),
            (note("order.id"), "x"),
        ),
    ],
    "RP204": [
        request(*MONTHLY),
        request(*MONTHLY, (note("period.num"), "3"), (note("period.type"), "3")),
        request((note("period.num"), "99"), (note("period.type"), "2")),
        request(*MONTHLY, (note("period.num"), "99"), (note("period.type"), "5")),
    ],
    "RP206": [
        request(*MONTHLY, (note("period.num"), "36")),
        request(*MONTHLY, (note("period.num"), "3"), (note("period.type"), "3")),
        request((note("period.num"), "99"), (note("period.type"), "3")),
        request(*MONTHLY, (note("period.num"), "99"), (note("period.type"), "5")),
    ],
    "RP205": [
        request(*MONTHLY, (note("auto.renew"), "0")),
        request((note("auto.renew"), "1")),
    ],
    "RP301": [
        request(((*RESOURCE, "maxCount"), 2)),
        request(((*RESOURCE, "maxCount"), 9), (("spec", "type"), "Logical")),
        request(((*RESOURCE, "maxCount"), 9), ((*RESOURCE, "count"), "two")),
        request(((*RESOURCE, "maxCount"), 9), ((*RESOURCE, "count"), ...)),
        response((("status", "resources", "deleting", "maxCount"), 2)),
    ],
    "RP302": [
        request(resources("modelarts.vm.gpu.a", "modelarts.vm.gpu.A")),
        request(resources("modelarts.vm.gpu.a", "modelarts.vm.gpu.a ")),
        request((("spec", "jobFlavors"), ["a", "a"])),
        *(
            request((RESOURCE[:-1], [RESOURCE_ENTRY, {**RESOURCE_ENTRY, field: value}]))
            for field, value in [
                ("nodePool", "b"),
                ("creatingStep", {"step": 2, "type": "hyperinstance"}),
            ]
        ),
        # `on` is ambiguous, so the node pools may differ.
        replaced("    count: 2\n", f"    count: 2\n{RESOURCE_TEXT}    nodePool: on\n"),
    ],
    "RP303": [request(resources(*(f"modelarts.vm.gpu.{n}" for n in range(10))))],
    "RP304": [
        request(((*RESOURCE, "count"), 2000)),
        # The limit applies to each resource, as in the console.
        request(
            (
                (*SPEC, "resources"),
                [{"flavor": f, "count": 1999} for f in ("a.gpu", "b.gpu")],
            )
        ),
    ],
    "RP305": [
        request(((*RESOURCE, "extendParams", "dockerBaseSize"), size))
        for size in ("0", "50", "500", "050", "50G")
    ],
    "RP306": [
        request(((*RESOURCE, "os"), {"name": "EulerOS"})),
        request(((*RESOURCE, "os"), {"imageId": "x"})),
        request(((*RESOURCE, "os"), {"imageId": "x", "imageType": "private"})),
        request(((*RESOURCE, "os"), {"imageId": "x", "imageType": "public"})),
        request(((*RESOURCE, "os"), {"imageId": "x", "imageTyp": "private"})),
    ],
    "RP307": [
        (TEXT, WITH_CATALOG),
        request(((*RESOURCE, "flavor"), "modelarts.unheard.of")),
    ],
    "RP308": [
        (TEXT, WITH_CATALOG),
        (as_yaml(changed(((*RESOURCE, "flavor"), "not.listed"))), WITH_CATALOG),
        request(((*RESOURCE, "flavor"), "modelarts.vm.cpu.sold")),
    ],
    "RP401": [
        request((("spec", "network"), {})),
        request((("spec", "network"), None)),
        request((("spec", "network"), ...), (("spec", "type"), "Logical")),
        request((("spec", "network"), ...), (("spec", "netwrk"), {"name": NETWORK})),
        response((("spec", "network"), ...), (("spec", "type"), "Logical")),
    ],
    "RP402": [
        request((("spec", "type"), "logical")),
        request((note("description"), "Logical")),
        response((("spec", "type"), "Logical")),
    ],
    "RP403": [
        request((SPEC, {})),
        request((SPEC, None)),
        replaced("spec:\n", "sepc:\n"),
    ],
    "RP404": [
        request((("spec", "network", "name"), f"net-{'0' * 32}")),
        request((("spec", "network", "name"), "")),
        request((("spec", "network", "name"), "{{ network }}")),
    ],
    "RP405": [
        request((("spec", "scope"), ["Train", "train"])),
        request((("spec", "scope"), ["Train", "Infer", "Notebook"])),
    ],
    "RP501": [
        request(((*RESOURCE, "flavor"), "modelarts.bm.4xlarge.pro")),
        request(resources("modelarts.vm.cpu.8ud", "modelarts.vm.gpu.tnt004")),
        request(resources("modelarts.vm.cpu.8ud", "modelarts.vm.2u4g.dcc")),
        request(resources("modelarts.vm.cpu.8ud"), (("spec", "driver"), {})),
        (
            as_yaml(changed(resources("modelarts.vm.cpu.8ud"))),
            Config(select="RP", flavors={"modelarts.vm.cpu.8ud": "gpu"}),
        ),
    ],
    "RP502": [
        request(
            resources("modelarts.bm.4xlarge.pro"),
            (("spec", "driver"), {"npuVersion": "C78"}),
        ),
        request(
            resources("modelarts.kat1.8xlarge"),
            (("spec", "driver"), {"npuVersion": "C78"}),
        ),
    ],
    "RP503": [
        request((("spec", "driver", "gpuVersion"), version))
        for version in ("470.57.02", "535.54.03", "C", "78", "1.2.3", "7.1.0.9.220")
    ]
    + [
        # RP502 reports that no flavor has a GPU.
        request(
            resources("modelarts.kat1.8xlarge"),
            (("spec", "driver", "gpuVersion"), "C78"),
        )
    ],
    "RP504": [
        request((("spec", "driver", "updateStrategy"), "idle")),
        request((("spec", "driver", "updateStrategy"), "Force")),
    ],
    "RP601": [
        request((label("name"), name)) for name in ("a--b", "a1-2", "pool", "a" * 64)
    ],
    "RP602": [request((label("name"), "a" * 30)), request((label("name"), "A" * 40))],
    "RP603": [
        with_description("d" * 100),
        with_description("größe; #1 (a/b) 50% @ home, *ok* ~ ^ | \\ `x`"),
        request((note("promotion.info"), "a & b"), *MONTHLY),
    ],
    "RP605": [
        request(*MONTHLY, (note("service.console.url"), url))
        for url in ("https://a", "HTTP://A:80?x", "https://[::1]/#x", "${URL}")
    ],
    "RP701": [
        (TEXT + "---\n" + TEXT.replace("'0'", "'1'"), Config(select="RP")),
        (f"{TEXT}---\n{TEXT.replace('pool-001', 'pool-002')}", Config(select="RP")),
        (f"{TEXT}---\nkind: Network\nmetadata: {{name: pool-001}}\n", Config()),
        (f"{as_yaml(RESPONSE_BODY)}---\n{as_yaml(RESPONSE_BODY)}", RESPONSE),
    ],
    "RP801": [response((("spec", "controlMode"), n)) for n in (0, 9, 31, ..., "x")],
    "RP802": [
        response((note("period.num"), ...), (note("period.type"), ...)),
        request(*MONTHLY, (note("period.type"), ...)),
    ],
    "RP803": [
        response(),
        response((("spec", "type"), "Logical"), (("spec", "network"), ...)),
        request((("spec", "type"), "Logical")),
    ],
    "RP804": [
        response((("status", "parent"), "")),
        response((("status", "parent"), "x"), (("spec", "type"), "Logical")),
        response((("status", "parent"), "x"), (("spec", "type"), "dedicate")),
    ],
    "RP901": [
        replaced("count: 2", "count: 0 # pool-lint: disable=RP107 -- drained"),
        replaced("count: 2", "count: 2 # see pool-lint: disable=RP107"),
        # Another file may have the same name.
        replaced("name: pool-001", "name: pool-001 # pool-lint: disable=RP701 -- x"),
        (
            TEXT.replace("count: 2", "count: 2 # pool-lint: disable=RP107 -- x"),
            Config(select="RP9", ignore="RP107"),
        ),
    ],
    "RP902": [
        replaced("count: 2", "count: 0 # pool-lint: disable=malformed_value -- x"),
        replaced("count: 2", "count: 0 # pool-lint: disable=rp107 -- RP999"),
        replaced("description: ''", "description: '# pool-lint: disable=RP999'"),
        replaced("kind: Pool", "kind: Pool # pool-linter: disable=RP999"),
    ],
    "RP903": [
        replaced("count: 2", "count: 0 # pool-lint: disable=RP107 -- drained"),
        replaced("count: 2", "count: 2 # pool-lint: enable=RP107"),
    ],
}
CASES = [(rule, *case) for rule, cases in VALID.items() for case in cases]


@every(("rule", "text", "config"), CASES)
def test_valid_text_gives_no_finding_of_the_rule(
    rule: str, text: str, config: Config
) -> None:
    assert rule not in {finding.rule for finding in lint_text(text, config=config)}


def test_every_rule_has_a_valid_text() -> None:
    assert set(VALID) == {rule.id for rule in builtin_rules()}


def test_rules_of_severity_info_must_be_selected() -> None:
    text, _ = request((("spec", "driver", "updateStrategy"), "force"))
    assert lint_text(text) == []
    for config in (Config(select="RP504"), Config(extend_select="RP5")):
        [finding] = lint_text(text, config=config)
        assert (finding.rule, finding.severity) == ("RP504", Severity.INFO)
