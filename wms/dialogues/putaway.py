"""Put away: scan an LPN, go to the bin that is kept for it, scan that bin.

Another bin that takes the goods must be scanned twice; one that does not says why. A second LPN
instead of the bin joins it on a cart: see `putaway_cart`. A tote or parcel of a cancelled order is
emptied item by item: see `putaway_back`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from wms.dialogues import identify, putaway_back, receive_across
from wms.dialogues import putaway_cart as cart
from wms.dialogues.get_work import finished
from wms.dialogues.home import Menu, entry, menu
from wms.dialogues.offers import Offer
from wms.dialogues.receive_goods import refuse
from wms.errors import Refused
from wms.inbound import putaway, queries
from wms.layout import queries as layout
from wms.layout.queries import LocationRow
from wms.shipping import put_back
from wms.stock import loads
from wms.stock.ledger import Goods as Part
from wms.terminal import documents
from wms.terminal.machine import Said, State, View, Work
from wms.terminal.wire import Key, Scan, Tone
from wms.text import N, T, Words

TITLE = T("PUTAWAY")
SHOWN, NAMED = 4, 3
MANY = 50
Goods = tuple[tuple[str, str], ...]
Lines = tuple[tuple[Words, Words], ...]


def _waiting(work: Work) -> int:
    at_dock = queries.waiting_lpns(work.conn, work.station.warehouse_id)
    return at_dock + put_back.waiting(work.conn, work.station.warehouse_id)


def _offers(work: Work) -> Iterator[Offer]:
    """Offer each place where LPNs wait, or goods of cancelled orders."""
    warehouse_id, priority = work.station.warehouse_id, work.config["work"]["putaway_priority"]
    standing = loads.standing_at(work.conn, warehouse_id, "dock")
    for place in layout.by_ids(work.conn, standing).values():
        yield Offer(place.id, begin, place, priority=priority, count=standing[place.id])
    if put_back.waiting(work.conn, warehouse_id):
        where = [code for _, code in put_back.standing(work.conn, warehouse_id, at_most=MANY)]
        for place in layout.by_codes(work.conn, set(where)).values():
            waiting = where.count(place.code)
            yield Offer(-place.id, begin, place, priority=priority, count=waiting)


@entry("PUTAWAY", T("Put away"), waiting=_waiting, offers=_offers)
def begin(work: Work) -> ScanLpn | cart.CartLoad:
    """Ask for the LPN; one that was under way leads to the same bin again. A cart that was loaded
    is found again."""
    on_cart = cart.found_again(work)
    if on_cart is not None:
        return on_cart
    warehouse_id = work.station.warehouse_id
    at_dock = queries.waiting_lpns(work.conn, warehouse_id)
    cancelled = put_back.waiting(work.conn, warehouse_id)
    where = put_back.standing(work.conn, warehouse_id, at_most=NAMED) if cancelled else []
    return ScanLpn(at_dock, cancelled, tuple(where))


def suggested(work: Work, lpn_id: int) -> StoreIn:
    """Lead to the best bin for all that an LPN carries."""
    found = putaway.suggest(
        work.conn,
        lpn_id=lpn_id,
        warehouse_id=work.station.warehouse_id,
        config=work.config,
    )
    goods = tuple((sku, str(pieces)) for sku, pieces in found.contents)
    return StoreIn(lpn_id, found.code, goods)


@dataclass(frozen=True)
class ScanLpn(State):
    """`cancelled` totes and parcels stand anywhere: at the dock, QC, a bench or a lane; `where`
    names some of them, each with its location."""

    waiting: int = 0
    cancelled: int = 0
    where: tuple[tuple[str, str], ...] = ()

    def screen(self) -> View:
        lines: list[tuple[Words, Words]] = [(T("At the dock"), str(self.waiting))]
        if self.cancelled:
            lines += [(T("To put back"), str(self.cancelled)), *self.where]
        return View(TITLE, T("Scan an LPN"), lines=tuple(lines), keys=("BACK",))

    def on_scan(
        self, scan: Scan, work: Work
    ) -> StoreIn | tuple[StoreIn | putaway_back.PutBackItem | receive_across.CarryAcross, Said]:
        kinds = ("lpn", "tote", "parcel")
        plate = identify.lpn(work, scan, wanted=T("Scan an LPN"), kinds=kinds)
        if plate.kind != "lpn":
            return putaway_back.begun(work, scan, plate)
        # The label is on the goods, whether or not it was scanned back when it was printed.
        documents.end(work.conn, for_kind="lpn", for_id=plate.id, state="seen")
        return receive_across.begun(work, plate.id) or suggested(work, plate.id)

    def on_key(self, key: Key, work: Work) -> Menu:
        if key.name != "BACK":
            refuse(self, key, work)
        return menu(work)


@dataclass(frozen=True)
class StoreIn(State):
    """On the way to `bin`, which is kept for these goods as (SKU, pieces).

    `part` (item, lot, merchant) is set where they are only part of what the LPN carries; `lpn` is
    the end of its code where it stands on a cart with others.
    """

    lpn_id: int
    bin: str
    goods: Goods
    part: tuple[int, ...] = ()
    lpn: str = ""

    def screen(self) -> View:
        own: Lines = ((T("LPN"), self.lpn),) if self.lpn else ()
        return View(
            TITLE,
            T("Scan bin {bin}", bin=self.bin),
            lines=((T("Go to bin"), self.bin), *own, *_shown(self.goods)),
            keys=("BACK",),
            expects=self.bin,
        )

    def on_scan(
        self, scan: Scan, work: Work
    ) -> (
        ConfirmBin
        | tuple[
            ScanLpn | StoreIn | putaway_back.PutBackItem | cart.CartLoad | cart.WhichLpn | Menu,
            Said,
        ]
    ):
        plate = None if self.part else cart.plate_scanned(work, scan)
        if plate is not None and plate.id != self.lpn_id:
            return cart.joined(work, plate, self.lpn_id)
        place = _bin(self, scan, work)
        if place.code == self.bin:
            return _stored(work, self, place)
        return _instead(self, work, place)

    def on_key(self, key: Key, work: Work) -> ScanLpn | cart.CartLoad:
        if key.name != "BACK":
            refuse(self, key, work)
        return begin(work)


@dataclass(frozen=True)
class ConfirmBin(State):
    """Another bin than the suggested one was scanned, and it takes the goods."""

    lpn_id: int
    bin: str
    goods: Goods
    other: str
    part: tuple[int, ...] = ()
    lpn: str = ""

    def confirms(self) -> bool:
        return True

    def screen(self) -> View:
        words = T("Scan {other} again, or {bin}", other=self.other, bin=self.bin)
        lines = ((T("Suggested"), self.bin), (T("Scanned"), self.other), *_shown(self.goods))
        return View(TITLE, words, lines=lines, keys=("BACK",))

    def on_scan(
        self, scan: Scan, work: Work
    ) -> (
        ConfirmBin
        | tuple[
            ScanLpn | StoreIn | putaway_back.PutBackItem | cart.CartLoad | cart.WhichLpn | Menu,
            Said,
        ]
    ):
        place = _bin(self, scan, work)
        if place.code in (self.bin, self.other):
            return _stored(work, self, place)
        return _instead(self, work, place)

    def on_key(self, key: Key, work: Work) -> StoreIn:
        if key.name != "BACK":
            refuse(self, key, work)
        return StoreIn(self.lpn_id, self.bin, self.goods, self.part, self.lpn)


def _shown(goods: Goods) -> tuple[tuple[Words, Words], ...]:
    more = len(goods) - SHOWN
    rest: tuple[tuple[Words, Words], ...] = (("", N("{n} more", "{n} more", more)),)
    return (*goods[:SHOWN], *rest[: max(more, 0)])


def _bin(state: StoreIn | ConfirmBin, scan: Scan, work: Work) -> LocationRow:
    return identify.location(work, scan, wanted=T("Scan bin {bin}", bin=state.bin))


def _instead(state: StoreIn | ConfirmBin, work: Work, place: LocationRow) -> ConfirmBin:
    """Ask for the second scan of a bin that takes the goods.

    :raises Refused: it does not; says why, and where to go.
    """
    try:
        putaway.check(
            work.conn,
            lpn_id=state.lpn_id,
            location_id=place.id,
            config=work.config,
            goods=Part(*state.part) if state.part else None,
        )
    except Refused as no:
        if no.code != "putaway.bin":
            raise
        raise Refused(no.code, no.text, T("Go to {bin}", bin=state.bin)) from None
    return ConfirmBin(state.lpn_id, state.bin, state.goods, place.code, state.part, state.lpn)


def _stored(
    work: Work, state: StoreIn | ConfirmBin, place: LocationRow
) -> tuple[
    ScanLpn | StoreIn | putaway_back.PutBackItem | cart.CartLoad | cart.WhichLpn | Menu, Said
]:
    if state.part:
        following: ScanLpn | StoreIn | putaway_back.PutBackItem | cart.CartLoad | Menu
        following = putaway_back.stored(work, state.lpn_id, state.part, place)
        if isinstance(following, ScanLpn):
            following = finished(work, place.code) or following
        return following, Said(T("Stored in {bin}", bin=place.code))
    asked = cart.which(work, state.lpn_id, place)
    if asked is not None:
        return asked, Said(T("Which LPN?"), Tone.ATTENTION)
    return store(work, state.lpn_id, place.id)


def store(
    work: Work, lpn_id: int, location_id: int
) -> tuple[ScanLpn | StoreIn | cart.CartLoad | Menu, Said]:
    """Put an LPN away, and go on with the others on the cart, if there are any."""
    stored = putaway.put_away(
        work.conn,
        lpn_id=lpn_id,
        location_id=location_id,
        actor=work.actor,
        at=work.at,
        config=work.config,
    )
    following: ScanLpn | StoreIn | cart.CartLoad | Menu = cart.onward(work)
    if isinstance(following, ScanLpn):
        following = finished(work, stored.code) or following
    return following, Said(T("Stored in {bin}", bin=stored.code))
