"""Updates README.md and docs/: ``python -m tests.documentation``.

``--check`` writes nothing, prints the files that are not current, and exits with 1.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from documentation.build import generated


def main() -> int:
    """Update the files, or only check them."""
    only_check, stale = "--check" in sys.argv[1:], 0
    for path, text_of in generated():
        text = text_of()
        if path.is_file() and path.read_text(encoding="utf-8") == text:
            continue
        stale += 1
        print(path)  # noqa: T201 - the names of the files that change
        if not only_check:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    return int(only_check and stale > 0)


if __name__ == "__main__":
    sys.exit(main())
