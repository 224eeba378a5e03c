"""A target for the fuzzer atheris: any bytes, read, linted, fixed, in every report.

``python tests/fuzz/target.py tests/fuzz/seeds -max_total_time=60`` looks for a minute.
What breaks a promise is written to a file ``crash-…``: once it is mended it becomes one
of the seeds, which ``test_seeds.py`` runs each time.
"""

from __future__ import annotations

import sys

import atheris

with atheris.instrument_imports(include=["pool_lint", "promise"]):
    from promise import judge

if __name__ == "__main__":
    atheris.Setup(sys.argv, judge)
    atheris.Fuzz()
