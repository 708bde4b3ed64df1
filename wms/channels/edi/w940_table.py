"""What of an X12 940 goes where, and which codes of it are understood."""

from __future__ import annotations

from wms.channels.mapping import DEFAULT, FLAGGED, IGNORED, REFUSED, Rule, Table

NEW = ("N", "B", "T", "R")
"""W0501 of what is to be shipped: original, back order, sent again, change."""

CANCELS = ("F", "D")
SKUS = ("VN", "VC", "VP", "SK", "BP", "IN", "CB", "MG")
GTINS = ("UK", "UP", "EN", "EO", "UA", "UI")
"""Qualifiers (element 235) of the depositor's own numbers, and of GTINs."""

CASES = ("CA", "CT", "CS", "BX")
PIECES = ("EA", "PC", "UN", "PK", "BG", "PR")
DATES = ("38", "10")
"""G62 of the latest day of shipping, the best first."""

_TO = "N1*ST"
_HEAD = (
    Rule("W05.02", "external_ref", "depositor order number"),
    Rule("W05.01", REFUSED, "N, B, T: new; R: change; F, D: cancel it here", by_code=True),
    Rule(f"{_TO}.N1.02", "recipient.name", "ship-to party; without it the order is refused"),
    Rule(
        " + ".join(f"{_TO}.{n}.{e}" for n in ("N2", "N2#2", "N3", "N3#2") for e in ("01", "02")),
        "recipient.street",
        "one line each, six at most",
        is_list=True,
    ),
    Rule(f"{_TO}.N4.01", "recipient.city"),
    Rule(f"{_TO}.N4.02", "recipient.region"),
    Rule(f"{_TO}.N4.03", "recipient.postal_code"),
    Rule(f"{_TO}.N4.04", "recipient.country", "empty: US or CA by the state, flagged"),
    Rule("G62.38 | G62.10", "ship_by", "the day's end, UTC", by_code=True),
    Rule("W66.10", "carrier", "SCAC, if it is a carrier's code here", by_code=True),
    Rule("NTE.02", FLAGGED, "instructions", by_code=True),
    Rule("MAN*GM.02", FLAGGED, "an SSCC with a wrong check digit", by_code=True),
    Rule("W76.01", FLAGGED, "where it is not the sum of the lines", by_code=True),
    Rule("ISA.15", REFUSED, "T: a test; neither P nor T", by_code=True),
    Rule("SE.01 + GE.01 + IEA.01", FLAGGED, "counts that are wrong", by_code=True),
    Rule("SE.02 + GE.02 + IEA.02", FLAGGED, "control numbers that do not match", by_code=True),
    Rule("", DEFAULT, "merchant: the key's own, or as the import says"),
    Rule("", DEFAULT, "warehouse: the only one; priority 5"),
    Rule("W05.03", IGNORED, "purchase order number"),
    Rule("N1 of other parties", IGNORED, "SF, BT, DE, WH and others", by_code=True),
    Rule("N9 | G61 | PER | W09 | G62.02 | W66.01", IGNORED, "references, terms", by_code=True),
)
_LINE = (
    Rule("W01.05 | W01.07 | W01.16", "lines.sku", f"by {', '.join(SKUS)}", by_code=True),
    Rule("W01.05 | W01.07 | W01.16", "lines.gtin", f"by {', '.join(GTINS)}", by_code=True),
    Rule("W01.03", "lines.gtin", "U.P.C. case code, if its check digit is right", by_code=True),
    Rule("W01.01", "lines.quantity", "cases times the pieces of the pack", by_code=True),
    Rule("W01.02", "lines.quantity", f"cases: {', '.join(CASES)}; else pieces", by_code=True),
    Rule("W01.13", FLAGGED, "a lot that is asked for: any lot is sent", by_code=True),
    Rule("G69.01", IGNORED, "the item's name is ours; used in flags", by_code=True),
    Rule("N9 | W20 | QTY", IGNORED, by_code=True),
)
TABLE = Table(
    "x12-940",
    "Interchanges (ISA to IEA) of warehouse shipping orders, any separators",
    "LX",
    _HEAD,
    _LINE,
    {
        "unknown item": "the order is refused, naming each line",
        "no ship-to address": "refused: without N1*ST nothing can be sent",
        "wrong counts (SE01, GE01, IEA01)": "accepted and flagged",
        "wrong check digit of a GTIN": "accepted and flagged: found by the digits before it",
        "no SE": "refused: the order may be cut off",
        "cancellation (W0501 F, D)": "refused: cancel the order by its own call",
        "test interchange (ISA15 T)": "refused",
        "other transaction sets": "refused",
        "sent again": "unchanged; other content is refused unless W0501 is R",
    },
)
