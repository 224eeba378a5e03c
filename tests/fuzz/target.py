"""The target for the fuzzer atheris: lint, report and fix any bytes.

``python tests/fuzz/target.py tests/fuzz/seeds -max_total_time=60`` runs for a minute.
Input that breaks a promise is written to a file ``crash-…``. After the fault is fixed,
add the file to the seeds; ``test_seeds.py`` runs them each time.
"""

from __future__ import annotations

import sys

import atheris

with atheris.instrument_imports(include=["pool_lint", "promise"]):
    from promise import check

if __name__ == "__main__":
    atheris.Setup(sys.argv, check)
    atheris.Fuzz()
