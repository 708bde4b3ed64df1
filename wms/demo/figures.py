"""What the demo counts in the database when the play is over."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, func, select

from wms.counting.models import CountTask
from wms.demo.plan import DemoPlan
from wms.layout.models import CUSTOMER, SUPPLIER
from wms.orders import reasons
from wms.orders.models import Order, OrderLine
from wms.packing.models import Parcel
from wms.picking.models import Pick
from wms.quality.models import QcResult
from wms.replenishment.models import Replenishment
from wms.stock.models import Lpn, StockMove
from wms.terminal.models import StationEvent

IDLE = ("pick.NoWork", "pick_drop.PickWaits", "replenish_take.NoTrip")
STOP = ("pick_stop.ScanBin", "pick_stop.ScanItem", "pick_stop.PutInTote")
SHOWN = 10
"""References that are listed for each reason; the rest is counted."""

_ABOUT = "one of its items"
_DIALOGUE = re.compile(r"[a-z]+")


def orders(conn: Connection, plan: DemoPlan) -> dict[str, Any]:
    """Return how many orders were given, became what, and why each other one was not shipped."""
    asked = select(Order.external_ref, Order.status, Order.reason).order_by(Order.id)
    rows = conn.execute(asked).all()
    by_reason: dict[str, list[str]] = defaultdict(list)
    for reason, refs in plan.left_out.items():
        by_reason[reason].extend(refs)
    for row in rows:
        if row.status != "shipped":
            by_reason[why(row.status, row.reason)].append(row.external_ref)
    counted = Counter(row.status for row in rows)
    accounted = sum(1 for r in rows if r.status in ("shipped", "cancelled") or _waits(r))
    left_out = sum(map(len, plan.left_out.values()))
    return {
        "given": plan.given,
        **{name: counted[name] for name in ("shipped", "waiting", "cancelled")},
        "not_imported": left_out,
        "unaccounted": plan.given - accounted - left_out,
        "by_reason": {
            reason: {"count": len(refs), "orders": refs[:SHOWN]}
            for reason, refs in sorted(by_reason.items())
        },
    }


def why(status: str, reason: str) -> str:
    """Return in words why an order that is not shipped is not."""
    if status == "waiting" and reason:
        return str(reasons.words(f"{reason.partition(' ')[0]} {_ABOUT}"))
    return "cancelled" if status == "cancelled" else f"stuck: it is {status}"


def _waits(row: Any) -> bool:
    return bool(row.status == "waiting" and row.reason)


def units(conn: Connection) -> dict[str, int]:
    """Return the pieces ordered, received, picked, found short, shipped, by ledger and lines."""
    line = OrderLine
    sums = select(func.sum(line.ordered), func.sum(line.short), func.sum(line.shipped))
    ordered, short, shipped = conn.execute(sums).one()
    return {
        "ordered": int(ordered or 0),
        "received": _moved(conn, StockMove.source_location_id == SUPPLIER),
        "picked": _moved(conn, StockMove.kind == "pick"),
        "short": int(short or 0),
        "shipped": _moved(conn, StockMove.target_location_id == CUSTOMER),
        "shipped_by_orders": int(shipped or 0),
    }


def mishaps(conn: Connection) -> dict[str, int]:
    """Return how many picks were short, bins counted, pieces failed in a check."""
    asked = (
        select(func.count()).where(Pick.status == "short"),
        select(func.count()).where(CountTask.status == "done"),
        select(func.coalesce(func.sum(QcResult.failed), 0)),
    )
    names = ("short_picks", "counts", "failed_pieces")
    found = (int(conn.execute(one).scalar_one()) for one in asked)
    return dict(zip(names, found, strict=True))


def replenishments(conn: Connection) -> dict[str, int]:
    """Return how often goods were brought to a pick face, and the pieces."""
    done = func.count().filter(Replenishment.status == "done", Replenishment.brought > 0)
    asked = select(done, func.coalesce(func.sum(Replenishment.brought), 0))
    n, pieces = conn.execute(asked).one()
    return {"done": int(n), "pieces": int(pieces)}


def _moved(conn: Connection, where: Any) -> int:
    asked = select(func.coalesce(func.sum(StockMove.quantity), 0)).where(where)
    return int(conn.execute(asked).scalar_one())


def refusals(conn: Connection) -> dict[str, int]:
    """Return how often each refusal was shown."""
    asked = select(StationEvent.code, StationEvent.outcome, func.count()).where(
        StationEvent.outcome != "applied"
    )
    rows = conn.execute(asked.group_by(StationEvent.code, StationEvent.outcome))
    found: Counter[str] = Counter()
    for code, outcome, n in rows:
        found[code or outcome] += n
    return dict(found.most_common())


def touches(conn: Connection) -> dict[str, int]:
    """Return the scans, keys and weights by dialogue, refused ones too.

    Looking whether there is work by now is no work: it depends on how long people wait.
    """
    asked = select(StationEvent.state, func.count()).where(StationEvent.state.not_in(IDLE))
    asked = asked.group_by(StationEvent.state)
    found: Counter[str] = Counter()
    for state, n in conn.execute(asked):
        found[dialogue(state)] += n
    return dict(sorted(found.items()))


def stop_scans(conn: Connection) -> int:
    """Return how many scans were made at the stops of picks: of bins, pieces, quantities, totes;
    refused ones too."""
    asked = select(func.count()).where(StationEvent.state.in_(STOP))
    return int(conn.execute(asked).scalar_one())


def events(conn: Connection) -> int:
    """Return how many events the stations sent."""
    return int(conn.execute(select(func.count()).select_from(StationEvent)).scalar_one())


def dialogue(state: str) -> str:
    """Return the dialogue that a state belongs to: `pick` of `pick_stop.ScanBin`."""
    match = _DIALOGUE.match(state)
    return match[0] if match else state


def picked_lines(conn: Connection) -> int:
    """Return how many picks were made."""
    return int(conn.execute(select(func.count()).where(Pick.picked > 0)).scalar_one())


def spans(conn: Connection) -> dict[str, float]:
    """Return the seconds from the first to the last event of each dialogue, and of shipping."""
    moment = StationEvent.recorded_at
    asked = select(StationEvent.state, func.min(moment), func.max(moment))
    found: dict[str, list[Any]] = defaultdict(list)
    for state, first, last in conn.execute(asked.group_by(StationEvent.state)):
        found[dialogue(state)] += [first, last]
    shipped = select(func.min(StockMove.recorded_at), func.max(StockMove.recorded_at))
    first, last = conn.execute(shipped.where(StockMove.kind == "ship")).one()
    found["ship"] = [first, last] if first else []
    return {
        name: round((max(times) - min(times)).total_seconds(), 1)
        for name, times in sorted(found.items())
        if times and name != "home"
    }


def parcels(conn: Connection, seen: list[Mapping[str, Any]]) -> dict[str, Any]:
    """Return how many parcels there are, and on how many the floor read their own label."""
    asked = (
        select(Lpn.code, Order.reference)
        .join(Parcel, Parcel.lpn_id == Lpn.id)
        .join(Order, Order.id == Parcel.order_id)
        .where(Parcel.status.in_(("closed", "shipped")))
        .order_by(Parcel.id)
    )
    known = {row.code: row.reference for row in conn.execute(asked)}
    read = {str(parcel.get("sscc", "")): parcel for parcel in seen}
    decoded = [code for code, order in known.items() if _is_own(code, order, read.get(code, {}))]
    unread = sorted(known.keys() - set(decoded))
    strange = sorted(read.keys() - known.keys())
    return {"n": len(known), "labels_decoded": len(decoded), "unread": unread, "strange": strange}


def _is_own(code: str, order: str, parcel: Mapping[str, Any]) -> bool:
    text = re.sub(r"\D", "", str(parcel.get("label_text", "")))
    return text in (code, f"00{code}") and parcel.get("order") in ("", None, order)
