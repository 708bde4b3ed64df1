"""Pack, the carton: the one proposed, or another that is scanned twice."""

from __future__ import annotations

from dataclasses import dataclass, replace

from wms.dialogues import identify, pack, pack_items
from wms.errors import Refused
from wms.gs1.digits import shown
from wms.orders import queries as orders
from wms.packing import begin as packing
from wms.packing import carton, queries
from wms.terminal.machine import Said, State, View, Work
from wms.terminal.wire import Key, Scan, Tone
from wms.text import T, Words


def carton_step(work: Work, order_id: int, tote_id: int, parcel_id: int = 0) -> PackCarton:
    """Propose a carton for what is left of an order, and for what an open parcel holds."""
    order = orders.order(work.conn, order_id)
    totes = queries.totes(work.conn, order_id)
    contents, proposal = carton.propose(
        work.conn,
        order_id=order_id,
        parcel_id=parcel_id,
        fill_percent=work.config["packing"]["fill_percent"],
    )
    first = tote_id or next((row.id for row in totes), 0)
    return PackCarton(
        order_id=order_id,
        tote_id=first,
        parcel_id=parcel_id,
        order=order.reference,
        recipient=str(order.recipient.get("name", "")),
        pieces=sum(c.quantity for c in contents),
        others=tuple(row.code for row in totes if row.id != first),
        proposed=proposal.carton.code if proposal else "",
        fitting=proposal.pieces if proposal else 0,
    )


@dataclass(frozen=True)
class PackCarton(State):
    """`chosen` is another carton than the proposed one; scanned again it is taken."""

    order_id: int
    tote_id: int
    parcel_id: int
    order: str
    recipient: str
    pieces: int
    others: tuple[str, ...]
    proposed: str
    fitting: int
    chosen: str = ""

    def confirms(self) -> bool:
        return bool(self.chosen)

    def screen(self) -> View:
        lines: list[tuple[Words, Words]] = [(T("Order"), self.order), (T("To"), self.recipient)]
        lines.append((T("Pieces"), str(self.pieces)))
        if self.others:
            lines.append((T("Also"), ", ".join(self.others)))
        if self.proposed and self.fitting < self.pieces:
            lines.append((T("Fit in it"), str(self.fitting)))
        prompt = T("Take carton {carton}. Scan it", carton=self.proposed)
        return View(
            T("CARTON"),
            prompt if self.proposed else T("None fits by size. Scan the carton you take"),
            lines=tuple(lines),
            keys=("BACK",),
            expects=self.proposed,
            counts_repeats=bool(self.chosen),
        )

    def on_scan(
        self, scan: Scan, work: Work
    ) -> pack_items.Pack | tuple[pack_items.Pack | PackCarton, Said]:
        found = queries.carton(work.conn, scan.text)
        if found is None:
            raise _no_carton(work, scan, self.screen().prompt)
        if self.proposed not in ("", found.code) and self.chosen != found.code:
            words = T("This is {carton}. Scan it again to take it", carton=found.code)
            return replace(self, chosen=found.code), Said(words, Tone.ATTENTION)
        taken = self._taken(work, found.id)
        return pack_items.items_step(work, taken, self.tote_id)

    def on_key(self, key: Key, work: Work) -> pack.PackTote:
        pack.only_back(key, self)
        return pack.tote_step(work)

    def _taken(self, work: Work, carton_id: int) -> int:
        """Begin the parcel, or change the carton of the one that is open; return its id."""
        if self.parcel_id:
            carton.change(
                work.conn, parcel_id=self.parcel_id, carton_id=carton_id, actor=work.actor
            )
            return self.parcel_id
        return packing.begin(
            work.conn,
            work.station.warehouse_id,
            order_id=self.order_id,
            station_id=work.station.id,
            carton_id=carton_id,
            company_prefix=work.config["gs1"]["company_prefix"],
            at=work.at,
        )


def _no_carton(work: Work, scan: Scan, wanted: Words) -> Refused:
    found = identify.what(work, scan) or T("{code} is no carton", code=shown(scan.text))
    return Refused("scan.wrong_kind", found, wanted)
