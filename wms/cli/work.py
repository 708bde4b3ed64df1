"""wms work, wms allocate."""

from __future__ import annotations

import argparse
import logging
import signal
import threading

from wms.cli.opened import database
from wms.clock import utc_now
from wms.layout import choose
from wms.orders import allocate as allocation
from wms.work import work as do_jobs
from wms.work import work_off


def work(args: argparse.Namespace) -> int:
    """Do jobs until SIGTERM or SIGINT; the job under way is finished."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    logging.getLogger("alembic").setLevel(logging.WARNING)
    stop = threading.Event()
    with database() as db:
        if args.once:
            print(f"{work_off(db, utc_now)} jobs done")
            return 0
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        print("Doing jobs", flush=True)
        do_jobs(db, utc_now, stop)
    return 0


def allocate(args: argparse.Namespace) -> int:
    """Promise stock to orders and release their picks, now."""
    with database() as db:
        at = utc_now()
        db.run(lambda c: allocation.ask(c, choose.warehouse(c, args.warehouse), at=at))
        print(f"{work_off(db, utc_now)} jobs done")
    return 0
