"""The benchmarks of the indicators, each against its honest alternative in the same run.

Run: `make bench`, or `.venv/bin/python -m benchmarks.indicators [section ...]`.
"""

from __future__ import annotations

import sys

from benchmarks import composite, recovery, spatial, uncertainty

SECTIONS = {
    "recovery": recovery.main,
    "composite": composite.main,
    "uncertainty": uncertainty.main,
    "spatial": spatial.main,
}

if __name__ == "__main__":
    for section in sys.argv[1:] or SECTIONS:
        SECTIONS[section]()
