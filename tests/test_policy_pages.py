"""``pool-lint rules --with-policies``: rules and policies in all formats."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from command import run
from markdown import Rendered
from pool_lint.model.problem import Severity
from pool_lint.reporters import policies
from pool_lint.rules.documentation import Documentation
from pool_lint.rules.registry import every_rule

SETTINGS = """\
[policy.ACME001]
name = "approved-flavors"
field = "spec.resources[].flavor"
enum = ["modelarts.vm.gpu.tnt004"]
message = "flavor {value} is not approved"
help = "use one of {allowed}"
suppressible = false
bad = \'\'\'
spec:
  resources:
    - flavor: modelarts.vm.cpu.8u  # <-
\'\'\'
good = "spec: {resources: [{flavor: modelarts.vm.gpu.tnt004}]}"

[policy.ACME002]
name = "few-nodes"
field = "spec.resources[].count"
maximum = 8
files = ["prod/**"]
severity = "warning"
url = "https://wiki.example.com/few-nodes"
"""
PAGES = """\
## Policies

| policy | name | severity | what it reports |
| --- | --- | --- | --- |
| ACME001 | approved-flavors | error | flavor `{value}` is not approved |
| [ACME002](https://wiki.example.com/few-nodes) | few-nodes | warning | \
A policy about `spec.resources[].count`. |

## ACME001 approved-flavors

flavor `{value}` is not approved (error)

use one of `{allowed}`

Bad:

```yaml
spec:
  resources:
    - flavor: modelarts.vm.cpu.8u  # <-
```

Good:

```yaml
spec: {resources: [{flavor: modelarts.vm.gpu.tnt004}]}
```

Source: `pool-lint.toml (cannot be suppressed) (pool-lint.toml:1)`
"""
EVIL = "a|b`<img src=x>@all ![x](http://y) ````\n# head\n</details>\x1b[31m\u202e"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / ".git").mkdir()
    (tmp_path / "pool-lint.toml").write_text(SETTINGS)
    (tmp_path / "other" / ".git").mkdir(parents=True)
    return tmp_path


def rules(folder: Path, *options: str) -> str:
    done = run("rules", *options, cwd=folder)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def test_markdown_has_a_page_for_each_policy_without_a_url(folder: Path) -> None:
    built_in = rules(folder, "-f", "markdown")
    assert "ACME" not in built_in
    both = rules(folder, "-f", "markdown", "--with-policies")
    assert both == f"{built_in}\n{PAGES}"


def test_text_and_json_list_policies_after_the_rules(folder: Path) -> None:
    lines = rules(folder, "--with-policies").splitlines()
    assert [line.split()[0] for line in lines[-2:]] == ["ACME001", "ACME002"]
    entries = json.loads(rules(folder, "-f", "json", "--with-policies"))
    assert [entry["id"] for entry in entries] == [
        *(rule.id for rule in every_rule()),
        "ACME001",
        "ACME002",
    ]
    assert entries[-1]["severity"] == "warning"
    assert entries[-2]["bad"].endswith("# <-")


def test_a_path_chooses_the_settings(folder: Path) -> None:
    assert "ACME" not in rules(folder, "--with-policies", "other")
    assert "ACME001" in rules(folder / "other", "--with-policies", "../pool-lint.toml")
    assert "ACME001" in rules(folder / "other", "--with-policies", "..")


def test_a_missing_path_is_a_usage_error(folder: Path) -> None:
    done = run("rules", "--with-policies", "no\nsuch", cwd=folder)
    assert (done.returncode, done.stdout) == (2, "")
    assert "--with-policies: no\\u000asuch does not exist" in done.stderr


def test_an_invalid_policy_is_reported_at_its_place(folder: Path) -> None:
    text = SETTINGS.replace("spec.resources[].count", "spec.resorces[].count")
    (folder / "pool-lint.toml").write_text(text)
    done = run("rules", "--with-policies", cwd=folder)
    assert (done.returncode, done.stdout) == (2, "")
    assert "policy ACME002: spec.resorces[].count is not a field" in done.stderr


def test_settings_cannot_add_markdown_or_html() -> None:
    texts = Documentation(EVIL, EVIL, EVIL, EVIL, EVIL)
    output = "".join(
        policies.pages(
            [
                policies.Page("ACME001", "x", Severity.ERROR, "", texts),
                policies.Page("ACME002", "y", Severity.ERROR, "https://a/|)", texts),
            ]
        )
    )
    assert "\x1b" not in output
    assert "\u202e" not in output
    rendered = Rendered(output)
    assert rendered.links == ["https://a/%7C%29"]
    assert {len(cells) for cells in rendered.cells} == {4}
    assert rendered.tags.count("h2") == 2
    assert not {"img", "h1", "details"} & {*rendered.tags}
    assert "@" not in rendered.loose
