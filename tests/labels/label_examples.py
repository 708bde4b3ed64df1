"""One of each label, with what a scanner must read from it."""

from datetime import date

from labels.badge import badge_label
from labels.canvas import SMALL, Drawing
from labels.command_card import command_card
from labels.decode import Decoded
from labels.item import ItemLabel, item_label
from labels.lpn import LpnLabel, lpn_label
from labels.places import bin_label, station_label, tote_label
from labels.shipping import Recipient, ShippingLabel, shipping_label

SSCC = "340123450000000017"
GTIN = "5901234123457"
COMMANDS = tuple(f"!{word}" for word in ("SKIP", "SHORT", "FULL", "BACK", "DONE", "QTY-10"))


def a_shipping_label(**changes: object) -> ShippingLabel:
    """Make a Polish shipping label, changed as asked."""
    fields: dict[str, object] = {
        "sender_lines": ("Magazyn Żółw Sp. z o.o.", "ul. Składowa 12", "05-850 Ożarów"),
        "recipient": Recipient(
            "Małgorzata Święcicka", ("ul. Gęślej Jaźni 17 m. 4",), "00-950", "Warszawa", "Polska"
        ),
        "carrier": "Kurier",
        "service": "24 h",
        "routing_code": "L1",
        "parcel_no": 1,
        "parcel_count": 2,
        "weight_grams": 1240,
        "order_reference": "SO-2026-004711",
        "sscc": SSCC,
    }
    return ShippingLabel(**(fields | changes))  # type: ignore[arg-type]


def an_lpn_label(**changes: object) -> LpnLabel:
    """Make an LPN label, changed as asked."""
    fields: dict[str, object] = {
        "sscc": SSCC,
        "sku": "MUG-BLUE-330",
        "name": "Caneca de cerâmica açoriana 330 ml",
        "quantity": 48,
        "unit": "un.",
        "lot": "LOT-42A",
        "expires_on": date(2027, 5, 31),
        "reference": "ASN-2026-000117",
    }
    return LpnLabel(**(fields | changes))  # type: ignore[arg-type]


def codes(symbology: str, *texts: str) -> list[Decoded]:
    """Expect these texts in one symbology, from top to bottom."""
    return [Decoded(text, symbology) for text in texts]


TRACED = ItemLabel("MILK-1L", "Leite meio-gordo", GTIN, "LOT_42A", date(2026, 12, 31), "S>1")
EXAMPLES: dict[str, tuple[Drawing, list[Decoded]]] = {
    "shipping": (shipping_label(a_shipping_label()), codes("]C1", f"00{SSCC}")),
    "shipping with post code": (
        shipping_label(a_shipping_label(copy_no=2, post_code_element=("421", "61600950"))),
        codes("]C1", "42161600950", f"00{SSCC}"),
    ),
    "lpn": (lpn_label(an_lpn_label()), codes("]C1", f"00{SSCC}")),
    "bin": (bin_label("A-07-3", "PICK", "poziom 3"), codes("]C0", "A-07-3")),
    "small bin": (bin_label("A-07-3", size=SMALL), codes("]C0", "A-07-3")),
    "tote": (tote_label("TOTE-0042"), codes("]C0", "TOTE-0042")),
    "station": (station_label("ST:PACK-1", "Стол 1"), codes("]C0", "ST:PACK-1")),
    "badge": (badge_label("Ганна Ўсяслаўская", "Шэф", "BDG-7K2M9"), codes("]C0", "BDG-7K2M9")),
    "commands": (command_card([(c[1:], c) for c in COMMANDS], "Wózek"), codes("]C0", *COMMANDS)),
    "retail item": (item_label(ItemLabel("MUG", "Kubek", GTIN)), codes("]E0", GTIN)),
    "case": (
        item_label(ItemLabel("CASE", "Karton", "15901234123454")),
        codes("]C1", "0115901234123454"),
    ),
    "traced item": (
        item_label(TRACED),
        codes("]d2", f"010{GTIN}1726123110LOT_42A\x1d21S>1"),
    ),
    "item without GTIN": (
        item_label(ItemLabel("A^X~Z_1\\>", "Śruba", lot="L1")),
        codes("]C0", "A^X~Z_1\\>"),
    ),
}
