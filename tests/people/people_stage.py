"""A small floor with drawn labels: two bins, two totes, two cartons, three kinds of pieces."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

from labels.canvas import Drawing
from labels.command_card import command_card
from labels.item import ItemLabel, item_label
from labels.lpn import LpnLabel, lpn_label
from labels.picture import to_png_bytes
from labels.places import bin_label, tote_label
from stations.people import flows
from stations.people.actions import Action
from stations.people.floor import build
from stations.people.notes import Notes
from stations.people.reality import Kind, parse
from stations.people.worker import Floor, Worker
from stations.readback import ReadBack, read_back
from stations.screen import plain, render
from wms.terminal.wire import Screen

MUG, OLD, NEW = Kind("MUG"), Kind("PILLS", "L1"), Kind("PILLS", "L2")
MUG_GTIN, PILLS_GTIN = "9501101530003", "9506000134352"
SSCC, OTHER_SSCC = "340123450000000017", "340123450000000024"
BINS = ("A-01-1", "A-02-1", "DOCK", "QC", "PACK", "HOLD", "LANE-1")
COMMANDS = ("DONE", "BACK", "SHORT", "FULL", "PICK", "COUNT", "FAIL", "DAMAGED", "REPRINT", "QTY 5")


def draw(folder: Path, name: str, drawing: Drawing) -> str:
    """Draw a label and return the file's name."""
    path = folder / f"{name.replace(' ', '-')}.png"
    path.write_bytes(to_png_bytes(drawing))
    return str(path)


def told(run: Path, **changes: Any) -> dict[str, Any]:
    """Return a reality.json as the demo writes it, its labels drawn in `run`."""
    day = date(2031, 1, 31)
    pills = {n: ItemLabel("PILLS", "Pills", PILLS_GTIN, f"L{n}", day) for n in (1, 2)}
    drawn = {"MUG": item_label(ItemLabel("MUG", "Mug", MUG_GTIN))}
    drawn |= {f"PILLS-L{n}": item_label(label) for n, label in pills.items()}
    pictures = {name: draw(run, name, drawing) for name, drawing in drawn.items()}
    key_file = run / "key"
    key_file.write_text("k3y")
    plain_reality: dict[str, Any] = {
        "seed": 7,
        "server": "http://127.0.0.1:9",
        "stations": [_station("S-1", run)],
        "labels": {
            "bins": {code: draw(run, code, bin_label(code)) for code in BINS},
            "totes": {code: draw(run, code, tote_label(code)) for code in ("T-001", "T-002")},
            "cartons": {code: draw(run, code, tote_label(code)) for code in ("C1", "C2")},
            "commands": {
                name: draw(run, name, command_card([(name, f"%{name}")])) for name in COMMANDS
            },
            "asns": {"ASN-1": draw(run, "ASN-1", tote_label("ASN-1"))},
        },
        "items": {"MUG": {"weight_grams": 300}, "PILLS": {"weight_grams": 50}},
        "cartons": {"C1": {"tare_grams": 120}, "C2": {"tare_grams": 200}},
        "deliveries": [
            {
                "asn": "ASN-1",
                "pieces": [
                    {"label": pictures["MUG"], "sku": "MUG", "lot": "", "quantity": 5},
                    {"label": pictures["PILLS-L1"], "sku": "PILLS", "lot": "L1", "quantity": 2},
                    {"label": pictures["PILLS-L2"], "sku": "PILLS", "lot": "L2", "quantity": 4},
                ],
            }
        ],
        "mishaps": {"lost": [], "wrong": {}, "qc_fail": 0},
    }
    return plain_reality | changes


def _station(code: str, run: Path) -> dict[str, Any]:
    return {
        "code": code,
        "kind": "bench",
        "key_file": str(run / "key"),
        "worker": "anna",
        "badge": draw(run, "badge", tote_label("B-ANNA")),
        "pin": "",
        "flows": ["RECEIVE", "PUTAWAY", "PICK", "QC", "COUNT", "PACK"],
        "devices": ["scanner", "scale", "printer"],
    }


class Stage:
    """One worker on that floor, who is shown screens; `floor` is what physically is there."""

    def __init__(self, run: Path, *, phase: str = "outbound", **mishaps: Any) -> None:
        reality = told(run, mishaps={"lost": [], "wrong": {}, "qc_fail": 0} | mishaps)
        (run / "phase").write_text(phase)
        self.run = run
        self.floor: Floor = build(parse(json.loads(json.dumps(reality)), run), Notes(run / "log"))
        self.me = Worker(self.floor.reality.posts[0], self.floor, lambda: 100.0)
        self.world = self.floor.world

    def sees(self, screen: Screen) -> Action | None:
        """Draw `screen` as the station does, and return what the worker does about it."""
        return flows.decide(seen(screen), self.me)

    def does(self, screen: Screen) -> Action:
        """Let the worker act on `screen`, and the screen take it."""
        action = self.sees(screen)
        assert action is not None
        action.effect()
        return action

    def label_comes(self, sscc: str) -> None:
        """Print a label at this station."""
        drawing = lpn_label(LpnLabel(sscc, "MUG", "Mug", 5))
        self.me.prints.append(Path(draw(self.run, sscc, drawing)))

    def lies(self, kind: Kind, quantity: int, place: str) -> None:
        """Let pieces of the truck lie somewhere already."""
        self.world.move(kind, quantity, "TRUCK ASN-1", place)


def seen(screen: Screen) -> ReadBack:
    """Return `screen` as it is read back from a terminal of 20 x 16."""
    return read_back(plain(render(screen, "ok")), 20)
