"""What a person does next: screen in, action out. One file per flow.

`decide` looks at the title, a flow at the prompt. Nothing is remembered of former screens but what
is in the hands, on the cart and before the eyes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from stations.people.actions import Action
from stations.people.flows import count, pack, pick, putaway, qc, receive, replenish, signin
from stations.people.worker import Worker
from stations.readback import ReadBack

Decide = Callable[[ReadBack, Worker], Action | None]

TITLES: Mapping[str, Decide] = {
    "SIGN IN": signin.sign_in,
    "MENU": signin.menu,
    "RECEIVE": receive.decide,
    "PUTAWAY": putaway.decide,
    "PICK": pick.decide,
    "DROP": pick.drop,
    "TAKE OVER": signin.back,
    "QC": qc.decide,
    "QC FAIL": qc.fail,
    "COUNT": count.decide,
    "REPLENISH": replenish.decide,
    "PACK": pack.tote,
    "CARTON": pack.carton,
    "INTO CARTON": pack.pieces,
    "WHICH LOT": pack.lot,
    "WEIGH": pack.weigh,
    "WEIGHT": pack.differs,
    "LABEL": pack.label,
    "TO LANE": pack.lane,
}


def decide(read: ReadBack, me: Worker) -> Action | None:
    """Return what `me` does on a screen, None if no one has told them what it means."""
    known = TITLES.get(read.title)
    return known(read, me) if known else None
