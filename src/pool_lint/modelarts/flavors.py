"""Flavors and their accelerators, known from a catalog or guessed from the name."""

# No postponed annotations: named tuples compile each of them at import.
import re
from collections.abc import Mapping
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

_GPU = r"\d*(v100\w*|p100|a100|p4|t4\w*)|\d*(ant|vnt|pnt|tnt|lnt)\d+\w*"
_GPU_ID = r"^modelarts\.p\d\.|high\.p\d"
_LONG = 64
_NPU = r"\d*(snt\d+\w*|[ad]310|d?910b?|ascend\w*|kat\d\w*)"


class Accelerator(StrEnum):
    """The accelerator of a flavor."""

    CPU = "CPU"
    GPU = "GPU"
    NPU = "NPU"
    UNKNOWN = "unknown"


class Flavor(NamedTuple):
    """A flavor of a catalog.

    ``billing_modes`` contains ``"0"`` (pay-per-use) or ``"1"`` (yearly/monthly), or
    both. ``zones`` are the zones in the list, ``sold_out`` those of them that are sold
    out. ``scope`` holds the job types of the flavor, ``architecture`` is that of its
    CPU; both are empty if the list does not have them. ``id`` is its name.
    """

    accelerator: Accelerator
    billing_modes: frozenset[str] = frozenset({"0", "1"})
    zones: frozenset[str] = frozenset()
    sold_out: frozenset[str] = frozenset()
    scope: frozenset[str] = frozenset()
    architecture: str = ""
    id: str = ""

    @property
    def is_sold_out(self) -> bool:
        """Whether the flavor is sold out in every zone."""
        return bool(self.zones) and self.zones == self.sold_out


Catalog = Mapping[str, Flavor]
"""The known flavors by ID."""


def accelerator(flavor: str) -> Accelerator:
    """Return the accelerator that the name of a flavor suggests.

    The patterns come from flavor IDs in the API reference and in public manifests.

    >>> accelerator("modelarts.vm.gpu.tnt004")
    <Accelerator.GPU: 'GPU'>
    >>> accelerator("modelarts.vm.2u4g.dcc")
    <Accelerator.UNKNOWN: 'unknown'>
    """
    # Long names are not cached: they are rare, and could fill the memory.
    return _known(flavor) if len(flavor) < _LONG else _known.__wrapped__(flavor)


def accelerator_of(flavor: str, catalog: Catalog | None) -> Accelerator:
    """Return the accelerator that a catalog lists; without a catalog, guess it."""
    if catalog is None:
        return accelerator(flavor)
    offer = catalog.get(flavor)
    return offer.accelerator if offer else Accelerator.UNKNOWN


@lru_cache(maxsize=512)
def _known(flavor: str) -> Accelerator:
    name = flavor.lower()
    parts = re.split(r"[._-]", name)
    if "npu" in parts:
        return Accelerator.NPU
    if "gpu" in parts:
        return Accelerator.GPU
    if any(part.startswith("cpu") for part in parts):
        return Accelerator.CPU
    if re.search(_GPU_ID, name) or _any_part(_GPU, parts):
        return Accelerator.GPU
    return Accelerator.NPU if _any_part(_NPU, parts) else Accelerator.UNKNOWN


def _any_part(pattern: str, parts: list[str]) -> bool:
    return any(re.fullmatch(pattern, part, re.ASCII) for part in parts)
