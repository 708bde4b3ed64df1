"""What is this: any code tells what it is, where it is, and what last happened to it."""

from __future__ import annotations

from dataclasses import dataclass

from wms.dialogues import void_label
from wms.dialogues.home import Menu, entry, menu
from wms.dialogues.what_about import Moved, Row, about
from wms.errors import Refused
from wms.terminal.machine import Said, State, View, Work, known
from wms.terminal.wire import Accepts, Key, Scan, Tone, Typed
from wms.text import N, T, Text, Words

LABELS = {
    "item": T("Item"),
    "same_code": T("Same code"),
    "gtin": T("GTIN"),
    "lot": T("Lot"),
    "expiry": T("Expires"),
    "bin": T("Bin"),
    "tote": T("Tote"),
    "parcel": T("Parcel"),
    "lpn": T("LPN"),
    "at": T("Where"),
    "order": T("Order"),
    "badge": T("Badge of"),
    "why_held": T("Held"),
    "more": T("More"),
}
SENTENCES = {
    "nowhere": T("None in the building"),
    "empty": T("Empty"),
    "station": T("A station's label"),
    "no_badge": T("A badge that is not valid"),
    "worker": T("Worker"),
    "supervisor": T("Supervisor"),
    "admin": T("Administrator"),
    "gs1": T("A GS1 code of no item here"),
    "sscc": T("An SSCC that was never here"),
    "no_item": T("A GTIN that no item has"),
    "unknown": T("Not known here"),
    "void": T("This label is void"),
    **{f"void_{said}": void_label.remedy(said) for said in void_label.ALL},
}
KINDS = {
    "receive": T("received"),
    "putaway": T("put away"),
    "pick": T("picked"),
    "drop": T("set down"),
    "sort": T("sorted"),
    "take_out": T("taken from the wall"),
    "pack": T("packed"),
    "ship": T("shipped"),
    "hold": T("held"),
    "free": T("freed"),
    "count": T("counted"),
    "unpack": T("unpacked"),
    "to_bench": T("to the bench"),
    "to_lane": T("to the lane"),
    "move": T("moved"),
    "scrap": T("scrapped"),
    "return": T("returned"),
    "relabel": T("labelled again"),
}


@entry("WHAT", T("What is this"))
def begin(work: Work) -> What:
    """Ask for a code."""
    return What()


@dataclass(frozen=True)
class What(State):
    """`rows` tell about the code scanned last, `moved` what last happened to it."""

    rows: tuple[Row, ...] = ()
    moved: tuple[Moved, ...] = ()

    def screen(self) -> View:
        return View(
            T("WHAT"),
            T("Scan anything"),
            lines=(*(_row(*row) for row in self.rows), *(_last(*moved) for moved in self.moved)),
            keys=("BACK",),
            accepts=(Accepts.SCAN, Accepts.TEXT),
        )

    def on_scan(self, scan: Scan, work: Work) -> What | tuple[What, Said]:
        try:
            return What(*about(work, scan))
        except Refused as broken:
            return What(), Said(broken.text, Tone.ATTENTION)

    def on_text(self, typed: Typed, work: Work) -> What | tuple[What, Said]:
        return self.on_scan(Scan(typed.text.strip()), work)

    def on_key(self, key: Key, work: Work) -> Menu:
        known(key, self)
        return menu(work)


def _row(kind: str, label: str, value: str) -> tuple[Words, Words]:
    """Return how a row is said."""
    if kind == "held":
        return label, T("{n} held", n=value)
    if kind == "promised":
        n, promised = value.split(" ")
        return label, T("{n}, {promised} promised", n=n, promised=promised)
    if kind == "wrong_digit":
        return "", T("A GTIN would end in {digit}", digit=value)
    if kind == "wrong_sscc":
        return "", T("An SSCC would end in {digit}", digit=value)
    if kind in SENTENCES:
        return "", SENTENCES[kind]
    return LABELS.get(kind, label), value


def _last(kind: str, pieces: int, minutes: int) -> tuple[Words, Words]:
    what = KINDS.get(kind, kind)
    return T("Last"), T("{n} {what}, {ago}", n=pieces, what=what, ago=_ago(minutes))


def _ago(minutes: int) -> Text:
    if minutes < 1:
        return T("just now")
    if minutes < 120:
        return N("{n} minute ago", "{n} minutes ago", minutes)
    if minutes < 48 * 60:
        return N("{n} hour ago", "{n} hours ago", minutes // 60)
    return N("{n} day ago", "{n} days ago", minutes // (24 * 60))
