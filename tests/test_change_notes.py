"""What changes do to running pools: x-change in the schemas, and its accessor."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import product
from typing import Any

import pytest

from cases import every
from pool_lint.model.pointer import Pointer
from pool_lint.model.verdict import How, Verdict
from pool_lint.validation.changes import (
    KEYWORD,
    Billing,
    Change,
    ChangeNote,
    change_notes,
    note_for,
)
from pool_lint.validation.schemas import EDITIONS, Schema, SchemaName, request_schemas

REQUESTS = [schema for edition in EDITIONS for schema in request_schemas(edition)]
POOL = Schema("2026-01", SchemaName.CREATE_POOL)
each_request = pytest.mark.parametrize("schema", REQUESTS, ids=" ".join)
RULES = {
    "RD101": {Verdict.NEW_POOL},
    "RD102": {Verdict.DESTRUCTIVE},
    "RD103": {Verdict.DESTRUCTIVE},
    "RD104": {Verdict.DESTRUCTIVE},
    "RD105": {Verdict.REFUSED},
    "RD106": {Verdict.ORDER},
    "RD107": {Verdict.DISRUPTIVE},
    "RD108": {Verdict.DISRUPTIVE},
    "RD109": {Verdict.NEW_NODES_ONLY},
    "RD115": {Verdict.IN_PLACE},
    "RD116": {Verdict.IN_PLACE},
    "": {Verdict.NONE},
}
CONDITIONS: dict[str, set[Any]] = {
    "change": {*How} - {How.CHANGED},
    "billing": {*Billing},
    "strategy": {"force", "idle"},
}


def resolved(part: dict[str, Any], schema: Schema) -> dict[str, Any]:
    while "$ref" in part:
        name = part["$ref"].removeprefix("#/$defs/")
        part = schema.data["$defs"][name]
    return part


def changeable(
    part: dict[str, Any], schema: Schema, pointer: Pointer = ()
) -> Iterator[tuple[Pointer, dict[str, Any]]]:
    """Yield leaves, and lists of mappings, which have entries to add and remove."""
    part = resolved(part, schema)
    below: list[tuple[str | int, dict[str, Any]]]
    below = list(part.get("properties", {}).items())
    if isinstance(part.get("additionalProperties"), dict):
        below += [("any key", part["additionalProperties"])]
    if "items" in part:
        below += [(0, part["items"])]
        if resolved(part["items"], schema)["type"] == "object":
            yield pointer, part
    if not below:
        yield pointer, part
    for step, inside in below:
        yield from changeable(inside, schema, (*pointer, step))


FIELDS = [
    (schema, pointer, part)
    for schema in REQUESTS
    for pointer, part in changeable(schema.data, schema)
]
each_field = every(
    ("schema", "pointer", "part"),
    FIELDS,
    ids=[f"{' '.join(s)} {'.'.join(map(str, p))}" for s, p, _ in FIELDS],
)


@each_request
def test_every_kind_of_request_has_fields_to_change(schema: Schema) -> None:
    assert len([one for one, _, _ in FIELDS if one == schema]) >= 12


@each_field
def test_no_field_lacks_a_verdict(
    schema: Schema, pointer: Pointer, part: dict[str, Any]
) -> None:
    assert part[KEYWORD]
    notes = change_notes(pointer, schema)
    assert [note.verdict for note in notes] == [e["verdict"] for e in part[KEYWORD]]


@each_field
def test_every_note_is_well_formed(
    schema: Schema, pointer: Pointer, part: dict[str, Any]
) -> None:
    del part
    for note in change_notes(pointer, schema):
        assert note.verdict in RULES[note.rule]
        assert note.source
        assert re.fullmatch("202[4-6](-(0[1-9]|1[0-2]))?", note.date)
        assert note.confidence in {"documented", "observed", "by absence"}
        assert not note.effect.endswith(".")
        assert len(note.effect.split()) <= 15
        for key, value in note.when.items():
            assert value in CONDITIONS.get(key, {value})
        assert note.when.keys() <= {*CONDITIONS, "to"}


@each_field
def test_every_change_has_a_note_and_every_note_applies(
    schema: Schema, pointer: Pointer, part: dict[str, Any]
) -> None:
    del part
    notes = change_notes(pointer, schema)
    values = [None, "other", *(n.when["to"] for n in notes if "to" in n.when)]
    changes = product(How, Billing, values, ["", "force", "idle"])
    used = [note_for(Change(*one), notes) for one in changes]
    assert None not in used
    assert set(map(id, notes)) == set(map(id, used)), "a note never applies"
    assert not notes[-1].when


def verdict(*pointer: str | int, **conditions: Any) -> tuple[str, str]:
    note = note_for(Change(**conditions), change_notes(pointer, POOL))
    assert note
    return note.rule, note.verdict


LABELS = ("metadata", "labels")
ANNOTATIONS = ("metadata", "annotations")
RESOURCE = ("spec", "resources", 3)
PREPAID = {"billing": Billing.PREPAID}
ADDED, REMOVED = {"change": How.ADDED}, {"change": How.REMOVED}
LOWERED = {"change": How.LOWERED}


@pytest.mark.parametrize(
    ("pointer", "conditions", "expected"),
    [
        (("kind",), {}, ("", "none")),
        ((*LABELS, "os.modelarts/name"), {}, ("RD101", "new-pool")),
        ((*LABELS, "os.modelarts/workspace.id"), {}, ("RD116", "in-place")),
        ((*LABELS, "os.modelarts/node.prefix"), {}, ("RD101", "new-pool")),
        ((*ANNOTATIONS, "os.modelarts/description"), {}, ("RD116", "in-place")),
        (
            (*ANNOTATIONS, "os.modelarts/billing.mode"),
            {"to": "1"},
            ("RD106", "order"),
        ),
        (
            (*ANNOTATIONS, "os.modelarts/billing.mode"),
            {"to": "0", **PREPAID},
            ("RD105", "refused"),
        ),
        ((*ANNOTATIONS, "os.modelarts/billing.mode"), ADDED, ("", "none")),
        ((*ANNOTATIONS, "os.modelarts/period.num"), PREPAID, ("RD106", "order")),
        ((*ANNOTATIONS, "os.modelarts/period.num"), {}, ("", "none")),
        ((*ANNOTATIONS, "os.modelarts/auto.renew"), PREPAID, ("RD106", "order")),
        ((*ANNOTATIONS, "os.modelarts/auto.pay"), PREPAID, ("", "none")),
        (("spec", "type"), {}, ("RD101", "new-pool")),
        (("spec", "scope", 0), ADDED, ("RD116", "in-place")),
        (("spec", "scope", 0), REMOVED, ("RD102", "destructive")),
        (("spec", "scope"), REMOVED, ("RD102", "destructive")),
        (RESOURCE[:2], ADDED, ("RD115", "in-place")),
        (RESOURCE[:2], REMOVED, ("RD103", "destructive")),
        (RESOURCE[:2], REMOVED | PREPAID, ("RD105", "refused")),
        ((*RESOURCE, "flavor"), {}, ("RD103", "destructive")),
        ((*RESOURCE, "flavor"), PREPAID, ("RD105", "refused")),
        ((*RESOURCE, "count"), {"change": How.RAISED}, ("RD115", "in-place")),
        ((*RESOURCE, "count"), LOWERED, ("RD104", "destructive")),
        ((*RESOURCE, "count"), LOWERED | {"to": 0}, ("RD105", "refused")),
        ((*RESOURCE, "count"), LOWERED | {"to": False}, ("RD104", "destructive")),
        ((*RESOURCE, "count"), LOWERED | PREPAID, ("RD105", "refused")),
        ((*RESOURCE, "nodePool"), {}, ("RD103", "destructive")),
        ((*RESOURCE, "creatingStep", "step"), {}, ("RD105", "refused")),
        ((*RESOURCE, "labels", "team"), ADDED, ("RD116", "in-place")),
        ((*RESOURCE, "taints"), ADDED, ("RD116", "in-place")),
        ((*RESOURCE, "os", "imageId"), {}, ("RD109", "new-nodes-only")),
        ((*RESOURCE, "rootVolume", "size"), {}, ("RD109", "new-nodes-only")),
        (
            (*RESOURCE, "extendParams", "dockerBaseSize"),
            {},
            ("RD109", "new-nodes-only"),
        ),
        ((*RESOURCE, "driver", "version"), {}, ("RD107", "disruptive")),
        (("spec", "network", "name"), {}, ("RD101", "new-pool")),
        (("spec", "containerNetwork", "cidr"), {}, ("RD101", "new-pool")),
        (("spec", "jobFlavors"), ADDED, ("RD116", "in-place")),
        (("spec", "driver", "gpuVersion"), {}, ("RD107", "disruptive")),
        (
            ("spec", "driver", "npuVersion"),
            {"strategy": "force"},
            ("RD108", "disruptive"),
        ),
        (
            ("spec", "driver", "updateStrategy"),
            {"to": "force"},
            ("RD108", "disruptive"),
        ),
        (("spec", "driver", "updateStrategy"), {"to": "idle"}, ("RD116", "in-place")),
    ],
    ids=str,
)
def test_a_change_has_the_verdict_of_its_field(
    pointer: Pointer, conditions: dict[str, Any], expected: tuple[str, str]
) -> None:
    assert verdict(*pointer, **conditions) == expected


NETWORK = Schema("2026-01", SchemaName.NETWORK)
NODES = Schema("2026-01", SchemaName.NODE_POOL)
SFS = ("spec", "connection", "sfsTurboConnectionList")


@pytest.mark.parametrize(
    ("schema", "pointer", "rule"),
    [
        (NETWORK, ("spec", "cidr"), "RD101"),
        (NETWORK, (*ANNOTATIONS, "os.modelarts/description"), "RD116"),
        (NETWORK, (*SFS, 0, "sfsId"), "RD116"),
        (NETWORK, (*SFS, 0, "deep", 3, "er"), "RD116"),
        (NODES, ("metadata", "name"), "RD101"),
        (NODES, ("spec", "resources", "count"), "RD104"),
        (NODES, (*ANNOTATIONS, "os.modelarts/billing.mode"), "RD109"),
    ],
    ids=str,
)
def test_networks_and_node_pools_have_verdicts_of_their_own(
    schema: Schema, pointer: Pointer, rule: str
) -> None:
    note = note_for(Change(), change_notes(pointer, schema))
    assert note
    assert note.rule == rule


@pytest.mark.parametrize(
    "pointer",
    [
        (),
        ("spec",),
        ("odd",),
        ("spec", "odd"),
        ("spec", "resources", 0),
        ("spec", "resources", 0, "odd"),
        ("spec", "resources", "flavor"),
        ("spec", "type", "deeper"),
        ("spec", "scope", "Train"),
        ("spec", "scope", 0, 0),
        (*RESOURCE, "labels", 0),
        (*RESOURCE, "rootVolume", "extendParams", "odd"),
    ],
    ids=str,
)
def test_unknown_fields_and_groups_of_fields_have_no_note(pointer: Pointer) -> None:
    assert change_notes(pointer, POOL) == ()


def test_verdicts_are_ordered_from_harmless_to_impossible() -> None:
    assert [verdict.rank for verdict in Verdict] == list(range(8))
    assert max(Verdict.IN_PLACE, Verdict.NEW_POOL, key=lambda v: v.rank) == "new-pool"


def test_all_conditions_of_a_note_must_hold() -> None:
    when = {"change": "removed", "billing": "prepaid"}
    note = ChangeNote(Verdict.REFUSED, "", "", "documented", when=when)
    assert note.applies_to(Change(How.REMOVED, Billing.PREPAID))
    assert not note.applies_to(Change(How.REMOVED))
    assert not note.applies_to(Change(billing=Billing.PREPAID))
