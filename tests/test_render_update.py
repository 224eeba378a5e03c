"""render --update: the requests that update pools, and changes that it refuses."""

from __future__ import annotations

import copy
import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from command import run
from comparing import Side, write
from manifests import (
    ANNOTATIONS,
    NAME,
    NETWORK,
    PREFIX,
    REFERENCE,
    RESOURCE,
    answer,
    as_json,
    as_yaml,
    changed,
)
from test_published_bodies import FOLDER
from test_render import ADDRESS, HOST, PROJECT

Done = subprocess.CompletedProcess[str]
DESCRIPTION = (*ANNOTATIONS, f"{PREFIX}description")
WORKSPACE = ("metadata", "labels", f"{PREFIX}workspace.id")
BILLING = (*ANNOTATIONS, f"{PREFIX}billing.mode")
SCOPE = ("spec", "scope")
SECOND = {"flavor": "modelarts.vm.gpu.tnt008", "count": 3}
TWO = changed((("spec", "resources"), [*REFERENCE["spec"]["resources"], SECOND]))
LATEST = ("--edition", "2026-01")


def update(folder: Path, old: Any, new: Any, *options: str) -> Done:
    """Render the update from one manifest to another one."""
    write(folder, {"old.yaml": old, "new.yaml": new})
    return run("render", "--update", "old.yaml", "new.yaml", *options, cwd=folder)


def body(done: Done) -> Any:
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def refused(done: Done, *reasons: str) -> None:
    assert (done.returncode, done.stdout) == (1, "")
    for reason in reasons:
        assert f"{reason}; no request printed\n" in done.stderr


def published(name: str) -> Any:
    return json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))


def merged(target: Any, patch: Any) -> Any:
    """Apply a merge patch, as RFC 7396 defines it."""
    if not isinstance(patch, dict):
        return patch
    result = dict(target) if isinstance(target, dict) else {}
    for key, value in patch.items():
        result[key] = merged(result.get(key), value)
    return {key: value for key, value in result.items() if value is not None}


# --- The body


def test_only_changed_fields_are_sent(tmp_path: Path) -> None:
    new = changed((DESCRIPTION, "weekly"))
    done = update(tmp_path, REFERENCE, new)
    assert body(done) == {"metadata": {"annotations": {DESCRIPTION[-1]: "weekly"}}}
    assert "pool-001   in place   2 -> 2   description\n" in done.stderr


def test_a_list_is_sent_with_all_its_entries(tmp_path: Path) -> None:
    """A merge patch replaces lists (RFC 7396): a missing entry releases its nodes."""
    new = copy.deepcopy(TWO)
    new["spec"]["resources"][1]["count"] = 4
    resources = [REFERENCE["spec"]["resources"][0], {**SECOND, "count": 4}]
    assert body(update(tmp_path, TWO, new)) == {"spec": {"resources": resources}}


IN_PLACE = [
    [(DESCRIPTION, "x")],
    [(DESCRIPTION, "x"), ((*RESOURCE, "count"), 5)],
    [(SCOPE, ["Train", "Infer"])],
    [(("spec", "resources"), [*REFERENCE["spec"]["resources"], SECOND])],
    [(WORKSPACE, "3b0d")],
    [(("spec", "jobFlavors"), ["a"])],
    [((*RESOURCE, "taints"), [{"key": "a", "value": "b", "effect": "NoSchedule"}])],
]


@pytest.mark.parametrize("changes", IN_PLACE)
def test_a_sent_update_gives_the_new_manifest(
    tmp_path: Path, changes: list[tuple[tuple[Any, ...], Any]]
) -> None:
    new = changed(*changes)
    patch = body(update(tmp_path, REFERENCE, new, *LATEST))
    assert merged(REFERENCE, patch) == merged({}, new)
    assert not {"kind", "apiVersion"} & set(patch)


def test_a_removed_field_is_null(tmp_path: Path) -> None:
    new = copy.deepcopy(REFERENCE)
    old = changed((DESCRIPTION, "x"))
    del new["metadata"]["annotations"]
    done = update(tmp_path, old, new)
    assert body(done) == {"metadata": {"annotations": {DESCRIPTION[-1]: None}}}


def test_changes_without_an_effect_are_not_sent(tmp_path: Path) -> None:
    new = changed((SCOPE, ["Train"]), ((*ANNOTATIONS, f"{PREFIX}auto.pay"), "1"))
    done = update(tmp_path, REFERENCE, new, "--fail-on", "never")
    assert (done.returncode, done.stdout) == (0, "")
    assert "pool-001" not in done.stderr.partition("1 error")[2]


