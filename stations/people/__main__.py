"""`python -m stations.people RUN` plays the floor that RUN/reality.json describes."""

from __future__ import annotations

import sys
from pathlib import Path

from stations.people.floor import run
from stations.people.foreman import lead
from stations.people.reality import Unreal, load


def main(arguments: list[str]) -> int:
    """Lead the floor of a folder, or with `--floor` be that floor; return the exit code."""
    folder, *rest = arguments or [""]
    if not folder or rest not in ([], ["--floor"]):
        print(
            "usage: python -m stations.people RUN   (the folder with reality.json)", file=sys.stderr
        )
        return 2
    try:
        reality = load(Path(folder).absolute())
    except Unreal as error:
        print(f"people: {error}", file=sys.stderr)
        return 2
    return run(reality) if rest else lead(reality.run)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
