"""The demo's last word: what was shipped, why the rest was not, and whether all of it is true."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from wms.demo import figures, physical
from wms.demo.physical import Compared
from wms.demo.plan import DemoPlan
from wms.stock.audit import audit

LISTED = 20
"""Differences that are listed one by one."""

PLAYED = ("inbound", "outbound")
"""The stages in which people work."""


def summary(
    conn: Connection, plan: DemoPlan, run: Path, stages: Mapping[str, float]
) -> dict[str, Any]:
    """Return all figures of a play as plain data; `stages` are measured seconds by name."""
    checked = audit(conn)
    told = _told(run)
    compared = _compared(conn, told)
    touches, lines, units = figures.touches(conn), figures.picked_lines(conn), figures.units(conn)
    events = figures.events(conn)
    return {
        "data": plan.data,
        "seed": plan.seed,
        "crew": dict(Counter(post.code.partition("-")[0] for post in plan.crew)),
        "orders": figures.orders(conn, plan),
        "items": {"n": len(plan.items), "without_measures": plan.measured},
        "units": units,
        "replenishments": figures.replenishments(conn) | {"faces": len(plan.faces)},
        "parcels": figures.parcels(conn, told.get("parcels", [])),
        "audit": {"differences": len(checked.differences)},
        "ledger": {"total": checked.total, "moves": checked.moves, "pieces": checked.pieces},
        "physical": {
            "is_told": bool(told),
            "places": compared.places,
            "differences": len(compared.differences),
            "unnoticed_losses": sum(d.ledger - d.physical for d in compared.unnoticed),
            "list": [_words(d) for d in compared.differences[:LISTED]],
        },
        "touches": touches,
        "touches_per_line": _ratio(touches.get("pick", 0), lines),
        "scans_per_line": _ratio(figures.stop_scans(conn), lines),
        "touches_per_unit": _ratio(_work(touches), units["shipped"]),
        "refusals": figures.refusals(conn),
        "mishaps": figures.mishaps(conn),
        "events": events,
        "events_per_second": _ratio(events, sum(stages.get(name, 0.0) for name in PLAYED)),
        "stages": {**stages, **{f"of {k}": v for k, v in figures.spans(conn).items()}},
        "cpu_seconds": dict(told.get("cpu_seconds", {})),
        "floor": {"faults": list(told.get("faults", []))},
    }


def faults(told: Mapping[str, Any]) -> list[str]:
    """Return what must not be, in words; nothing when the play was right."""
    orders, parcels, place = told["orders"], told["parcels"], told["physical"]
    found = {
        "the audit found {n} differences": told["audit"]["differences"],
        "the ledger's total is {n}, not zero": told["ledger"]["total"],
        "{n} kinds of goods are not where the ledger says": place["differences"],
        "{n} parcels without their own readable label": parcels["n"] - parcels["labels_decoded"],
        "{n} labels on the floor belong to no parcel": len(parcels["strange"]),
        "{n} orders are neither shipped nor explained": orders["unaccounted"],
        "shipped units differ between ledger and orders by {n}": _off(told["units"]),
        "the floor did not tell what lies where ({n})": int(not place["is_told"]),
    }
    return [words.format(n=n) for words, n in found.items() if n]


def lines(told: Mapping[str, Any]) -> Iterator[str]:
    """Yield the summary as lines to be read."""
    orders, units, parcels = told["orders"], told["units"], told["parcels"]
    yield f"Orders     {orders['shipped']} of {orders['given']} shipped"
    for reason, group in orders["by_reason"].items():
        refs = ", ".join(group["orders"]) + (" …" if group["count"] > len(group["orders"]) else "")
        yield f"           {group['count']}: {reason} ({refs})"
    yield "Units      " + ", ".join(f"{units[k]} {k}" for k in _UNITS)
    yield f"Faces      {_replenished(told['replenishments'])}"
    yield f"Parcels    {parcels['n']}, {parcels['labels_decoded']} labels decoded to their own"
    ratios = f"{told['touches_per_line']} a picked line, {told['scans_per_line']} at its stop"
    yield f"Touches    {ratios}, {_each(told['touches'])}"
    yield f"Refusals   {_each(told['refusals']) or 'none'}"
    yield f"Mishaps    {_each({k.replace('_', ' '): v for k, v in told['mishaps'].items()})}"
    yield f"Stages     {_each({k: f'{v:.1f} s' for k, v in told['stages'].items()})}"
    yield f"Events     {told['events']}, {told['events_per_second']} a second"
    yield f"CPU        {_each({k: f'{v:.1f} s' for k, v in told['cpu_seconds'].items()})}"
    place, ledger = told["physical"], told["ledger"]
    audited = f"{_n(told['audit']['differences'], 'difference')}, {_n(ledger['moves'], 'move')}"
    total = f"ledger total {ledger['total']} (goods in the building plus outside)"
    yield f"Audit      {audited}, {total}"
    unnoticed = f", {n} lost and not noticed yet" if (n := place["unnoticed_losses"]) else ""
    found = f"{_n(place['differences'], 'difference')} in {_n(place['places'], 'place')}"
    yield f"Floor      {found}{unnoticed}"
    if n := told["items"]["without_measures"]:
        yield f"Items      {n} without sizes or weight at the source: 100 mm and 100 g were taken"
    yield from (f"           {words}" for words in place["list"])
    said = Counter(words.partition("\n")[0] for words in told["floor"]["faults"])
    yield from (f"The floor says: {words} ({n})" for words, n in said.most_common(LISTED))
    yield from (f"WRONG: {words}" for words in faults(told))


_UNITS = ("ordered", "received", "picked", "short", "shipped")


def _told(run: Path) -> dict[str, Any]:
    """Return physical.json with faults and CPU of floor.json; nothing if the floor did not end."""
    path = run / "physical.json"
    if not path.is_file():
        return {}
    told: dict[str, Any] = json.loads(path.read_text("utf-8"))
    live = run / "floor.json"
    spoken = json.loads(live.read_text("utf-8")) if live.is_file() else {}
    return {name: spoken[name] for name in ("faults", "cpu_seconds") if name in spoken} | told


def _compared(conn: Connection, told: Mapping[str, Any]) -> Compared:
    unnoticed = physical.lost(told) - physical.written_off(conn)
    return physical.compare(physical.by_ledger(conn), physical.told(told), unnoticed)


def _words(d: physical.Difference) -> str:
    return f"{d.place}: {d.ledger} x {d.kind} by the ledger, {d.physical} there"


def _work(touches: Mapping[str, int]) -> int:
    return sum(n for name, n in touches.items() if name != "home")


def _off(units: Mapping[str, int]) -> int:
    return units["shipped"] - units["shipped_by_orders"]


def _ratio(n: int, of: float) -> float:
    return round(n / of, 2) if of else 0.0


def _replenished(told: Mapping[str, int]) -> str:
    done, pieces = _n(told["done"], "replenishment"), _n(told["pieces"], "piece")
    return f"{told['faces']}, {done} of {pieces}"


def _n(count: int, name: str) -> str:
    return f"{count} {name}" if count == 1 else f"{count} {name}s"


def _each(counted: Mapping[str, object]) -> str:
    return ", ".join(f"{name} {n}" for name, n in counted.items())