# The request of each example, with the manifest before and the accepted rules.
PUBLISHED: dict[str, tuple[Any, tuple[str, ...]]] = {
    "update-description": (published("basic"), ()),
    "update-count": (published("basic"), ()),
    "update-scale-out": (published("basic"), ("RD102", "RD103")),
}


@pytest.mark.parametrize("name", PUBLISHED)
def test_published_updates_are_rendered(tmp_path: Path, name: str) -> None:
    old, rules = PUBLISHED[name]
    patch = published(name)
    new = merged(old, patch)
    if name == "update-count":
        flavor = patch["spec"]["resources"][0]["flavor"]
        old = merged(old, {"spec": {"resources": [{"flavor": flavor, "count": 1}]}})
    accepted = [word for rule in rules for word in ("--accept", rule)]
    options = (*LATEST, "--fail-on", "never", *accepted)
    assert body(update(tmp_path, old, new, *options)) == patch


# --- Refusals

REFUSED: dict[str, list[tuple[tuple[Any, ...], Any]]] = {
    "new pool": [(NAME, "pool-009")],
    "order": [(BILLING, "1"), ((*ANNOTATIONS, f"{PREFIX}period.num"), "1")],
    "refused": [(WORKSPACE, "3b0d"), (DESCRIPTION, "x")],
    "destructive": [((*RESOURCE, "count"), 1)],
    "disruptive": [(("spec", "driver", "gpuVersion"), "515.65.01")],
    "new nodes only": [((*RESOURCE, "os"), {"name": "Ubuntu"})],
}


@pytest.mark.parametrize("verdict", REFUSED)
def test_a_change_that_is_not_in_place_is_refused_with_its_finding(
    tmp_path: Path, verdict: str
) -> None:
    new = changed(*REFUSED[verdict])
    reason = f'new.yaml: pool "pool-001": cannot be updated in place: {verdict}'
    done = update(tmp_path, REFERENCE, new, *LATEST)
    refused(done, reason)
    assert "[RD1" in done.stderr
    # A rule that does not run, or fails nothing, makes no update possible.
    for options in (["--ignore", "RD"], ["--fail-on", "never"]):
        refused(update(tmp_path, REFERENCE, new, *LATEST, *options), reason)


@pytest.mark.parametrize("verdict", REFUSED)
def test_an_accepted_change_is_rendered_if_an_update_can_make_it(
    tmp_path: Path, verdict: str
) -> None:
    new = changed(*REFUSED[verdict])
    rules = ("RD101", "RD104", "RD105", "RD106", "RD107", "RD109", "RD110")
    accepted = [word for rule in rules for word in ("--accept", rule)]
    done = update(tmp_path, REFERENCE, new, *LATEST, *accepted)
    if verdict in {"new pool", "order", "refused"}:
        refused(done)
    else:
        assert merged(REFERENCE, body(done)) == new


def test_each_change_must_be_accepted(tmp_path: Path) -> None:
    new = changed((SCOPE, ["Notebook"]), ((*RESOURCE, "count"), 1))
    refused(update(tmp_path, REFERENCE, new, "--accept", "RD102"))
    refused(update(tmp_path, REFERENCE, new, "--accept", "RD104:pool-001"))
    done = update(
        tmp_path, REFERENCE, new, "--accept", "RD102", "--accept", "RD104:pool-001"
    )
    assert body(done) == {
        "spec": {
            "scope": ["Notebook"],
            "resources": [{"flavor": "modelarts.vm.gpu.tnt004", "count": 1}],
        }
    }
    refused(update(tmp_path, REFERENCE, new, "--accept", "RD102:pool-002"))


def test_protected_files_are_refused_also_if_they_are_accepted(tmp_path: Path) -> None:
    new = changed((SCOPE, ["Notebook"]))
    write(tmp_path, {"pool-lint.toml": 'protected = ["*.yaml"]\n'})
    refused(update(tmp_path, REFERENCE, new, "--accept", "RD102"))


def test_a_change_with_an_unknown_effect_is_refused(tmp_path: Path) -> None:
    new = changed((("spec", "newThing"), 1))
    done = update(tmp_path, REFERENCE, new, "--ignore", "RP103")
    reason = 'new.yaml: pool "pool-001": the effect of changing spec.newThing is'
    refused(done, f"{reason} unknown")
    assert "warning[RD113]" in done.stderr


def test_an_invalid_manifest_is_refused(tmp_path: Path) -> None:
    new = changed((DESCRIPTION, "x"), (("spec", "type"), "Dedicated"))
    done = update(tmp_path, REFERENCE, new)
    assert (done.returncode, done.stdout) == (1, "")
    assert "error[RP105]" in done.stderr


