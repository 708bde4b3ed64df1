"""The walk of a picker: totes onto the cart, then bin, item, tote at every stop.

`resume` finds the place again from the database alone, so a lost handheld loses nothing.
A short closes the bin for everybody; see `wms.picking.short`.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace

from wms.dialogues import identify, pick_zero
from wms.dialogues.home import Menu, menu
from wms.dialogues.pick_drop import End, next_drop, pick_waits
from wms.dialogues.pick_view import Stop, ToteFor
from wms.errors import Refused
from wms.gs1.digits import is_digits
from wms.picking import claim, queries, totes
from wms.picking.pick import pick
from wms.picking.pick_together import pick_together
from wms.picking.set_apart import set_apart
from wms.picking.short import pick_short
from wms.picking.stop import Stop as NextStop
from wms.quality import sample
from wms.terminal.machine import Said, View, Work, known
from wms.terminal.wire import Accepts, Key, Scan, Tone, Typed
from wms.text import N, T


def resume(cluster_id: int, work: Work) -> ScanTote | ScanBin | End:
    """Return the next thing to do with a cluster, wherever it was left."""
    stop, waits = queries.outlook(work.conn, cluster_id)
    if stop is None:
        return pick_waits(cluster_id, work) if waits else next_drop(cluster_id, work)
    if stop.tote_id is None:
        return _tote_for(cluster_id, stop, work)
    return ScanBin(
        cluster_id=cluster_id,
        pick_id=stop.pick_id,
        bin=stop.location,
        item_id=stop.item_id,
        sku=stop.sku,
        item=stop.name,
        lot=stop.lot,
        want=stop.open,
        tote_id=stop.tote_id,
        tote=stop.tote,
        cart_id=stop.cart_id,
        done=stop.done,
        total=stop.total,
        wanting=stop.wanting,
    )


def _tote_for(cluster_id: int, stop: NextStop, work: Work) -> ScanTote:
    """Ask for a tote; before the first one it is told what the walk will be."""
    asked = ScanTote(cluster_id, stop.order_id, stop.order, stop.position, stop.orders)
    if stop.done or stop.orders == 1 or stop.position > 1:
        return replace(asked, joins=stop.done > 0)
    return replace(asked, **asdict(queries.task(work.conn, cluster_id)))


@dataclass(frozen=True)
class ScanTote(ToteFor):
    def on_scan(self, scan: Scan, work: Work) -> ScanTote | ScanBin | End:
        tote = identify.lpn(work, scan, wanted=T("Scan a tote"), kinds=("tote",))
        totes.tie(
            work.conn,
            cluster_id=self.cluster_id,
            order_id=self.order_id or None,
            tote_id=tote.id,
            cart_id=totes.cart(work.conn, work.station.warehouse_id),
            actor=work.actor,
        )
        if self.order_id:
            sample.sample(work.conn, [self.order_id], config=work.config, at=work.at)
        return resume(self.cluster_id, work)

    def on_key(self, key: Key, work: Work) -> Menu | tuple[ScanTote | ScanBin | End, Said]:
        known(key, self)
        if key.name == "BACK":
            return menu(work)
        here = {"cluster_id": self.cluster_id, "order_id": self.order_id}
        set_apart(work.conn, **here, actor=work.actor, at=work.at)
        words = T("{order} is left for another walk", order=self.order)
        return resume(self.cluster_id, work), Said(words, Tone.ATTENTION)


@dataclass(frozen=True)
class ScanBin(Stop):
    def screen(self) -> View:
        keys = ("SKIP", "SHORT", "BACK")
        return self._view(T("Scan bin {bin}", bin=self.bin), self.bin, keys)

    def on_scan(self, scan: Scan, work: Work) -> ScanItem:
        if scan.text == self.bin:
            return ScanItem(**vars(self))
        go = T("Go to {bin} and scan it", bin=self.bin)
        found = identify.location(work, scan, wanted=go)
        raise Refused("pick.wrong_bin", T("This is bin {bin}", bin=found.code), go)

    def on_key(self, key: Key, work: Work) -> ConfirmShort | ScanBin | ScanTote | End:
        known(key, self)
        return _common_key(self, key, work, 0)


@dataclass(frozen=True)
class ScanItem(Stop):
    """At the bin: each scan of the item counts, until all wanted pieces are in hand."""

    taken: int = 0

    def screen(self) -> View:
        view = self._view(
            T("Scan {sku}", sku=self.sku), "", ("SHORT", "SKIP", "QTY", "BACK"), self.taken
        )
        return replace(view, counts_repeats=True, accepts=(Accepts.SCAN, Accepts.TEXT))

    def on_scan(self, scan: Scan, work: Work) -> ScanItem | PutInTote:
        wanted = T("Take {sku}", sku=self.sku)
        found = identify.item(work, scan, among=(self.item_id,), wanted=wanted)
        if found.lot and self.lot != "-" and found.lot != self.lot:
            words = T("This is lot {lot}", lot=found.lot)
            raise Refused("pick.wrong_lot", words, T("Take lot {lot}", lot=self.lot))
        return self._count(self.taken + found.pieces)

    def on_text(self, typed: Typed, work: Work) -> ScanItem | PutInTote:
        return self._quantity(typed.text)

    def on_key(
        self, key: Key, work: Work
    ) -> ScanItem | PutInTote | ConfirmShort | ScanBin | ScanTote | End:
        known(key, self)
        if key.name == "QTY":
            return self._quantity(key.value or str(self.want))
        return _common_key(self, key, work, self.taken)

    def _quantity(self, text: str) -> ScanItem | PutInTote:
        """A quantity counts only after one piece was scanned: a number names no item."""
        if not is_digits(text) or len(text) > 6:
            raise Refused("pick.quantity", T("Enter a number"), T("Or scan each piece"))
        if not self.taken:
            raise Refused(
                "pick.unproved", T("No piece was scanned yet"), T("Scan one {sku}", sku=self.sku)
            )
        return self._count(int(text))

    def _count(self, taken: int) -> ScanItem | PutInTote:
        if taken > self.want:
            raise Refused(
                "pick.too_many",
                N("Only {n} piece is wanted", "Only {n} pieces are wanted", self.want),
                T("Put the others back"),
            )
        plain = {**vars(self), "taken": taken}
        return ScanItem(**plain) if taken < self.want else PutInTote(**plain)


@dataclass(frozen=True)
class PutInTote(Stop):
    """The pieces are in hand; with `short` the rest of the pick is not there."""

    taken: int = 0
    short: bool = False

    def screen(self) -> View:
        prompt = T("Put into {tote}. Scan it", tote=self.tote)
        return self._view(prompt, self.tote, ("FULL", "BACK"), self.taken)

    def on_scan(
        self, scan: Scan, work: Work
    ) -> tuple[ScanItem | ScanBin | ScanTote | End | pick_zero.ZeroCheck, Said]:
        if scan.text != self.tote:
            found = identify.lpn(work, scan, wanted=T("Scan tote {tote}", tote=self.tote))
            words = T("This is {code}", code=found.code)
            raise Refused("pick.wrong_tote", words, T("Put it into {tote}", tote=self.tote))
        take = pick_together if self.wanting else pick
        take(
            work.conn,
            pick_id=self.pick_id,
            quantity=self.taken,
            tote_id=self.tote_id,
            cart_id=self.cart_id,
            warehouse_id=work.station.warehouse_id,
            actor=work.actor,
            at=work.at,
        )
        if self.short:
            return _short(self, work)
        done = Said(T("{n} x {sku} in {tote}", n=self.taken, sku=self.sku, tote=self.tote))
        return pick_zero.asked(self, work) or _onward(self, work), done

    def on_key(self, key: Key, work: Work) -> SwapTote | ScanItem | ScanTote | ScanBin | End:
        known(key, self)
        if key.name == "FULL":
            return SwapTote(**vars(self))
        following = _again(self, work)
        if isinstance(following, ScanBin) and following.pick_id == self.pick_id:
            return ScanItem(**vars(following))
        return following


@dataclass(frozen=True)
class SwapTote(Stop):
    """The tote takes no more: another joins the cart, and the pieces in hand go there."""

    taken: int = 0
    short: bool = False

    def screen(self) -> View:
        prompt = T("{tote} is full? Scan an empty tote", tote=self.tote)
        return self._view(prompt, "", ("BACK",), self.taken)

    def on_scan(self, scan: Scan, work: Work) -> PutInTote:
        tote = identify.lpn(work, scan, wanted=T("Scan an empty tote"), kinds=("tote",))
        totes.swap(
            work.conn,
            cluster_id=self.cluster_id,
            full_id=self.tote_id,
            empty_id=tote.id,
            actor=work.actor,
        )
        return PutInTote(**{**vars(self), "tote_id": tote.id, "tote": tote.code})

    def on_key(self, key: Key, work: Work) -> PutInTote:
        known(key, self)
        return PutInTote(**vars(self))


@dataclass(frozen=True)
class ConfirmShort(Stop):
    taken: int = 0

    def confirms(self) -> bool:
        return True

    def screen(self) -> View:
        only = N(
            "Only {n} piece here? Scan SHORT again",
            "Only {n} pieces here? Scan SHORT again",
            self.taken,
        )
        prompt = only if self.taken else T("Nothing here? Scan SHORT again")
        return self._view(prompt, "", ("SHORT", "BACK"), self.taken)

    def on_key(
        self, key: Key, work: Work
    ) -> ScanItem | PutInTote | tuple[ScanItem | ScanBin | ScanTote | End, Said]:
        known(key, self)
        if key.name != "SHORT":
            return ScanItem(**vars(self))
        if self.taken:
            return PutInTote(**vars(self), short=True)
        return _short(self, work)


def _common_key(
    stop: ScanBin | ScanItem, key: Key, work: Work, taken: int
) -> ConfirmShort | ScanBin | ScanTote | End:
    plain = {name: value for name, value in vars(stop).items() if name != "taken"}
    match key.name:
        case "SHORT":
            return ConfirmShort(**plain, taken=taken)
        case "SKIP":
            claim.skip(
                work.conn, cluster_id=stop.cluster_id, pick_id=stop.pick_id, actor=work.actor
            )
            return _again(stop, work)
        case "BACK":
            return menu(work) if isinstance(stop, ScanBin) else _again(stop, work)
    raise AssertionError(f"{key.name} is not on this screen")


def _short(
    stop: PutInTote | ConfirmShort, work: Work
) -> tuple[ScanItem | ScanBin | ScanTote | End, Said]:
    outcome = pick_short(
        work.conn,
        pick_id=stop.pick_id,
        warehouse_id=work.station.warehouse_id,
        actor=work.actor,
        at=work.at,
    )
    missed = T("{bin} will be counted. {n} cannot be had", bin=stop.bin, n=outcome.missing)
    words = missed if outcome.missing else T("{bin} will be counted", bin=stop.bin)
    return resume(stop.cluster_id, work), Said(words, Tone.ATTENTION)


def _again(stop: Stop, work: Work) -> ScanBin | ScanTote | End:
    """Return where the walk stands now, or the menu when somebody else took the cart over."""
    if not claim.is_mine(work.conn, cluster_id=stop.cluster_id, worker_id=work.person.id):
        return menu(work)
    return resume(stop.cluster_id, work)


def _onward(stop: Stop, work: Work) -> ScanItem | ScanBin | ScanTote | End:
    """Return the next stop; in the same bin its label need not be scanned again."""
    following = resume(stop.cluster_id, work)
    if isinstance(following, ScanBin) and following.bin == stop.bin:
        return ScanItem(**vars(following))
    return following
