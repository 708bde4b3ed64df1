"""`wms demo`: set the stage, raise the curtain, watch until nothing is left to do, and judge.

The edge of the demo: here alone the clock is read and processes are started.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import signal
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.exc import InterfaceError, OperationalError

from wms import outfit, settings
from wms.clock import utc_now
from wms.db import Database, opened
from wms.demo import summary, watching
from wms.demo.crew import Sizes, crew
from wms.demo.marketplace import marketplace
from wms.demo.plan import DemoPlan
from wms.demo.processes import Processes
from wms.demo.serving import free_port, usable, wait_for_health
from wms.demo.stage import Stage, bring_in, open_doors, set_stage
from wms.demo.synthetic import synthetic
from wms.demo.tell import Teller, teller
from wms.demo.watching import UNKNOWN, Left, Trace
from wms.errors import Refused
from wms.text import T

POLL_SECONDS = 0.4
STILL_SECONDS = 120.0


class Stuck(Exception):  # noqa: N818  (an outcome of the play, told in the summary)
    """Nothing changed for too long; the text says what is left."""


@dataclass(slots=True)
class Play:
    """A play under way, and the seconds that each of its stages took."""

    db: Database
    plan: DemoPlan
    run: Path
    processes: Processes
    tell: Teller
    seconds: dict[str, float] = field(default_factory=dict)

    def stage(self, name: str, act: Callable[[], None]) -> None:
        """Play one stage and note its time, also of one that fails."""
        self.tell.stage(name)
        begun = time.monotonic()
        try:
            act()
        finally:
            self.seconds[name] = round(time.monotonic() - begun, 1)
            self.tell.end(self.seconds[name])

    def until_over(self, ask: Callable[[Connection], Left]) -> None:
        """Watch until `ask` finds nothing left.

        :raises Stuck: nothing changed for `STILL_SECONDS`.
        """
        left, traced, since = UNKNOWN, None, time.monotonic()
        while True:
            self.processes.watch()
            left, now = self._look(ask, left)
            self.tell.far(left.done, left.total, str(left))
            if left.is_over:
                return
            if now is not None and now != traced:
                traced, since = now, time.monotonic()
            elif time.monotonic() - since > STILL_SECONDS:
                raise Stuck(f"nothing changed for {STILL_SECONDS:.0f} s; left: {left}")
            time.sleep(POLL_SECONDS)

    def _look(self, ask: Callable[[Connection], Left], before: Left) -> tuple[Left, Trace | None]:
        """Return what is left and the trace of it; `before` and none while no database answers."""
        try:
            with self.db.read() as conn:
                return ask(conn), watching.trace(conn)
        except (InterfaceError, OperationalError):
            return before, None

    def phase(self, word: str) -> None:
        """Tell the floor which flows to play now."""
        draft = self.run / "phase.new"
        draft.write_text(word, "utf-8")
        draft.replace(self.run / "phase")


def main(args: argparse.Namespace) -> int:
    """Run the demo and return 0 if everything it claims is true, else 1.

    :raises Refused: the data, the database or the port cannot be used.
    """
    if args.json:
        _check_writable(args.json)
    plan = make_plan(args)
    port = usable(args.port) if args.port else free_port()
    run = _folder(args.run_dir)
    url = args.database or f"sqlite:///{run / 'wms.db'}"
    words = "order" if plan.given == 1 else "orders"
    print(f"Demo: {plan.given} {words} of {plan.data}, seed {plan.seed}, in {run}", flush=True)
    environment = {"WMS_DATABASE_URL": url}
    signal.signal(signal.SIGTERM, _interrupt)
    db = opened(settings.load({**os.environ, **environment}).database_url)
    with closing(db), _told_if_interrupted(run), Processes(run, environment) as processes:
        with teller(plain=bool(args.exit)) as tell:
            play = Play(db, plan, run, processes, tell)
            stage, stuck = _perform(play, port)
        told = _judged(play, stuck)
        if args.json:
            Path(args.json).write_text(json.dumps(told, ensure_ascii=False, indent=1), "utf-8")
        print("\n".join(summary.lines(told)), flush=True)
        if stuck:
            print(f"STUCK: {stuck}. Its logs are in {run / 'logs'}", flush=True)
        if not args.exit and not stuck:
            _stay(stage, processes, port)
    if stuck or summary.faults(told):
        return 1
    if args.exit and not args.run_dir:
        shutil.rmtree(run)
    return 0


AWAY_SECONDS = 60.0
"""So long a database may be away while orders are taken in."""


@contextmanager
def _told_if_interrupted(run: Path) -> Iterator[None]:
    """Say what became of a play that was ended in its middle."""
    try:
        yield
    except KeyboardInterrupt:
        print(f"\nInterrupted: all processes are ended. What was played is in {run}", flush=True)
        raise


def _check_writable(file: Path) -> None:
    """Find out before the play, not after it, that its figures cannot be written.

    :raises Refused: they cannot.
    """
    try:
        with Path(file).open("a"):
            return
    except OSError as error:
        words = T("{path} cannot be written", path=str(file))
        raise Refused("demo.json", words, error.strerror or "") from None


def _folder(wanted: Path | None) -> Path:
    """Return an empty folder to play in.

    :raises Refused: `wanted` holds something, such as an earlier play.
    """
    run = Path(wanted or tempfile.mkdtemp(prefix="wms-demo-")).absolute()
    run.mkdir(parents=True, exist_ok=True)
    if any(run.iterdir()):
        words = T("The folder {run} is not empty", run=str(run))
        raise Refused("demo.folder", words, T("Name a new one, or none"))
    return run


def make_plan(args: argparse.Namespace) -> DemoPlan:
    """Return the plan that the command line asks for.

    :raises Refused: the folder of data is not usable, or there is none to take all orders from.
    """
    carriers = tuple(carrier["code"] for carrier in outfit.read_plan()["carrier"])
    people = crew(Sizes(**{name: getattr(args, name) for name in Sizes.__slots__}))
    if args.data:
        return marketplace(Path(args.data), args.orders, args.seed, carriers, people)
    if not args.orders:
        words = T("All orders can be taken of real ones only")
        raise Refused("demo.orders", words, T("Name their folder with --data, or a number"))
    return synthetic(args.orders, args.seed, carriers, utc_now().date(), people)


def _perform(play: Play, port: int) -> tuple[Stage, str]:
    """Play all stages; return the stage and what hangs, if anything does."""
    stages: list[Stage] = []
    server = f"http://127.0.0.1:{port}"

    def setup() -> None:
        stages.append(set_stage(play.db, play.plan, play.run, server=server, at=utc_now()))
        _raise_curtain(play, port)

    try:
        play.stage("setup", setup)
        play.stage("inbound", lambda: play.until_over(watching.inbound))
        play.stage("accept", lambda: _accept(play))
        play.stage("allocate", lambda: play.until_over(watching.jobs))
        play.phase("outbound")
        play.stage("outbound", lambda: play.until_over(watching.outbound))
    except Stuck as stuck:
        return stages[0], str(stuck)
    finally:
        if "inbound" in play.seconds:
            play.stage("finish", lambda: _end_floor(play))
    return stages[0], ""


def _raise_curtain(play: Play, port: int) -> None:
    play.phase("inbound")
    play.processes.start(
        "server", "-m", "wms.cli", "serve", "--host", "127.0.0.1", "--port", str(port)
    )
    play.processes.start("worker", "-m", "wms.cli", "work")
    wait_for_health(port, play.processes)
    people = ("-m", "stations.people", str(play.run))
    play.processes.start("floor", *people)


def _accept(play: Play) -> None:
    """Take the orders in while nobody moves anything: they find the same stock each time.

    A database that is away is asked again: what it took already is known by its references.
    """
    play.phase("accept")
    begun = time.monotonic()
    while True:
        try:
            bring_in(play.db, play.run, "orders", at=utc_now())
            return
        except (InterfaceError, OperationalError):
            if time.monotonic() - begun > AWAY_SECONDS:
                raise
            time.sleep(POLL_SECONDS)


def _end_floor(play: Play) -> None:
    """Let the floor write down what lies where, then end it."""
    (play.run / "stop").touch()
    play.processes.stop("floor")


def _judged(play: Play, stuck: str) -> dict[str, Any]:
    with play.db.read() as conn:
        told = summary.summary(conn, play.plan, play.run, play.seconds)
    told["cpu_seconds"] |= play.processes.cpu_seconds() | {"demo": round(time.process_time(), 1)}
    return told | {"stuck": stuck, "faults": summary.faults(told)}


def _stay(stage: Stage, processes: Processes, port: int) -> None:
    """Keep the server up until Ctrl-C, and tell how to look around."""
    print("\n".join(("", *open_doors(stage, f"http://127.0.0.1:{port}"))), flush=True)
    try:
        while True:
            processes.watch()
            time.sleep(1)
    except KeyboardInterrupt:
        print("\nStopping.", flush=True)


def _interrupt(number: int, frame: FrameType | None) -> None:
    """End on SIGTERM as on Ctrl-C: with nothing left running."""
    raise KeyboardInterrupt
