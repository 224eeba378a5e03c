"""RP407."""

from __future__ import annotations

from collections.abc import Iterator

from pool_lint.model.location import Location, Part
from pool_lint.model.problem import Problem
from pool_lint.rules.messages import entry, field
from pool_lint.rules.rule import keyword_rule
from pool_lint.validation.failures import SchemaFailure
from pool_lint.validation.fields import field_at


@keyword_rule("RP407", editions=("2026-01",))
def incomplete_lite_pool(failure: SchemaFailure) -> Iterator[Problem]:
    """A Lite pool without a required field, or with a network name.

    Why:
        A pool with `vpcId` or `subnetId` is a Lite (privileged) pool. It requires both
        fields, and also `clusters` and `userLogin`. Its nodes join the VPC, so it has
        no network name.

    Bad:
        spec:
          type: Dedicate
          network:
            vpcId: 0b2c-vpc  # <-
          clusters: [{providerId: 0b2c-cluster}]
          userLogin: {keyPairName: train-key}
          resources:
            - {flavor: modelarts.vm.gpu.tnt004, count: 2}

    Good:
        spec:
          type: Dedicate
          network:
            vpcId: 0b2c-vpc
            subnetId: 0b2c-subnet
          clusters: [{providerId: 0b2c-cluster}]
          userLogin: {keyPairName: train-key}
          resources:
            - {flavor: modelarts.vm.gpu.tnt004, count: 2}

    Source:
        The API reference of Open Telekom Cloud (2025-08), network; the Terraform
        provider (2026-08).
    """
    around = failure.pointer[:-1]
    if failure.keyword != "required":
        message = f"{field(failure.pointer)} cannot be combined with vpcId or subnetId"
        advice = "remove name (Lite pool), or remove vpcId and subnetId (standard pool)"
        yield Problem(Location(failure.pointer, Part.KEY), message, advice)
        return
    network = around if around[-1:] == ("network",) else (*around, "network")
    given = ((*network, name) for name in ("vpcId", "subnetId"))
    place = next(p for p in given if failure.document.get(*p) is not None)
    message = f"{field(failure.pointer)} is missing; a Lite pool requires it"
    advice = (
        f"add {entry(failure, field_at(failure.pointer, failure.schema))}, or, for a "
        "standard pool, write spec.network.name instead of vpcId and subnetId"
    )
    yield Problem(Location(place), message, advice)
