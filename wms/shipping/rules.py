"""Which parcel may go onto a carrier's truck, and what is wrong with any other. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from wms.errors import Refused
from wms.text import T


@dataclass(frozen=True, slots=True)
class Offered:
    """A parcel as a loader holds it. `carrier` is the name of whoever carries its order and `lane`
    that carrier's; `manifest` ("" for none) is the reference of the manifest that it is on.
    `is_cancelled` is its order."""

    order: str
    number: int
    status: str
    bench: str
    carrier_id: int
    carrier: str
    lane: str
    is_handed_over: bool
    manifest: str = ""
    is_closed_out: bool = False
    is_loaded: bool = False
    is_cancelled: bool = False
    has_void_label: bool = False


def refusal(parcel: Offered, carrier_id: int) -> Refused | None:
    """Return why a parcel may not go onto the truck of a carrier, and what to do with it; None
    when it may."""
    if parcel.status == "void":
        words = T("Parcel {n} of {order} is void", **_named(parcel))
        if parcel.is_cancelled:
            return Refused("load.void", words, T("Its order was cancelled: take it to putaway"))
        return Refused("load.void", words, T("Take it to a bench and pack it again"))
    if parcel.has_void_label:
        words = T("The label of parcel {n} of {order} is void", **_named(parcel))
        return Refused("load.void", words, T("Take it to a bench for a new label"))
    if parcel.carrier_id != carrier_id:
        words = T(
            "Parcel {n} of {order} is for {carrier}", **_named(parcel), carrier=parcel.carrier
        )
        return Refused("load.carrier", words, T("Bring it to {lane}", lane=parcel.lane))
    if parcel.status not in ("closed", "shipped"):
        words = T("Parcel {n} of {order} is not closed", **_named(parcel))
        return Refused("load.not_closed", words, T("Take it back to {bench}", bench=parcel.bench))
    if not parcel.is_handed_over:
        words = T("Parcel {n} of {order} was not brought to its lane", **_named(parcel))
        return Refused(
            "load.no_lane", words, T("Choose PACK, scan it, then {lane}", lane=parcel.lane)
        )
    return _gone(parcel) or _loaded(parcel)


def _gone(parcel: Offered) -> Refused | None:
    if parcel.is_closed_out:
        manifest = parcel.manifest
        words = T("Parcel {n} of {order} left with {manifest}", **_named(parcel), manifest=manifest)
    elif parcel.status == "shipped" and not parcel.manifest:
        words = T("Parcel {n} of {order} has left", **_named(parcel))
    else:
        return None
    return Refused("load.gone", words, T("Set it aside. RETURN takes it back in"))


def _loaded(parcel: Offered) -> Refused | None:
    if not parcel.is_loaded:
        return None
    words = T("Parcel {n} of {order} is loaded already", **_named(parcel))
    return Refused("load.twice", words, T("Scan another parcel"))


def _named(parcel: Offered) -> dict[str, object]:
    return {"n": parcel.number, "order": parcel.order}
