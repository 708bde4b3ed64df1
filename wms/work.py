"""Do the jobs that transactions wished for, one after the other, until told to stop."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Mapping
from datetime import datetime

from sqlalchemy.exc import SQLAlchemyError

from wms import jobs, logs
from wms.channels import take_batch, upload
from wms.counting import daily, found
from wms.db import Database
from wms.orders import allocate
from wms.picking import release
from wms.replenishment import refill
from wms.shipping import serve, ship
from wms.stock import freed

log = logging.getLogger("wms.work")

IDLE_SECONDS = 0.2
TROUBLE_SECONDS = 2.0

HANDLERS: Mapping[str, jobs.Handler] = {
    freed.JOB: allocate.job,
    daily.JOB: daily.job,
    "release": release.job,
    freed.REFILL: refill.job,
    "ship_parcel": ship.ship,
    found.JOB: serve.job,
    upload.JOB: take_batch.job,
}


def work(db: Database, clock: Callable[[], datetime], stop: threading.Event) -> None:
    """Do jobs until `stop` is set; a database that is away is asked again."""
    is_planned = False
    while not stop.is_set():
        try:
            if not is_planned:
                db.run(lambda conn: daily.begin(conn, at=clock()))
                is_planned = True
            was_one = jobs.run_one(db, HANDLERS, clock())
        except SQLAlchemyError as error:
            log.error("the database cannot be used: %s", logs.described(error))
            stop.wait(TROUBLE_SECONDS)
            continue
        if not was_one:
            stop.wait(IDLE_SECONDS)


def work_off(db: Database, clock: Callable[[], datetime]) -> int:
    """Do all jobs that are due, those included that they wish for, and return how many."""
    count = 0
    while jobs.run_one(db, HANDLERS, clock()):
        count += 1
    return count
