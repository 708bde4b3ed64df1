"""Pack, the pieces: each is scanned into the carton; a wrong one stops."""

from __future__ import annotations

from dataclasses import dataclass, replace

from wms.catalog import queries as catalog
from wms.dialogues import identify, pack, pack_carton, pack_lot, pack_missing, pack_weigh
from wms.errors import Refused
from wms.gs1.digits import is_digits, shown
from wms.orders import queries as orders
from wms.packing import put as packing
from wms.packing import queries
from wms.stock import queries as stock
from wms.terminal.machine import Said, State, View, Work
from wms.terminal.wire import Accepts, Key, Scan, Tone, Typed
from wms.text import N, T, Words

MOST_LINES, MOST_NAMED = 5, 3
MOST_TIMES = 9999


def items_step(work: Work, parcel_id: int, tote_id: int) -> Pack:
    """Ask for the next piece of an open parcel."""
    parcel = queries.parcel(work.conn, parcel_id)
    left = queries.left(work.conn, parcel.order_id)
    done, total = queries.progress(work.conn, parcel.order_id)
    inside = bool(queries.inside(work.conn, parcel.lpn_id))
    hoped = _code(work, left[0].item_id, left[0].sku) if len(left) == 1 else ""
    named = tuple((content.sku, content.quantity) for content in left)
    return Pack(
        parcel_id, tote_id, parcel.order_id, parcel.order, named, done, total, inside, hoped
    )


@dataclass(frozen=True)
class Pack(State):
    """`left` has SKU and pieces to come; the next scan counts `times` times."""

    parcel_id: int
    tote_id: int
    order_id: int
    order: str
    left: tuple[tuple[str, int], ...]
    done: int
    total: int
    holds_some: bool
    hoped: str
    times: int = 1

    def screen(self) -> View:
        lines: list[tuple[Words, Words]] = [(sku, str(n)) for sku, n in self.left[:MOST_LINES]]
        if len(self.left) > MOST_LINES:
            lines.append((T("More items"), str(len(self.left) - MOST_LINES)))
        return View(
            T("INTO CARTON"),
            self._prompt(),
            lines=tuple(lines),
            keys=(*self._keys(), "BACK"),
            accepts=(Accepts.SCAN, Accepts.TEXT),
            expects=self.hoped,
            progress=(self.done, self.total),
            counts_repeats=True,
        )

    def on_scan(
        self, scan: Scan, work: Work
    ) -> tuple[Pack | pack_weigh.PackWeigh, Said] | pack_lot.PackLot:
        """A piece goes into the carton; another tote of the order is where they come from now."""
        tote = stock.lpn_by_code(work.conn, scan.text)
        if tote is not None and tote.id in {t.id for t in queries.totes(work.conn, self.order_id)}:
            return replace(self, tote_id=tote.id), Said(T("From tote {tote}", tote=tote.code))
        found = identify.item(work, scan, among=self._item_ids(work), wanted=self._wanted())
        quantity = found.pieces * self.times
        lots = queries.lots(work.conn, self.order_id, found.item.id)
        if not found.lot and len(lots) > 1:
            return pack_lot.PackLot(
                self.parcel_id, self.tote_id, found.item.id, found.item.sku, quantity, lots
            )
        return put(work, self.parcel_id, self.tote_id, found.item.id, quantity, found.lot)

    def on_text(
        self, typed: Typed, work: Work
    ) -> Pack | tuple[Pack | pack_weigh.PackWeigh, Said] | pack_lot.PackLot:
        """A short number says how often the next scan counts; all else is a code keyed in."""
        if is_digits(typed.text) and len(typed.text) < 5:
            return self._counting(typed.text)
        return self.on_scan(Scan(typed.text), work)

    def on_key(
        self, key: Key, work: Work
    ) -> (
        Pack
        | pack_weigh.PackWeigh
        | tuple[Pack, Said]
        | pack_carton.PackCarton
        | pack.PackTote
        | pack_missing.PackMissing
    ):
        match key.name:
            case "QTY":
                return self._counting(key.value)
            case "FULL":
                return pack_weigh.filled(work, self.parcel_id)
            case "DONE":
                return self._done(work)
            case "MISSING" if self.left:
                return pack_missing.PackMissing(self.parcel_id, self.tote_id, self.order, self.left)
            case "UNPACK":
                return unpacked(work, self.parcel_id)
            case "BACK" if queries.parcel(work.conn, self.parcel_id).status == "open":
                return pack_carton.carton_step(work, self.order_id, self.tote_id, self.parcel_id)
            case "BACK":
                return pack.tote_step(work)
        raise pack.not_here(key, self)

    def _done(self, work: Work) -> pack_weigh.PackWeigh:
        if self.left:
            missing = sum(n for _, n in self.left)
            raise Refused(
                "packing.pieces_left",
                N("{n} piece is not packed", "{n} pieces are not packed", missing),
                T("Scan FULL to close the parcel as it is"),
            )
        return pack_weigh.filled(work, self.parcel_id)

    def _prompt(self) -> Words:
        if not self.left:
            return T("All is packed. Scan DONE")
        what = self.left[0][0] if len(self.left) == 1 else T("an item")
        if self.times > 1:
            return T("Scan {what}, it counts {n}", what=what, n=self.times)
        return T("Scan {what}", what=what)

    def _wanted(self) -> Words:
        if not self.left:
            return self._prompt()
        skus = ", ".join(sku for sku, _ in self.left[:MOST_NAMED])
        return T("{order} needs {skus}", order=self.order, skus=skus)

    def _keys(self) -> tuple[str, ...]:
        if not self.holds_some:
            return ("QTY", "MISSING")
        return ("QTY", "FULL", "UNPACK", "MISSING") if self.left else ("DONE", "UNPACK")

    def _item_ids(self, work: Work) -> list[int]:
        return [line.item_id for line in orders.lines(work.conn, [self.order_id])]

    def _counting(self, times: str) -> Pack:
        if not is_digits(times) or not 1 <= int(times) <= MOST_TIMES:
            raise Refused(
                "packing.times",
                T("{n} is no number of pieces", n=shown(times) or "–"),
                T("Scan QTY with a number from 1 to {most}", most=MOST_TIMES),
            )
        return replace(self, times=int(times))


