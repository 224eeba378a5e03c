"""Commands and settings that choose an edition of the API reference."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from command import run
from manifests import PREFIX, REFERENCE, as_json, as_yaml, changed
from test_networks_and_node_pools import A_NETWORK, A_NODE_POOL

LOGICAL = as_yaml(
    changed(
        (("spec", "type"), "Logical"),
        (("spec", "network"), ...),
        (("spec", "driver"), ...),
    )
)
PROJECT = "86c13962597848eeb29c5861153a391f"
CURL = ("--to", "curl", "--endpoint", "api.example.com", "--project-id", PROJECT)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / ".git").mkdir()
    (tmp_path / "pool.yaml").write_text(LOGICAL)
    (tmp_path / "network.json").write_text(as_json(A_NETWORK))
    (tmp_path / "nodes.yaml").write_text(as_yaml(A_NODE_POOL))
    return tmp_path


def rules(folder: Path, *words: str) -> list[str]:
    done = run(*words, "-f", "json", cwd=folder)
    return [one["rule"] for one in json.loads(done.stdout)["diagnostics"]]


def test_settings_choose_the_edition_and_an_option_overrides_them(folder: Path) -> None:
    assert rules(folder, ".") == ["RP402"]
    assert rules(folder, ".", "--edition", "2026-01") == []
    (folder / "pool-lint.toml").write_text('edition = "2026-01"\n')
    assert rules(folder, ".") == []
    assert rules(folder, ".", "--edition", "2025-08-20") == ["RP402"]


def test_the_schema_of_a_folder_is_that_of_its_own_settings(folder: Path) -> None:
    (folder / "pool-lint.toml").write_text('edition = "2026-01"\n')
    assert '"urn:pool-lint:2026-01:' in run("schema", cwd=folder).stdout


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_each_folder_has_its_own_edition(folder: Path, jobs: str) -> None:
    (folder / "new").mkdir()
    (folder / "new" / "pool-lint.toml").write_text('edition = "2026-01"\n')
    other = LOGICAL.replace("pool-001", "pool-002")
    (folder / "new" / "pool.yaml").write_text(other)
    assert rules(folder, ".", "-j", jobs) == ["RP402"]


def test_an_unknown_edition_is_an_error_with_a_suggestion(folder: Path) -> None:
    (folder / "pool-lint.toml").write_text('edition = "2026-10"\n')
    done = run(".", cwd=folder)
    assert done.returncode == 2
    assert 'did you mean "2026-01"?' in done.stderr
    done = run(".", "--edition", "2026", cwd=folder)
    assert done.returncode == 2
    assert "2026-01" in done.stderr


def test_fields_of_either_edition_can_be_injected(folder: Path) -> None:
    settings = 'injected = ["userLogin.password", "annotations.order.id"]\n'
    (folder / "pool-lint.toml").write_text(settings)
    assert rules(folder, ".") == ["RP402"]
    assert rules(folder, ".", "--edition", "2026-01") == []
    (folder / "pool-lint.toml").write_text('injected = ["userLogin.pasword"]\n')
    done = run(".", cwd=folder)
    assert done.returncode == 2
    assert "userLogin.pasword" in done.stderr


def test_the_summary_counts_resources_of_several_kinds(folder: Path) -> None:
    done = run(".", "--edition", "2026-01", cwd=folder)
    assert done.stderr == "3 files: 3 resources checked; no findings\n"
    done = run("network.json", "--edition", "2026-01", cwd=folder)
    assert done.stderr == "1 file: 1 network checked; no findings\n"
    done = run("nodes.yaml", "--edition", "2026-01", cwd=folder)
    assert done.stderr == "1 file: 1 node pool checked; no findings\n"


def test_render_uses_the_method_and_the_url_of_each_kind(folder: Path) -> None:
    words = ("--edition", "2026-01", *CURL)
    done = run("render", "network.json", "nodes.yaml", *words, cwd=folder)
    assert done.returncode == 0
    host = f"https://api.example.com/v1/{PROJECT}/networks"
    assert f"--request POST {host} " in done.stdout
    assert f"/v2/{PROJECT}/pools/{{pool_id}}/nodepools" in done.stdout
    named = run("render", "nodes.yaml", *words, "--pool-id", "pool-001-x", cwd=folder)
    assert f"/v2/{PROJECT}/pools/pool-001-x/nodepools" in named.stdout
    wrong = run("render", "nodes.yaml", *words, "--pool-id", "a/b", cwd=folder)
    assert wrong.returncode == 2
    assert "is not a pool ID" in wrong.stderr


def test_render_skips_networks_in_the_first_edition(folder: Path) -> None:
    done = run("render", "network.json", *CURL, cwd=folder)
    assert done.returncode != 0
    assert done.stdout == ""


def test_explain_shows_the_field_of_the_edition(folder: Path) -> None:
    lines = (folder / "network.json").read_text().splitlines()
    line = 1 + next(n for n, text in enumerate(lines) if "cidr" in text)
    done = run("explain", f"network.json:{line}", "--edition", "2026-01", cwd=folder)
    assert done.stdout.startswith("spec.cidr: ")
    assert run("explain", f"network.json:{line}", cwd=folder).returncode == 2
    (folder / "pool-lint.toml").write_text('edition = "2026-01"\n')
    assert run("explain", f"network.json:{line}", cwd=folder).stdout == done.stdout


def test_explain_lists_rules_of_conditions(folder: Path) -> None:
    number = 1 + LOGICAL.splitlines().index("  type: Logical")
    done = run("explain", f"pool.yaml:{number}", "--edition", "2026-01", cwd=folder)
    assert "RP401 missing-network" in done.stdout
    assert "RP408 logical-pool-with-hardware" in done.stdout
    assert "RP402" not in done.stdout


def test_explain_names_the_editions_of_a_rule(folder: Path) -> None:
    head = run("explain", "RP202", cwd=folder).stdout.splitlines()[0]
    assert head == "RP202 missing-order-id (error; warning in edition 2026-01)"
    head = run("explain", "RP406", cwd=folder).stdout.splitlines()[0]
    assert head == "RP406 short-network-name (error; only in edition 2026-01)"


def test_rules_lists_the_rules_of_an_edition(folder: Path) -> None:
    words = ("rules", "-f", "json", "--edition")
    first, later = (
        {rule["id"]: rule for rule in json.loads(run(*words, e, cwd=folder).stdout)}
        for e in ("2025-08-20", "2026-01")
    )
    assert {"RP205", "RP402"} == first.keys() - later.keys()
    assert {"RP108", "RP208", "RP406", "RP604"} < later.keys() - first.keys()
    assert later["RP202"]["severity"] == "warning"
    assert later["RP202"]["severities"] == {"2025-08-20": "error", "2026-01": "warning"}


@pytest.mark.parametrize("name", ["network", "node-pool", "create-pool", "pool"])
def test_schema_prints_the_schema_of_an_edition(folder: Path, name: str) -> None:
    done = run("schema", name, "--edition", "2026-01", cwd=folder)
    assert json.loads(done.stdout)["$id"] == f"urn:pool-lint:2026-01:{name}"


def test_schema_names_the_edition_that_has_a_schema(folder: Path) -> None:
    done = run("schema", "network", cwd=folder)
    assert done.returncode == 2
    assert "use --edition 2026-01" in done.stderr


def test_config_init_sets_the_edition(folder: Path) -> None:
    done = run("config", "init", "--edition", "2026-01", cwd=folder)
    assert done.returncode == 0
    assert '\nedition = "2026-01"\n' in (folder / "pool-lint.toml").read_text()
    assert rules(folder, ".") == []
    shown = run("config", "show", cwd=folder).stdout
    assert 'edition = "2026-01"  # pool-lint.toml:' in shown
    option = run("config", "show", "--edition", "2025-08-20", cwd=folder).stdout
    assert 'edition = "2025-08-20"  # --edition' in option


@pytest.mark.parametrize("billing", ["pay-per-use", "monthly", "yearly"])
def test_init_writes_a_manifest_for_an_edition(folder: Path, billing: str) -> None:
    words = ("--edition", "2026-01", "--billing", billing)
    done = run("init", "new.yaml", *words, cwd=folder)
    assert done.returncode == 0
    assert set(rules(folder, "new.yaml", "--edition", "2026-01")) == {"RP006"}


def test_findings_of_networks_name_the_document(folder: Path) -> None:
    name = ("metadata", "labels", f"{PREFIX}name")
    (folder / "bad.yaml").write_text(as_yaml(changed((name, "Net"), base=A_NETWORK)))
    done = run("bad.yaml", "--edition", "2026-01", "-f", "json", cwd=folder)
    [finding] = json.loads(done.stdout)["diagnostics"]
    assert finding["document"] == {"index": 0, "kind": "Network", "name": "Net"}


def test_networks_are_skipped_with_a_hint_at_the_later_edition(folder: Path) -> None:
    done = run("--show-skipped", ".", cwd=folder)
    assert "network.json: checked only in a later edition (Network)" in done.stderr
    assert "nodes.yaml: checked only in a later edition (NodePool)" in done.stderr


NOTE = "note: RP309 applies only to edition 2026-01\n"


@pytest.mark.parametrize("rule", ["RP309", "rp309", "uneven-zones", "uneven_zones"])
@pytest.mark.parametrize("option", ["--select", "--extend-select"])
def test_a_selected_rule_of_another_edition_is_noted(
    tmp_path: Path, rule: str, option: str
) -> None:
    (tmp_path / "pool.yaml").write_text(as_yaml(REFERENCE))
    lint = ("pool.yaml", option, rule)
    done = run(*lint, "--edition", "2025-08-20", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr.startswith(NOTE)
    assert done.stderr.count("note") == 1
    assert NOTE not in run(*lint, "--edition", "2026-01", cwd=tmp_path).stderr
    assert NOTE not in run(*lint, "-q", cwd=tmp_path).stderr


def test_a_prefix_of_rules_of_other_editions_is_not_noted(tmp_path: Path) -> None:
    (tmp_path / "pool.yaml").write_text(as_yaml(REFERENCE))
    done = run("pool.yaml", "--select", "RP30,RP3", cwd=tmp_path)
    assert "note" not in done.stderr


def test_a_rule_that_settings_select_for_another_edition_is_noted(
    tmp_path: Path,
) -> None:
    (tmp_path / ".git").mkdir()
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "pool.yaml").write_text(as_yaml(REFERENCE))
    (tmp_path / "pool-lint.toml").write_text('select = ["RP309"]\n')
    assert run("a", "b", cwd=tmp_path).stderr.startswith(NOTE)
    (tmp_path / "b" / "pool-lint.toml").write_text(
        'extend = "../pool-lint.toml"\nedition = "2026-01"\n'
    )
    assert NOTE not in run("a", "b", cwd=tmp_path).stderr
