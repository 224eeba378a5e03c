"""RP306."""

from __future__ import annotations

from collections.abc import Iterator

from pool_lint.model.problem import Problem, Severity
from pool_lint.modelarts.pool import Pool
from pool_lint.rules.messages import field
from pool_lint.rules.rule import NODES, rule

_EXAMPLE = "2b0cd2d6-6a9a-4e46-9a25-0a9a7d4f8a11"


@rule(
    "RP306",
    "os.imageId",
    "os.imageType",
    severity=Severity.WARNING,
    aliases=("image-without-type",),
    kinds=NODES,
)
def image_without_id(pool: Pool) -> Iterator[Problem]:
    """A private image without an image ID.

    Why:
        A private (custom) image requires both imageId and imageType. With imageType
        alone, the nodes start from the preset image. An imageId alone is a preset
        image.

    Bad:
        spec:
          type: Dedicate
          scope: [Train]
          network: {name: net-0123-86c13962597848eeb29c5861153a391f}
          resources:
            - flavor: modelarts.vm.gpu.tnt004
              count: 2
              os:
                imageType: private  # <-

    Good:
        spec:
          type: Dedicate
          scope: [Train]
          network: {name: net-0123-86c13962597848eeb29c5861153a391f}
          resources:
            - flavor: modelarts.vm.gpu.tnt004
              count: 2
              os:
                imageId: 2b0cd2d6-6a9a-4e46-9a25-0a9a7d4f8a11
                imageType: private

    Source:
        The official SDK 3.1.219, os.imageId and os.imageType.
    """
    for entry in pool.resources:
        kind = entry.item("os", "imageType")
        if kind and kind.value == "private" and entry.is_missing("os", "imageId"):
            message = f'{field(kind.pointer)} is "private", but imageId is missing'
            advice = (
                f'add the ID of your image, such as imageId: "{_EXAMPLE}", '
                "or remove imageType"
            )
            yield Problem(kind.location, message, advice)
