"""Servers that begin at once: forked from a process that has read the house already.

Reading it takes some two seconds of CPU, and the tests of the pages begin fifty servers. What is
forked is `wms serve` with a fresh environment, a process of its own that is killed like any other.

Run as a module it is that process: it takes orders in lines of JSON and answers each with a line.
"""

from __future__ import annotations

import atexit
import json
import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from wms.cli import main
from wms.cli.reading import read

READ_FIRST = ("wms.cli.serve", "wms.cli.serve_waitress")


class Nursery:
    """`begin` a command of `wms`, ask whether it `is_alive`, `kill` it."""

    def __init__(self) -> None:
        command = [sys.executable, "-m", "tests.nursery"]
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        atexit.register(self.end)

    def begin(self, args: Sequence[str], environment: Mapping[str, str]) -> int:
        """Begin `wms args` with that environment; returns the number of its process."""
        return int(self._ask({"args": list(args), "environment": dict(environment)}))

    def is_alive(self, pid: int) -> bool:
        """Tell whether process `pid` has not ended."""
        return bool(self._ask({"look": pid}))

    def kill(self, pid: int) -> None:
        """End process `pid` at once, as a power cut does; returns when it is gone."""
        self._ask({"kill": pid})

    def end(self) -> None:
        """End the nursery itself."""
        with self._process:  # closes both ends: the nursery reads no more orders, and ends
            pass

    def _ask(self, order: dict[str, Any]) -> Any:
        stdin, stdout = self._process.stdin, self._process.stdout
        assert stdin is not None
        assert stdout is not None
        stdin.write(json.dumps(order) + "\n")
        stdin.flush()
        return json.loads(stdout.readline())


@cache
def nursery() -> Nursery:
    """Return the nursery of this test process."""
    return Nursery()


def _serve_orders() -> None:
    for name in READ_FIRST:
        read(name)
    gone: set[int] = set()
    for line in sys.stdin:
        print(json.dumps(_done(json.loads(line), gone)), flush=True)


def _done(order: dict[str, Any], gone: set[int]) -> int | bool:
    if "args" in order:
        return os.fork() or _be(order["args"], order["environment"])
    pid = int(order.get("look") or order["kill"])
    if "kill" in order and pid not in gone:
        os.kill(pid, signal.SIGKILL)
    if pid not in gone and os.waitpid(pid, 0 if "kill" in order else os.WNOHANG)[0]:
        gone.add(pid)
    return pid not in gone


def _be(args: list[str], environment: dict[str, str]) -> int:
    """Be a process that knows nothing of the tests."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in range(3):
        os.dup2(nowhere, stream)
    os.environ.clear()
    os.environ.update(environment)
    code = 1
    try:
        code = main(args)
    finally:
        os._exit(code)


if __name__ == "__main__":
    _serve_orders()
