"""`python -m stations.people RUN` plays the floor that RUN/reality.json describes."""

from __future__ import annotations

import sys
from pathlib import Path

from stations.people.floor import run

if len(sys.argv) != 2:
    sys.exit("usage: python -m stations.people RUN   (the folder that holds reality.json)")
sys.exit(run(Path(sys.argv[1])))
