"""Requests that update running resources to what their manifests ask for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from pool_lint.changes.bodies import SideBody
from pool_lint.changes.differences import value_at
from pool_lint.changes.entries import IDENTITY, matched_entries
from pool_lint.changes.run import ChangesRun
from pool_lint.changes.verdicts import PairChanges
from pool_lint.model.change import Change
from pool_lint.model.text import quote
from pool_lint.model.verdict import Verdict
from pool_lint.modelarts.kinds import NETWORK_REQUEST, POOL_REQUEST, Body
from pool_lint.modelarts.request import POOL, Request, update_of
from pool_lint.rules.messages import field

_RESOURCES = ("spec", "resources")
_ID = r"[a-z0-9-]{1,128}"
_IN_PLACE = frozenset({Verdict.NONE, Verdict.IN_PLACE})
# An update request can make these changes, if somebody accepts what they do.
_ACCEPTABLE = frozenset(
    {Verdict.NEW_NODES_ONLY, Verdict.DISRUPTIVE, Verdict.DESTRUCTIVE}
)


class Update(NamedTuple):
    """The request that updates one resource, or why none can.

    ``body`` is the manifest, ``side`` its place. ``name`` names the resource that runs.
    ``refusal`` is "" if the request may be sent.
    """

    side: SideBody
    body: Body
    request: Request
    name: str
    refusal: str


def updates_of(run: ChangesRun) -> Iterator[Update]:
    """Yield the update of each resource that both sides have and that differs.

    There is a reason to refuse it if any change does more than to take effect in place,
    or if its effect is unknown. An update request can make some of these changes; they
    are not refused if they are accepted.
    """
    accepted = [finding.change for finding in run.report.accepted]
    for found in run.changes:
        old, new = found.pair.old, found.pair.new
        if old and new and (found.judged or found.skipped):
            mine = [c for c in accepted if c and _is_about(c, old, new)]
            schema = new.kind.schema(new.file.settings.config.edition)
            document = new.document.part(new.pointer)
            body = Body(document, new.kind, schema, new.pointer)
            fields = (one.difference.new for one in found.judged)
            request = update_of(_data(old, new), schema, fields, _path(old, new))
            name = f"{new.kind.noun} {quote(old.name)}"
            yield Update(new, body, request, name, _reason(found, mine))


def _data(old: SideBody, new: SideBody) -> dict[str, Any]:
    """Return the new body, with what identifies its entries in a saved response.

    The service names the node pool of an entry that has none. An update must repeat
    that name, else it asks for another entry (Terraform provider, issue 6776).
    """
    lists = (value_at(body.data, _RESOURCES) for body in (old, new))
    before, after = (value if isinstance(value, list) else [] for value in lists)
    if not (old.is_live and before and after):
        return new.data
    entries = list(after)
    for first, second in matched_entries(before, after).pairs:
        known, wanted = before[first], after[second]
        if isinstance(known, dict) and isinstance(wanted, dict):
            kept = {key: known[key] for key in IDENTITY if key in known}
            entries[second] = {**kept, **wanted}
    return {**new.data, "spec": {**new.data["spec"], "resources": entries}}


def _is_about(change: Change, old: SideBody, new: SideBody) -> bool:
    return (change.file, change.pool) == (new.file.name, old.name)


def _reason(found: PairChanges, accepted: list[Change]) -> str:
    """Return why an update is refused, "" if it is not."""
    known = [(change.pointer, change.values) for change in accepted]
    open_ = [
        one
        for one in found.judged
        if (one.note is None or one.verdict not in _IN_PLACE)
        and (one.difference.pointer, one.difference.values) not in known
    ]
    if found.verdict not in _IN_PLACE | _ACCEPTABLE or any(one.note for one in open_):
        return f"cannot be updated in place: {found.verdict.text}"
    if open_:
        name = field(open_[0].difference.pointer)
        return f"the effect of changing {name} is unknown"
    return ""


def _path(old: SideBody, new: SideBody) -> str:
    """Return the URL path of a resource, with placeholders for unknown IDs.

    The service chooses the IDs of pools and networks. Saved responses have those of
    pools in ``metadata.name``.
    """
    own = old.document.get(*old.pointer, "metadata", "name")
    if new.kind is POOL_REQUEST:
        known, placeholder = old.is_live, POOL
    elif new.kind is NETWORK_REQUEST:
        known, placeholder = False, "{{network_name}}"
    else:
        known, placeholder = True, "{{nodepool_name}}"
    is_id = known and isinstance(own, str) and re.fullmatch(_ID, own)
    return f"{new.kind.path}/{own if is_id else placeholder}"
