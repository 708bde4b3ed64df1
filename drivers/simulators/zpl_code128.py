"""Code 128 as `^BC` understands it: field data to symbol values to bars.

Source: ISO/IEC 15417 for the symbology; Zebra ZPL II programming guide, `^BC`, table "Code 128
invocation characters": in mode N the data steers the subsets by `>` codes (`>:` `>;` `>9` start B,
C, A; `>5` `>6` `>7` change to C, B, A; `>8` FNC1; `>0` is the character >, `><` is ^, `>=` is ~).
"""

from __future__ import annotations

import re

from barcode.charsets.code128 import CODES, STOP
from PIL import Image

from drivers.simulators.zpl_ink import bar_ink
from drivers.simulators.zpl_params import ZplFault

FNC1, TO_C, TO_B, TO_A = 102, 99, 100, 101
_STARTS = {"9": ("A", 103), ":": ("B", 104), ";": ("C", 105)}
_VALUES = {"<": 62, "0": 30, "=": 94, "1": 95, "2": 96, "3": 97, "4": 98}
_CHANGES = {"5": ("C", TO_C), "6": ("B", TO_B), "7": ("A", TO_A)}
# GS1 General Specifications, section 7.8.5: elements of these prefixes need no FNC1 after them
_PREDEFINED = re.compile(r"0[0-4]|1[1-9]|20|3[1-6]|41")


def bars(values: list[int], module_dots: int, height_dots: int) -> Image.Image:
    """Draw symbol values (start code first, no check) as a mask (white = ink), no quiet zone."""
    check = (values[0] + sum(place * value for place, value in enumerate(values))) % 103
    pattern = "".join(CODES[value] for value in [*values, check]) + STOP + "11"
    return bar_ink(pattern, module_dots, height_dots)


def encode(data: str, mode: str) -> list[int]:
    """Return the symbol values of field data in mode N, A or D.

    :raises ZplFault: a character or code that the mode cannot encode, or an unknown mode.
    """
    if mode == "N":
        return _invoked(data)
    if mode == "A":
        return _automatic([ord(char) - 32 for char in _literal(data)])
    if mode == "D":
        return _automatic(_gs1(data))
    raise ZplFault(f"^BC: mode {mode} is not drawn")


def readable(data: str, mode: str) -> str:
    """Return what the interpretation line shows."""
    if mode != "N":
        return data.replace(">8", "")
    shown = data.replace(">0", "\x00").replace("><", "^").replace(">=", "~")
    return re.sub(">.", "", shown).replace("\x00", ">")


def _invoked(data: str) -> list[int]:
    subset, start = "B", 104
    if data[:1] == ">" and data[1:2] in _STARTS:
        subset, start = _STARTS[data[1]]
        data = data[2:]
    values = [start]
    for piece in re.findall(r">.?|[^>]+", data):
        if piece[0] != ">":
            values += _plain(piece, subset)
        elif piece[1:] in _CHANGES:
            subset, value = _CHANGES[piece[1]]
            values.append(value)
        else:
            values.append(_code(piece))
    return values


def _code(piece: str) -> int:
    if piece == ">8":
        return FNC1
    if piece[1:] in _VALUES:
        return _VALUES[piece[1]]
    raise ZplFault(f"^BC: {piece!r} is no code here; the character > is written >0")


def _plain(text: str, subset: str) -> list[int]:
    if subset == "B":
        return [ord(char) - 32 for char in _literal(text)]
    # subsets A and C take pairs of digits; what forms no pair is dropped, as the printer does
    return [int(pair) for pair in re.findall(r"\d\d", re.sub(r"\D", "", text))]


def _literal(text: str) -> str:
    for char in text:
        if not " " <= char <= "~":
            raise ZplFault(f"^BC: Code 128 subset B has no {char!r}")
    return text


def _gs1(data: str) -> list[int]:
    """Return values with FNC1 first and between, from `(ai)value...` or digits with >8."""
    elements = re.findall(r"\((\d{2,4})\)([^(]*)", data) or [("", data)]
    values = [FNC1]
    for place, (ai, value) in enumerate(elements):
        text = ai + value.replace(" ", "").removesuffix(">8")
        values += [FNC1 if part == ">8" else ord(part) - 32 for part in _parts(text)]
        if place + 1 < len(elements) and not _PREDEFINED.match(ai):
            values.append(FNC1)
    return values


def _parts(text: str) -> list[str]:
    parts: list[str] = re.findall(r">8|.", text)
    _literal("".join(part for part in parts if part != ">8"))
    return parts


def _automatic(wanted: list[int]) -> list[int]:
    """Choose subsets B and C for values of subset B (FNC1 fits both)."""
    rest = list(wanted)
    subset = "C" if _digit_run(rest[1:] if rest[:1] == [FNC1] else rest) >= 4 else "B"
    values = [105 if subset == "C" else 104]
    while rest:
        run = _digit_run(rest)
        if subset == "C" and run >= 2:
            values.append(_pair(rest))
        elif subset == "C" and rest[0] != FNC1:
            values.append(TO_B)
            subset = "B"
        elif subset == "B" and run >= 4 and run % 2 == 0:
            values.append(TO_C)
            subset = "C"
        else:
            values.append(rest.pop(0))
    return values


def _digit_run(values: list[int]) -> int:
    run = 0
    while run < len(values) and 16 <= values[run] <= 25:
        run += 1
    return run


def _pair(wanted: list[int]) -> int:
    tens, units = wanted.pop(0) - 16, wanted.pop(0) - 16
    return tens * 10 + units
