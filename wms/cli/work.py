"""wms work, wms allocate."""

from __future__ import annotations

import argparse
import signal
import threading

from wms import settings
from wms.cli.opened import database
from wms.clock import utc_now
from wms.layout import choose
from wms.logs import lines
from wms.orders import allocate as allocation
from wms.webhooks import rules
from wms.webhooks.deliver import deliver_all, deliver_until
from wms.work import work as do_jobs
from wms.work import work_off


def work(args: argparse.Namespace) -> int:
    """Do jobs and post to webhooks until SIGTERM or SIGINT; what is under way is finished."""
    lines.begin(args.log)
    stop = threading.Event()
    with database() as db:
        limits = rules.limits(settings.load().data)
        if args.once:
            print(f"{work_off(db, utc_now)} jobs done")
            if letters := deliver_all(db, utc_now, limits):
                print(f"{letters} letters taken by webhooks")
            return 0
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        print("Doing jobs", flush=True)
        given = (db, utc_now, limits, stop)
        delivering = threading.Thread(target=deliver_until, args=given, name="webhooks")
        delivering.start()
        do_jobs(db, utc_now, stop)
        delivering.join()
    return 0


def allocate(args: argparse.Namespace) -> int:
    """Promise stock to orders and release their picks, now."""
    with database() as db:
        at = utc_now()
        db.run(lambda c: allocation.ask(c, choose.warehouse(c, args.warehouse), at=at))
        print(f"{work_off(db, utc_now)} jobs done")
    return 0
