"""What the demo asks the database while the play goes on: what is left to do, what moves."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, Select, func, select

from wms.counting.models import CountLine, CountTask
from wms.inbound.models import Asn, AsnLine
from wms.jobs import Job
from wms.layout.models import Location
from wms.orders.models import Order, OrderLine
from wms.picking.models import Cluster
from wms.quality.models import QcCheck, QcResult
from wms.replenishment.models import Replenishment
from wms.stock.models import Quant, StockMove

FINAL = ("shipped", "waiting", "cancelled")
"""An order that waits has told its reason; nobody works on it."""


Names = tuple[str, str]
"""What one of it is called, and several."""


@dataclass(frozen=True, slots=True)
class Left:
    """Open work by its name (of one, of several); nothing is open when all are zero.

    `done` of `total` units are done."""

    work: dict[Names, int]
    done: int
    total: int

    @property
    def is_over(self) -> bool:
        return not any(self.work.values())

    def __str__(self) -> str:
        open_work = [f"{n} {names[n != 1]}" for names, n in self.work.items() if n]
        return ", ".join(open_work) or "nothing"


UNKNOWN = Left({("thing to find out", "things to find out"): 1}, 0, 1)
"""Before anybody could look."""

Trace = tuple[object, ...]
"""Numbers that change with any real progress, and with nothing else."""


def inbound(conn: Connection) -> Left:
    """Return what is left to receive, to put away and to bring to the faces."""
    at_dock = (
        select(func.count())
        .select_from(Quant)
        .join(Location, Location.id == Quant.location_id)
        .where(Location.kind == "dock", Quant.on_hand > 0)
    )
    work = {
        ("delivery to receive", "deliveries to receive"): _count(
            conn, select(Asn.id).where(Asn.status != "received")
        ),
        ("LPN at the dock", "LPNs at the dock"): conn.execute(at_dock).scalar_one(),
        **_to_bring(conn),
        **jobs(conn).work,
    }
    sums = select(func.sum(AsnLine.received), func.sum(AsnLine.expected))
    received, expected = conn.execute(sums).one()
    stored = conn.execute(
        select(func.coalesce(func.sum(StockMove.quantity), 0)).where(StockMove.kind == "putaway")
    ).scalar_one()
    return Left(work, int(received or 0) + int(stored), 2 * int(expected or 0))


def jobs(conn: Connection) -> Left:
    """Return the jobs that are not done."""
    work: dict[Names, int] = {
        (f"{s} job", f"{s} jobs"): _count(conn, select(Job.id).where(Job.status == s))
        for s in _JOBS
    }
    done = _count(conn, select(Job.id).where(Job.status == "done"))
    return Left(work, done, done + sum(work.values()))


_JOBS = ("waiting", "dead")


def outbound(conn: Connection) -> Left:
    """Return what is left until every order is shipped or has its reason to wait."""
    orders = select(Order.id).where(Order.status.not_in(FINAL))
    under_way = _count(conn, orders)
    work = {
        ("order under way", "orders under way"): under_way,
        ("cluster", "clusters"): _count(conn, select(Cluster.id).where(Cluster.status != "done")),
        **_to_bring(conn),
        ("count", "counts"): _count(conn, select(CountTask.id).where(CountTask.status != "done")),
        ("check", "checks"): _count(conn, select(QcCheck.id).where(QcCheck.status == "due")),
    }
    total = _count(conn, select(Order.id))
    return Left(work | jobs(conn).work, total - under_way, total)


def _to_bring(conn: Connection) -> dict[Names, int]:
    """Return what is to be brought to faces; what is on its way lies in no bin meanwhile."""
    unfinished = select(Replenishment.id).where(Replenishment.status.in_(("open", "claimed")))
    return {("replenishment", "replenishments"): _count(conn, unfinished)}


def trace(conn: Connection) -> Trace:
    """Return numbers that tell whether anything was done since they were asked for last."""
    line = OrderLine
    sums = (line.picked, line.packed, line.shipped, line.short)
    return (
        conn.execute(select(func.max(StockMove.id))).scalar(),
        *conn.execute(select(*(func.sum(column) for column in sums))).one(),
        *conn.execute(select(func.sum(QcResult.passed), func.sum(QcResult.failed))).one(),
        conn.execute(select(func.sum(CountLine.found))).scalar(),
        *(tuple(map(tuple, conn.execute(asked))) for asked in _STATUSES),
    )


_STATUSES = [
    select(table.status, func.count()).group_by(table.status).order_by(table.status)
    for table in (Order, Cluster, CountTask, Replenishment, QcCheck, Asn, Job)
]


def _count(conn: Connection, asked: Select[int]) -> int:
    return int(conn.execute(select(func.count()).select_from(asked.subquery())).scalar_one())
