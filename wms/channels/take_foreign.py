"""Take an order of another system: find its items by what that system calls them, then take it as
any other order. What was wrong and yet accepted is noted on the order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, select

from wms import gs1
from wms.catalog import find
from wms.catalog import queries as catalog
from wms.catalog.models import Item
from wms.channels import take
from wms.channels.faults import Fault, Faulty, read, refused
from wms.channels.forms import OrderForm
from wms.channels.scope import Scope, merchant
from wms.channels.take_change import new_or_changed
from wms.errors import Refused
from wms.gs1.digits import check_digit, has_valid_check_digit, is_digits, shown
from wms.orders.models import FLAG
from wms.orders.note import note
from wms.people.actor import SYSTEM
from wms.shipping.models import Carrier

CASE = "CA"
REGISTER = "Register the item first"
Flags = list[tuple[str, str]]

_BY_REF = (
    select(Item.id)
    .where(Item.merchant_id == bindparam("merchant_id"), Item.external_ref == bindparam("ref"))
    .order_by(Item.id)
    .limit(2)
)
_CARRIERS = select(Carrier.code).where(Carrier.code.in_(bindparam("codes", expanding=True)))


def order(conn: Connection, plain: Mapping[str, Any], scope: Scope, at: datetime) -> take.Taken:
    """Take a `Foreign` order as JSON-ready data; see there.

    :raises Faulty: with all that is wrong with it.
    :raises Refused: it is known with other content, or too late to be changed.
    """
    return _taken(conn, plain, scope, at, may_change=bool(plain["is_change"]))


def changed(conn: Connection, plain: Mapping[str, Any], scope: Scope, at: datetime) -> take.Taken:
    """Take a `Foreign` order, or change the one that is known by its reference.

    :raises Faulty: with all that is wrong with it.
    :raises Refused: it is too late to change it.
    """
    return _taken(conn, plain, scope, at, may_change=True)


def _taken(
    conn: Connection, plain: Mapping[str, Any], scope: Scope, at: datetime, *, may_change: bool
) -> take.Taken:
    flags: Flags = [(code, words) for code, words in plain["flags"]]
    form = _form(conn, plain, scope, flags)
    done = (new_or_changed if may_change else take.order)(conn, form, scope, at)
    if done.is_new or done.is_changed:
        for code, words in flags:
            note(conn, done.id, FLAG, {"code": code, "words": words}, actor=SYSTEM, at=at)
    return replace(done, flags=tuple(words for _, words in flags))


def _form(conn: Connection, plain: Mapping[str, Any], scope: Scope, flags: Flags) -> OrderForm:
    """Return the order as the API takes it.

    :raises Faulty: an item is not known, or the form makes no sense; everything at once.
    """
    faults: list[Fault] = []
    lines: list[dict[str, Any]] = []
    try:
        owner = merchant(conn, scope, str(plain.get("merchant", "")))
        lines = [
            _line(conn, owner, n, line, flags, faults) for n, line in enumerate(plain["lines"])
        ]
    except Refused as refusal:
        faults.append(refused(refusal))
    ours = {n: v for n, v in plain.items() if n not in ("lines", "carriers", "flags", "is_change")}
    ours |= {"lines": lines or [{"sku": "?", "quantity": 1}]}
    if not ours.get("carrier"):
        ours |= {"carrier": _carrier(conn, plain["carriers"], flags)}
    try:
        form = read(OrderForm, ours)
    except Faulty as faulty:
        raise Faulty([*faulty.faults, *faults], is_malformed=True) from None
    if faults:
        raise Faulty(faults)
    return form


def _carrier(conn: Connection, names: Iterable[str], flags: Flags) -> str:
    wanted = [name for name in names if name]
    known = set(conn.execute(_CARRIERS, {"codes": wanted}).scalars()) if wanted else set()
    for name in wanted:
        if name in known:
            return name
    if wanted:
        flags.append(("carrier", f"{shown(wanted[0])} is no carrier here: ours is chosen"))
    return ""


def _line(
    conn: Connection,
    owner: int,
    index: int,
    line: Mapping[str, Any],
    flags: Flags,
    faults: list[Fault],
) -> dict[str, Any]:
    """Return a line as the API takes it; a placeholder where its item is not known."""
    names = [(kind, name) for kind, name in line["names"]]
    _flag_digits(index, names, flags)
    found = next(filter(None, (_named(conn, owner, *name) for name in names)), None)
    if found is None:
        faults.append(_unknown(index, names, str(line["about"])))
        return {"sku": "?", "quantity": line["quantity"]}
    item_id, each = found
    if line["unit"] == CASE and each == 1:
        each = _case(conn, index, item_id, names, flags)
    elif line["unit"] != CASE and each > 1:
        words = f"line {index + 1}: it names a pack of {each} and says that it counts pieces"
        flags.append(("unit", f"{words}: taken as pieces"))
        each = 1
    sku = catalog.item(conn, item_id).sku
    pieces = line["quantity"]
    if each > 1 and is_digits(pieces) and len(pieces) < 10:
        pieces = str(int(pieces) * each)
    return {"sku": sku, "quantity": pieces}


def _flag_digits(index: int, names: Iterable[tuple[str, str]], flags: Flags) -> None:
    for kind, name in names:
        if kind == "gtin" and _is_gtin(name) and not has_valid_check_digit(name):
            words = f"line {index + 1}: the GTIN {name} has a wrong check digit,"
            flags.append(("gtin.check_digit", f"{words} it should end in {check_digit(name[:-1])}"))


def _is_gtin(code: str) -> bool:
    return is_digits(code) and len(code) in (8, 12, 13, 14)


def _named(conn: Connection, owner: int, kind: str, name: str) -> tuple[int, int] | None:
    """Return (item id, pieces that one of it means), None where the name says no one item.

    A GTIN is looked up by the digits before its check digit, which say all that it says.
    """
    if kind == "sku":
        known = find.by_sku(conn, owner, name)
        return (known, 1) if known is not None else None
    if kind == "ref":
        refs = conn.execute(_BY_REF, {"merchant_id": owner, "ref": name}).scalars().all()
        return (refs[0], 1) if len(refs) == 1 else None
    if not _is_gtin(name):
        return None
    found = find.by_gtin(conn, owner, gs1.gtin14(name[:-1] + check_digit(name[:-1])))
    return found[0] if len(found) == 1 else None


def _unknown(index: int, names: list[tuple[str, str]], about: str) -> Fault:
    if not names:
        words = f"{shown(about, 60) or 'the line'} has no SKU"
        return Fault(("lines", index, "sku"), "item.unnamed", words, "Give it one in the shop")
    said = ", ".join(f"{kind} {shown(name)}" for kind, name in names)
    words = f"{said}: no item of this merchant"
    return Fault(("lines", index, "sku"), "item.unknown", words, REGISTER)


def _case(
    conn: Connection, index: int, item_id: int, names: list[tuple[str, str]], flags: Flags
) -> int:
    """Return how many pieces a case of an item holds: the pack that the line names, or its only
    one; 1, flagged, where that is not known."""
    packs = {code: pieces for code, pieces in catalog.barcodes(conn, item_id) if pieces > 1}
    for kind, name in names:
        if kind == "gtin" and name.zfill(14) in packs:
            return packs[name.zfill(14)]
    sizes = set(packs.values())
    if len(sizes) == 1:
        return sizes.pop()
    words = f"line {index + 1}: cases are ordered and it is not known what one holds: taken as"
    flags.append(("unit", f"{words} single pieces"))
    return 1
