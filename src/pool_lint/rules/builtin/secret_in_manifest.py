"""RP604."""

from __future__ import annotations

from collections.abc import Iterator

from pool_lint.model.location import Location
from pool_lint.model.problem import Problem
from pool_lint.rules.messages import field
from pool_lint.rules.rule import keyword_rule
from pool_lint.validation.failures import SchemaFailure


@keyword_rule("RP604", editions=("2026-01",))
def secret_in_manifest(failure: SchemaFailure) -> Iterator[Problem]:
    """A password in a manifest.

    Why:
        Everyone who can read the repository, its history or a CI log can log in to the
        nodes as root. If the password was committed, change it.

    Bad:
        spec:
          type: Dedicate
          network: {vpcId: 0b2c-vpc, subnetId: 0b2c-subnet}
          clusters: [{providerId: 0b2c-cluster}]
          userLogin:
            password: c2FsdGVkIHNlY3JldA==  # <-
          resources:
            - {flavor: modelarts.vm.gpu.tnt004, count: 2}

    Good:
        spec:
          type: Dedicate
          network: {vpcId: 0b2c-vpc, subnetId: 0b2c-subnet}
          clusters: [{providerId: 0b2c-cluster}]
          userLogin:
            keyPairName: train-key
          resources:
            - {flavor: modelarts.vm.gpu.tnt004, count: 2}

    Source:
        The API reference of Open Telekom Cloud (2025-08), userLogin; CWE-798.
    """
    name = field(failure.pointer)
    message = f"{name} contains a password"
    advice = (
        "use keyPairName: <name of your key pair>, or, if your pipeline fills in the "
        'password later, remove it and add "userLogin.password" to `injected` in '
        "pool-lint.toml"
    )
    yield Problem(Location(failure.pointer), message, advice, is_secret=True)
