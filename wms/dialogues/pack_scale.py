"""Pack without a scale: a supervisor says why, and the parcel weighs what its items weigh.

Where another scale is at hand its weight may be typed instead.
"""

from __future__ import annotations

from dataclasses import dataclass

from wms.dialogues import pack_approve, pack_await, pack_label, pack_weigh
from wms.packing import queries, weigh
from wms.terminal.machine import Said, State, View, Work, known
from wms.terminal.wire import Key, Tone
from wms.text import T
from wms.units import kilograms

REASONS = {"DEAD": "scale dead", "DRIFTS": "scale drifts", "TOOBIG": "too big for the scale"}
"""Key -> what is recorded."""


def reason_step(work: Work, parcel_id: int, worker_id: int) -> PackReason:
    """Ask why a parcel is not weighed."""
    parcel = queries.parcel(work.conn, parcel_id)
    expected = weigh.should_weigh(work.conn, parcel, work.config)
    return PackReason(parcel_id, worker_id, expected.grams)


@dataclass(frozen=True)
class PackReason(State):
    """`worker_id` is the supervisor who takes the reckoned weight on himself."""

    parcel_id: int
    worker_id: int
    expected_grams: int

    def screen(self) -> View:
        return View(
            T("NO SCALE"),
            T("Why is it not weighed?"),
            lines=((T("Goes as"), kilograms(self.expected_grams)),),
            keys=(*REASONS, "TYPE", "BACK"),
        )

    def on_key(
        self, key: Key, work: Work
    ) -> (
        pack_approve.PackTyped
        | pack_weigh.PackWeigh
        | tuple[pack_label.PackLabel | pack_await.PackAwait, Said]
    ):
        known(key, self)
        match key.name:
            case "BACK":
                return pack_weigh.weigh_step(work, self.parcel_id)
            case "TYPE":
                return pack_approve.PackTyped(self.parcel_id, self.worker_id)
        weigh.reckon(
            work.conn,
            parcel_id=self.parcel_id,
            actor=work.actor,
            config=work.config,
            by_id=self.worker_id,
            reason=REASONS[key.name],
        )
        said = Said(T("Not weighed: noted"), Tone.ATTENTION)
        return pack_await.weighed_step(work, self.parcel_id), said
