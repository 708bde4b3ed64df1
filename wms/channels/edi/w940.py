"""Warehouse shipping orders (X12 940) of a depositor become orders.

The segments of a set are laid out as nested fields first (`N1*ST.N4.01` is the city of the
ship-to party), so that one table says for people and for code what goes where.

Source: ASC X12 transaction set 940, Warehouse Shipping Order, version 004010.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, time
from typing import Any

from wms.channels.documents import Gathered
from wms.channels.edi.envelope import USAGES, TransactionSet
from wms.channels.edi.w940_table import CANCELS, CASES, DATES, GTINS, NEW, PIECES, SKUS, TABLE
from wms.channels.edi.x12 import Segment
from wms.channels.foreign import Foreign, Line, Unfit
from wms.channels.mapping import count, look, taken, text
from wms.gs1.digits import has_valid_check_digit, is_digits

SET = "940"
_US = (
    "ALAKAZARCACOCTDEDCFLGAHIIDILINIAKSKYLAMEMDMAMIMNMSMOMTNENVNHNJNM"
    "NYNCNDOHOKORPARISCSDTNTXUTVTVAWAWVWIWYPR"
)
_STATES = frozenset(_US[n : n + 2] for n in range(0, len(_US), 2))
_PROVINCES = frozenset(
    ("AB", "BC", "MB", "NB", "NL", "NS", "NT", "NU", "ON", "PE", "QC", "SK", "YT")
)


def order(found: TransactionSet) -> Gathered:
    """Return the order of a transaction set.

    :raises Unfit: it is none, or not to be shipped.
    """
    if found.code != SET:
        words = f"transaction set {found.code or '?'} is not read here"
        raise Unfit(words, f"Send {SET}, warehouse shipping orders", field="ST01")
    if found.usage not in USAGES:
        words = f"is {found.usage!r}: P (production) or T (test) is needed"
        raise Unfit(words, "Mend ISA15 and send it again", field="ISA15")
    if found.usage == "T":
        raise Unfit("it is a test interchange", "Send it with P to have it shipped", field="ISA15")
    if not found.is_whole:
        raise Unfit("it breaks off: no SE ends it", "Send the whole of it again", field="SE")
    plain = laid_out(found.body)
    _stop(plain)
    ours = Foreign(taken(TABLE.head, plain), [], is_change=look(plain, "W05.01") == "R")
    _country(plain, ours)
    _ship_by(plain, ours)
    _notes(found, plain, ours)
    for number, line in enumerate(plain["LX"], 1):
        _line(number, line, ours)
    _total(plain, ours)
    return Gathered(ours.plain(), [found.number], is_whole=True)


def laid_out(body: Sequence[Segment]) -> dict[str, Any]:
    """Return the segments as nested fields: parties by their qualifier, lines under `LX`."""
    plain: dict[str, Any] = {"LX": [], "G62": {}, "NTE": [], "SSCC": []}
    party: dict[str, Any] | None = None
    line: dict[str, Any] | None = None
    for segment in body:
        fields = {f"{n:02d}": value.strip() for n, value in enumerate(segment.elements, 1)}
        match segment.name:
            case "N1":
                party = plain.setdefault(f"N1*{segment.at(1)}", {"N1": fields})
            case "N2" | "N3" | "N4" | "PER" if party is not None and line is None:
                _put(party, segment.name, fields)
            case "G62":
                plain["G62"].setdefault(segment.at(1), segment.at(2))
            case "NTE":
                plain["NTE"].append(segment.at(2))
            case "LX":
                line, party = {"LX": fields}, None
                plain["LX"].append(line)
            case "MAN" if segment.at(1) == "GM":
                plain["SSCC"].append(segment.at(2))
            case _:
                party = None if segment.name in ("N9", "W66") else party
                where = line if line is not None and segment.name != "W76" else plain
                _put(where, segment.name, fields)
    return plain


def _put(where: dict[str, Any], name: str, fields: dict[str, str]) -> None:
    """Keep the first segment of a name under it, the others under its name and number."""
    n = 1
    while (key := name if n == 1 else f"{name}#{n}") in where:
        n += 1
    where[key] = fields


def _stop(plain: dict[str, Any]) -> None:
    status = text(look(plain, "W05.01"))
    if not status:
        raise Unfit("W05 is missing: this order has no name", "Send W05", field="W05")
    if status in CANCELS:
        ref = text(look(plain, "W05.02"))
        remedy = f"Cancel it: POST /api/v1/orders/{ref}/cancel"
        raise Unfit(f"it asks to cancel order {ref}", remedy, field="W05-01")
    if status not in NEW:
        words = f"{status!r} is no order to ship"
        raise Unfit(words, f"Send one of {', '.join(NEW)}", field="W05-01")
    if not plain["LX"]:
        raise Unfit("it has no lines: LX and W01 are missing", "Send its lines", field="LX")
    if "N1*ST" not in plain:
        words = "N1*ST is missing: nobody knows where to send it"
        raise Unfit(words, "Send N1*ST with N3 and N4", field="N1*ST")


def _country(plain: dict[str, Any], ours: Foreign) -> None:
    """Say the country where N4 names a state only: partners at home leave it out."""
    recipient = ours.head.setdefault("recipient", {})
    state = text(look(plain, "N1*ST.N4.02")).upper()
    if not recipient.get("country") and (state in _STATES or state in _PROVINCES):
        recipient["country"] = "US" if state in _STATES else "CA"
        ours.flag("country", f"N4-04 is empty: {recipient['country']}, for the state is {state}")
    if not recipient.get("street"):
        names = [value for value in look(plain, "N1*ST.N1").values() if value][1:2]
        ours.flag("street", "N3 is missing: the party's name stands for the street")
        recipient["street"] = names


def _ship_by(plain: dict[str, Any], ours: Foreign) -> None:
    for code in DATES:
        given = text(plain["G62"].get(code, ""))
        if not given:
            continue
        try:
            day = datetime.strptime(given, "%Y%m%d").replace(tzinfo=UTC).date()
        except ValueError:
            ours.flag("date", f"G62 {code} is {given!r}: no date, left out")
            continue
        ours.head["ship_by"] = datetime.combine(day, time(23, 59, 59, tzinfo=UTC)).isoformat()
        return


def _notes(found: TransactionSet, plain: dict[str, Any], ours: Foreign) -> None:
    for words in found.flags:
        ours.flag("envelope", words)
    for words in plain["NTE"]:
        ours.flag("note", f"the depositor's note: {text(words)[:300]}")
    for code in plain["SSCC"]:
        if not (len(code) == 18 and has_valid_check_digit(code)):
            ours.flag("sscc.check_digit", f"the SSCC {text(code)[:24]} has a wrong check digit")
    ours.carriers = [text(look(plain, "W66.10"))]


def _line(number: int, line: dict[str, Any], ours: Foreign) -> None:
    said = line.get("W01")
    if said is None:
        raise Unfit(f"line {number} has no W01", "Send W01 in each LX loop", field=f"LX.{number}")
    unit = said.get("02", "")
    if unit not in CASES and unit not in PIECES:
        words = f"the unit {unit or 'that is missing'} is not known here"
        raise Unfit(words, f"Use {', '.join((*CASES, *PIECES))}", field=f"lines.{number}.W01-02")
    names = sorted(_names(said), key=lambda name: name[0] != "sku")
    about = text(look(line, "G69.01")) or text(said.get("05"))
    quantity = said.get("01", "")
    fraction = quantity.partition(".")[2]
    if fraction and not fraction.strip("0"):
        quantity = quantity.partition(".")[0]
    ours.lines.append(Line(names, quantity, "CA" if unit in CASES else "EA", about))
    if said.get("13"):
        ours.flag("lot", f"line {number} asks for lot {text(said['13'])}: any lot is sent")


def _names(said: dict[str, str]) -> Iterator[tuple[str, str]]:
    for how, what in (("04", "05"), ("06", "07"), ("15", "16")):
        code, name = said.get(how, ""), text(said.get(what, ""))
        if name and code in SKUS:
            yield "sku", name
        elif name and code in GTINS:
            yield "gtin", name
    case = text(said.get("03", ""))
    if is_digits(case) and has_valid_check_digit(case):
        yield "gtin", case


def _total(plain: dict[str, Any], ours: Foreign) -> None:
    said = text(look(plain, "W76.01"))
    total = sum(count(line.quantity) or 0 for line in ours.lines)
    if said and said.partition(".")[0] != str(total):
        ours.flag("total", f"W76-01 says {said} units: the lines have {total}")
