"""RP306."""

from __future__ import annotations

from collections.abc import Iterator

from pool_lint.model.problem import Problem, Severity
from pool_lint.modelarts.pool import Pool
from pool_lint.rules.rule import rule


@rule("RP306", "os.imageId", "os.imageType", severity=Severity.WARNING)
def image_without_type(pool: Pool) -> Iterator[Problem]:
    """An image without its type, or the type without an image.

    Why:
        A private image is named by its ID and by the type "private". With one of the
        two alone the nodes start from the default image.

    Bad:
        spec:
          type: Dedicate
          scope: [Train]
          network: {name: net-0123-86c13962597848eeb29c5861153a391f}
          resources:
            - flavor: modelarts.vm.gpu.tnt004
              count: 2
              os:
                imageId: 2b0cd2d6-6a9a-4e46-9a25-0a9a7d4f8a11  # <-

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
        image, kind = entry.item("os", "imageId"), entry.item("os", "imageType")
        if image and image.value and entry.lacks("os", "imageType"):
            yield Problem(
                image.location, "imageId has no imageType", 'add imageType: "private"'
            )
        if kind and entry.lacks("os", "imageId"):
            yield Problem(
                kind.location, "imageType has no imageId", "add imageId, or remove it"
            )
