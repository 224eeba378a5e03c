"""Placeholders: recognised forms, findings, and commands that refuse them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from command import run
from manifests import (
    ANNOTATIONS,
    LABELS,
    NETWORK,
    PREFIX,
    RESOURCE,
    as_yaml,
    changed,
)
from pool_lint import (
    Config,
    InvalidManifest,
    Severity,
    ensure_valid,
    lint_data,
    lint_text,
)

DESCRIPTION = (*ANNOTATIONS, f"{PREFIX}description")
PREFIX_OF_NODES = (*LABELS, f"{PREFIX}node.prefix")
IN_ANY_TEXT = ["${X}", "a${x y}b", "{{x}}", "{{ .Values.x }}", "<%= x %>", "<% x %>"]
ANYWHERE = [
    "$(X)",
    "$(date +%s)",
    "<x>",
    "net-<id>",
    "<network's name>",
    "{x}",
    "<订单号>",
]
PARTS = ["$X", "%X_1%", "@X@", "__X__", "__ORDER_ID__", "((x))", "xxx", "XXXX-xxxx"]
AT_START = ["your_name", "your-pool", "YOUR-POOL"]
WHOLE = ["TODO", "todo", "To-Do", "to do", "TBD", "FIXME", "fix_me", "CHANGEME"]
WHOLE += ["Change me", "CHANGE_ME", "change-me", "REPLACE_ME", "replaceme", "__A__B__"]
ALL = [*IN_ANY_TEXT, *ANYWHERE, *PARTS, *AT_START, *WHOLE]


def only(*changes: Any, config: Config | None = None) -> tuple[str, str, str]:
    [finding] = lint_text(as_yaml(changed(*changes)), config=config)
    return finding.rule, finding.message, str(finding.help)


@pytest.mark.parametrize("text", ALL)
def test_every_form_in_a_field_is_an_error(text: str) -> None:
    for pointer in (PREFIX_OF_NODES, (*RESOURCE, "os", "name")):
        [finding] = lint_data(changed((pointer, text)))
        assert (finding.rule, finding.severity) == ("RP006", Severity.ERROR)


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("value", ["{}-a", "a_{}", "a/{}.b", "{}.{}"])
def test_a_placeholder_between_separators_is_an_error(part: str, value: str) -> None:
    assert only((PREFIX_OF_NODES, value.replace("{}", part)))[0] == "RP006"


@pytest.mark.parametrize("text", IN_ANY_TEXT)
def test_template_forms_in_free_text_are_errors(text: str) -> None:
    foreign = ((*RESOURCE, "extendParams", "postInstall"), f"echo {text}")
    assert "RP006" in [f.rule for f in lint_data(changed(foreign))]
    assert only((DESCRIPTION, f"see {text}"))[0] == "RP006"


def test_an_invalid_option_names_the_placeholder() -> None:
    rule, message, help_text = only((("spec", "type"), "${TYPE}"))
    assert (rule, message) == (
        "RP105",
        'spec.type must be "Dedicate", not the placeholder "${TYPE}"',
    )
    assert help_text.endswith('add "spec.type" to `injected` in pool-lint.toml')
    change = (("spec", "scope"), ["$SCOPE"])
    assert only(change)[0] == "RP105"
    assert only(change)[2].endswith('add "spec.scope" to `injected` in pool-lint.toml')
    assert only(change, config=Config(ignore=["RP105"]))[0] == "RP006"


@pytest.mark.parametrize("field", ["spec.type", "type"])
def test_injected_fields_may_contain_placeholders(field: str) -> None:
    data = changed((("spec", "type"), "${TYPE}"))
    assert lint_data(data, config=Config(injected=[field])) == []


@pytest.mark.parametrize(
    ("pointer", "name"),
    [
        (("spec", "network", "name"), "spec.network.name"),
        ((*RESOURCE, "flavor"), "spec.resources[].flavor"),
        ((*LABELS, f"{PREFIX}name"), "labels.name"),
        ((*ANNOTATIONS, f"{PREFIX}description"), "annotations.description"),
    ],
)
def test_the_help_contains_a_line_for_the_settings(pointer: Any, name: str) -> None:
    assert only((pointer, "${X}"))[2] == (
        "replace it, or, if your pipeline fills it in later, "
        f'add "{name}" to `injected` in pool-lint.toml'
    )
    settings = Config(injected=[name])
    assert lint_data(changed((pointer, "${X}")), config=settings) == []


def test_the_line_for_the_settings_can_be_pasted(tmp_path: Path) -> None:
    change = (("spec", "network", "name"), "<network>")
    (tmp_path / "pool.yaml").write_text(as_yaml(changed(change)))
    assert run("pool.yaml", cwd=tmp_path).returncode == 1
    name = only(change)[2].split('"')[1]
    (tmp_path / "pool-lint.toml").write_text(f'injected = ["{name}"]\n')
    assert run("pool.yaml", cwd=tmp_path).returncode == 0
    assert run("render", "pool.yaml", cwd=tmp_path).returncode == 0


WITHOUT_RP006 = [
    Config(ignore=["RP006"]),
    Config(severity={"RP006": Severity.INFO}),
    Config(select=["RP1"]),
    Config(ignore=["RP0", "RP404"], severity={"RP006": Severity.WARNING}),
]


@pytest.mark.parametrize("config", WITHOUT_RP006)
def test_ensure_valid_always_refuses_a_placeholder(config: Config) -> None:
    data = changed((PREFIX_OF_NODES, "<prefix>"))
    with pytest.raises(InvalidManifest, match='contains the placeholder "<prefix>"'):
        ensure_valid(data, config=config)
    ensure_valid(data, config=config._replace(injected=["node.prefix"]))
    ensure_valid(changed(), config=config)


@pytest.mark.parametrize(
    "option",
    [
        ("--ignore", "RP006"),
        ("--select", "RP1"),
        ("--config", "weak.toml"),
    ],
)
def test_render_always_refuses_a_placeholder(
    tmp_path: Path, option: tuple[str, str]
) -> None:
    (tmp_path / "weak.toml").write_text('[severity]\nRP006 = "info"\n')
    text = as_yaml(changed((PREFIX_OF_NODES, "<prefix>")))
    (tmp_path / "pool.yaml").write_text(text)
    done = run("render", *option, "pool.yaml", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    assert 'node.prefix"] contains the placeholder <prefix>' in done.stderr


def test_render_refuses_a_placeholder_that_a_comment_suppresses(tmp_path: Path) -> None:
    text = as_yaml(changed((("spec", "network", "name"), f"$X-{NETWORK[-32:]}")))
    (tmp_path / "pool.yaml").write_text(f"# pool-lint: disable-file=RP006 -- x\n{text}")
    assert run("pool.yaml", cwd=tmp_path).returncode == 0
    done = run("render", "pool.yaml", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    assert "spec.network.name contains the placeholder $X" in done.stderr