def test_a_side_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    write(tmp_path / "old", {"a.yaml": REFERENCE, "b.yaml": "kind: Pool\n  x: [\n"})
    write(tmp_path / "new", {"a.yaml": changed((DESCRIPTION, "x"))})
    done = run("render", "--update", "old", "new", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    assert "error[RD114]" in done.stderr


@pytest.mark.parametrize("place", [(*RESOURCE, "flavor"), DESCRIPTION])
def test_placeholders_are_refused(tmp_path: Path, place: tuple[Any, ...]) -> None:
    new = changed((place, "${THING}"), ((*RESOURCE, "count"), 5))
    done = update(tmp_path, REFERENCE, new, "--ignore", "RP006")
    assert (done.returncode, done.stdout) == (1, "")
    assert "contains the placeholder ${THING}; no request printed" in done.stderr


def test_injected_fields_may_have_placeholders(tmp_path: Path) -> None:
    settings = 'injected = ["spec.resources[].flavor"]\n'
    write(tmp_path, {"pool-lint.toml": settings})
    new = changed(((*RESOURCE, "flavor"), "${FLAVOR}"), (DESCRIPTION, "x"))
    assert body(update(tmp_path, REFERENCE, new)) == {
        "metadata": {"annotations": {DESCRIPTION[-1]: "x"}}
    }
    only = changed(((*RESOURCE, "flavor"), "${FLAVOR}"))
    done = update(tmp_path, REFERENCE, only)
    assert (done.returncode, done.stdout) == (0, "")
    assert "1 change not judged" in done.stderr


# --- Sides


def test_a_new_pool_and_a_removed_pool_need_no_update(tmp_path: Path) -> None:
    other = changed((NAME, "pool-002"), (("spec", "network", "name"), f"b{NETWORK}"))
    write(tmp_path / "old", {"a.yaml": REFERENCE})
    write(tmp_path / "new", {"b.yaml": other})
    done = run("render", "--update", "old", "new", "--ignore", "RD101", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (0, "")
    assert "warning[RD111]" in done.stderr


@pytest.mark.parametrize("which", [0, 1])
def test_one_side_can_be_standard_input(tmp_path: Path, which: int) -> None:
    sides = [as_yaml(REFERENCE), as_yaml(changed((DESCRIPTION, "x")))]
    names = ["a.yaml", "a.yaml"]
    write(tmp_path, {"a.yaml": sides[1 - which]})
    names[which] = "-"
    done = run("render", "--update", *names, cwd=tmp_path, stdin=sides[which])
    assert body(done) == {"metadata": {"annotations": {DESCRIPTION[-1]: "x"}}}


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("a.yaml", "b.yaml", "b.yaml"), "--update compares OLD with one PATH"),
        (("-", "-"), "only one of OLD and NEW can be standard input"),
        (("missing", "a.yaml"), "missing: no such file or folder"),
        (("a.yaml", "missing"), "missing: no such file or folder"),
        (("a.yaml", "b.yaml", "--accept", "RP101"), "is not a rule about changes"),
    ],
)
def test_what_cannot_be_compared_ends_the_run(
    tmp_path: Path, arguments: tuple[str, ...], message: str
) -> None:
    write(tmp_path, {"a.yaml": REFERENCE, "b.yaml": REFERENCE})
    done = run("render", "--update", *arguments, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert message in done.stderr


def test_accepting_without_an_update_is_a_usage_error(tmp_path: Path) -> None:
    write(tmp_path, {"a.yaml": REFERENCE})
    done = run("render", "a.yaml", "--accept", "RD101", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert "--accept needs --update" in done.stderr


# --- The request

ID = f"pool-001-{NETWORK[-32:]}"
LINE = f"PATCH https://{HOST}/v2/{PROJECT}/pools"


def request(folder: Path, live: str, new: Side, *options: str) -> Done:
    write(folder / "pools", new)
    write(folder, {"live.json": live})
    form = ("--to", "http", *ADDRESS, *LATEST, *options)
    return run("render", "--update", "live.json", "pools", *form, cwd=folder)


def test_the_request_is_a_merge_patch_to_the_pool_that_runs(tmp_path: Path) -> None:
    new = {"a.yaml": changed((DESCRIPTION, "x"))}
    done = request(tmp_path, as_json(answer(REFERENCE)), new)
    head, _, text = done.stdout.partition("\n\n")
    assert head.splitlines() == [
        f"{LINE}/{ID}",
        "Content-Type: application/merge-patch+json",
        "X-Auth-Token: $TOKEN",
    ]
    assert json.loads(text) == {"metadata": {"annotations": {DESCRIPTION[-1]: "x"}}}


def test_entries_keep_the_node_pools_that_the_service_named(tmp_path: Path) -> None:
    live = answer(TWO)
    for number, entry in enumerate(live["spec"]["resources"]):
        entry |= {"nodePool": f"np-{number}", "maxCount": entry["count"]}
    live["spec"]["resources"].reverse()
    new = copy.deepcopy(TWO)
    new["spec"]["resources"][1] |= {"count": 5}
    new["spec"]["resources"].append({"flavor": "modelarts.vm.cpu.8ud", "count": 1})
    done = request(tmp_path, as_json(live), {"a.yaml": new})
    assert done.returncode == 0, done.stderr
    first, second, third = new["spec"]["resources"]
    assert json.loads(done.stdout.partition("\n\n")[2]) == {
        "spec": {
            "resources": [
                {**first, "nodePool": "np-0"},
                {**second, "nodePool": "np-1"},
                third,
            ]
        }
    }


@pytest.mark.parametrize("given", ["a b", "../x", "{project}", "x" * 200, "A", 1, None])
def test_only_a_valid_id_of_a_response_is_in_the_url(
    tmp_path: Path, given: Any
) -> None:
    live = answer(REFERENCE)
    live["metadata"]["name"] = given
    new = {"a.yaml": changed((DESCRIPTION, "x"))}
    done = request(tmp_path, as_json(live), new)
    assert done.stdout.startswith(f"{LINE}/{{pool_id}}\n")
    done = request(tmp_path, as_json(live), new, "--pool-id", "p-1")
    assert done.stdout.startswith(f"{LINE}/p-1\n")


def test_the_id_of_a_manifest_is_not_that_of_a_pool(tmp_path: Path) -> None:
    old = changed((("metadata", "name"), "mine"))
    new = changed((("metadata", "name"), "mine"), (DESCRIPTION, "x"))
    options = ("--to", "http", *ADDRESS, "--fail-on", "never")
    done = update(tmp_path, old, new, *options)
    assert done.stdout.startswith(f"{LINE}/{{pool_id}}\n")


def test_one_id_cannot_be_that_of_two_pools(tmp_path: Path) -> None:
    second = changed((NAME, "pool-002"))
    write(tmp_path / "old", {"a.yaml": REFERENCE, "b.yaml": second})
    new = {"a.yaml": changed((DESCRIPTION, "x")), "b.yaml": second}
    write(tmp_path / "new", new)
    command = ("render", "--update", "old", "new", "--to", "http", *ADDRESS)
    options = ("--pool-id", "p-1")
    assert run(*command, *options, cwd=tmp_path).stdout.startswith(f"{LINE}/p-1\n")
    write(tmp_path / "new", {"b.yaml": changed((NAME, "pool-002"), (DESCRIPTION, "y"))})
    done = run(*command, *options, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert "--pool-id names one pool, but 2 change" in done.stderr
    done = run(*command, cwd=tmp_path)
    assert done.stdout.count(f"{LINE}/{{pool_id}}\n") == 2
    assert 'request 1: pool "pool-001"\nrequest 2: pool "pool-002"\n' in done.stderr


def test_a_network_and_a_node_pool_are_updated_at_their_own_urls(
    tmp_path: Path,
) -> None:
    network, node_pool = published("network"), published("node-pool")
    write(tmp_path / "old", {"a.json": as_json(network), "b.json": as_json(node_pool)})
    network["metadata"].setdefault("annotations", {})[DESCRIPTION[-1]] = "x"
    node_pool["spec"]["resources"]["count"] += 1
    write(tmp_path / "new", {"a.json": as_json(network), "b.json": as_json(node_pool)})
    command = ("render", "--update", "old", "new", "--to", "http", *ADDRESS, *LATEST)
    done = run(*command, "--pool-id", "p-1", "--fail-on", "never", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    first, second = done.stdout.split("\n###\n\n")
    address = f"PATCH https://{HOST}/v1/{PROJECT}/networks/{{network_name}}\n"
    assert first.startswith(address)
    name = node_pool["metadata"]["name"]
    assert second.startswith(f"{LINE}/p-1/nodepools/{name}\n")
    # The service replaces the resources of a node pool as a whole.
    sent = json.loads(second.partition("\n\n")[2])
    assert sent == {"spec": {"resources": node_pool["spec"]["resources"]}}
