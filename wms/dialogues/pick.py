"""Picking by cluster: get one, or go on with one that was left.

The walk itself is `pick_stop`, its end `pick_drop`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from wms.dialogues import get_work, identify
from wms.dialogues.home import entry, menu
from wms.dialogues.offers import MINE, NEW, Offer
from wms.dialogues.pick_drop import End
from wms.dialogues.pick_stop import ScanBin, ScanTote, resume
from wms.dialogues.pick_view import TITLE
from wms.errors import Refused
from wms.layout import queries as layout
from wms.picking import claim, offered, queries
from wms.terminal import session
from wms.terminal.machine import Said, State, View, Work, known
from wms.terminal.wire import Key, Scan, Tone
from wms.text import T


def _waiting(work: Work) -> int:
    return queries.open_clusters(work.conn, work.station.warehouse_id)


def _offers(work: Work) -> Iterator[Offer]:
    """Offer one's own cart, else what waits: from its first stop on, or to where totes go."""
    walks = offered.walks(work.conn, work.station.warehouse_id, work.person.id)
    places = layout.by_ids(work.conn, {place for walk in walks for place in walk.locations})
    for walk in walks:
        stops = [places[place] for place in walk.locations]
        yield Offer(
            walk.id,
            partial(_taken, cluster_id=walk.id),
            stops[0] if stops else None,
            tuple({place.zone for place in stops}),
            stage=MINE if walk.is_mine else NEW,
            priority=walk.priority,
            count=len(stops),
        )


def _taken(work: Work, cluster_id: int) -> ScanTote | ScanBin | End | None:
    is_mine = claim.take(work.conn, cluster_id=cluster_id, worker_id=work.person.id, at=work.at)
    return resume(cluster_id, work) if is_mine else None


@entry("PICK", T("Pick"), waiting=_waiting, offers=_offers)
def begin(work: Work) -> NoWork | ScanTote | ScanBin | End:
    """Go on with one's own cart, else take the most urgent cluster; a team that may not go
    everywhere takes the best of those it may."""
    if get_work.is_narrow(work, "PICK"):
        offer = get_work.best(work, "PICK")
        return (_taken(work, offer.id) if offer else None) or NoWork()
    found = claim.claim(
        work.conn, warehouse_id=work.station.warehouse_id, worker_id=work.person.id, at=work.at
    )
    return NoWork() if found is None else resume(found, work)


@dataclass(frozen=True)
class NoWork(State):
    def screen(self) -> View:
        return View(
            TITLE,
            T("Scan PICK to look again"),
            keys=("PICK", "BACK"),
            message=T("No picking waits now"),
        )

    def on_scan(self, scan: Scan, work: Work) -> ConfirmTakeOver:
        return _left_behind(scan, work)

    def on_key(self, key: Key, work: Work) -> NoWork | ScanTote | ScanBin | End:
        known(key, self)
        return menu(work) if key.name == "BACK" else begin(work)


@dataclass(frozen=True)
class ConfirmTakeOver(State):
    """Somebody else's cart: what stands on it, and one more scan to go on with it."""

    cluster_id: int
    tote: str
    owner: str
    count: int

    def confirms(self) -> bool:
        return True

    def screen(self) -> View:
        return View(
            T("TAKE OVER"),
            T("Scan {tote} again", tote=self.tote),
            lines=((T("Cart of"), self.owner), (T("Totes"), str(self.count))),
            keys=("TAKE OVER", "BACK"),
            expects=self.tote,
        )

    def on_scan(self, scan: Scan, work: Work) -> ScanTote | ScanBin | End | ConfirmTakeOver:
        if scan.text != self.tote:
            return _left_behind(scan, work)
        return self._take(work)

    def on_key(self, key: Key, work: Work) -> NoWork | ScanTote | ScanBin | End:
        known(key, self)
        return self._take(work) if key.name == "TAKE OVER" else begin(work)

    def _take(self, work: Work) -> ScanTote | ScanBin | End:
        owner = claim.take_over(
            work.conn, cluster_id=self.cluster_id, worker_id=work.person.id, at=work.at
        )
        if owner is not None and owner != work.person.id:
            words = T("{name} took your cart over", name=work.person.name)
            session.push(work, owner, NoWork(), Said(words, Tone.ATTENTION))
        return resume(self.cluster_id, work)


def _left_behind(scan: Scan, work: Work) -> ConfirmTakeOver:
    """Find the cart that a tote stands on, to take it over."""
    wanted = T("Scan a tote of the cart, or PICK")
    tote = identify.lpn(work, scan, wanted=wanted, kinds=("tote",))
    cart = queries.of_tote(work.conn, tote.id)
    if cart is None:
        raise Refused("tote.idle", T("{tote} is on no cart", tote=tote.code), wanted)
    count = len(queries.on_cart(work.conn, cart.id))
    return ConfirmTakeOver(cart.id, tote.code, cart.name or "-", count)
