"""Receive an item of which something is not on file: asked once, when the first one is in hand."""

from __future__ import annotations

from dataclasses import dataclass

from wms.catalog.note_weight import note_weight
from wms.dialogues import receive, receive_count, receive_over
from wms.dialogues import receive_goods as goods
from wms.dialogues.receive_pieces import Pieces
from wms.terminal.machine import Said, State, View, Work, known
from wms.terminal.wire import Accepts, Key, Typed, Weight
from wms.text import T
from wms.units import kilograms


@dataclass(frozen=True)
class AskWeight(Pieces, State):
    """Nobody knows what a piece weighs. SKIP leaves it to the next delivery."""

    def screen(self) -> View:
        return View(
            goods.TITLE,
            T("Weigh one piece or type its grams. SKIP: not now"),
            lines=self.facts,
            keys=("SKIP", "BACK"),
            accepts=(Accepts.WEIGHT, Accepts.TEXT),
        )

    def on_weight(
        self, weight: Weight, work: Work
    ) -> tuple[
        receive_count.AskLot
        | receive_count.AskExpiry
        | receive_count.CountPieces
        | receive_over.CountOver,
        Said,
    ]:
        note_weight(work.conn, item_id=self.item_id, grams=weight.grams)
        said = T("A piece weighs {weight}", weight=kilograms(weight.grams))
        return receive_count.asked(work, self), Said(said)

    def on_text(
        self, typed: Typed, work: Work
    ) -> tuple[
        receive_count.AskLot
        | receive_count.AskExpiry
        | receive_count.CountPieces
        | receive_over.CountOver,
        Said,
    ]:
        return self.on_weight(Weight(goods.quantity(typed.text)), work)

    def on_key(
        self, key: Key, work: Work
    ) -> (
        receive_count.AskLot
        | receive_count.AskExpiry
        | receive_count.CountPieces
        | receive_over.CountOver
        | receive.ScanItem
    ):
        if known(key, self).name == "SKIP":
            return receive_count.asked(work, self)
        return receive.items(work, self.asn_id, self.reference)