def put(
    work: Work, parcel_id: int, tote_id: int, item_id: int, quantity: int, lot: str
) -> tuple[Pack | pack_weigh.PackWeigh, Said]:
    """Put pieces into the carton; the last one leads to the scale."""
    packing.put(
        work.conn,
        work.station.warehouse_id,
        parcel_id=parcel_id,
        item_id=item_id,
        quantity=quantity,
        lot=lot,
        first_tote_id=tote_id,
        actor=work.actor,
        at=work.at,
    )
    step = items_step(work, parcel_id, tote_id)
    if not step.left:
        return pack_weigh.filled(work, parcel_id), Said(T("All is packed"))
    sku = catalog.item(work.conn, item_id).sku
    return step, Said(T("Packed {n} {sku}", n=quantity, sku=sku))


def unpacked(work: Work, parcel_id: int) -> tuple[Pack, Said]:
    """Put everything back into the tote and begin again."""
    tote = packing.unpack(
        work.conn, work.station.warehouse_id, parcel_id=parcel_id, actor=work.actor, at=work.at
    )
    said = Said(T("Put all of it back into tote {tote}", tote=tote), Tone.ATTENTION)
    return items_step(work, parcel_id, 0), said


def _code(work: Work, item_id: int, sku: str) -> str:
    """Return a code that means one piece of an item."""
    codes = [code for code, pieces in catalog.barcodes(work.conn, item_id) if pieces == 1]
    return codes[0] if codes else sku
