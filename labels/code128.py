"""The shortest Code 128 for a text, as code words, as bars and as ZPL field data.

One choice of code words serves all three, so that the bars on paper are the same from each
renderer. Subsets B and C suffice, as control characters are refused. Each character is either
a step in B, or a pair of digits in C; the cheapest way through is found backwards.

Source: ISO/IEC 15417 (code words); GS1 General Specifications 5.4 (FNC1); Zebra ZPL II
Programming Guide, ^BC, table "Code 128 Invocation Characters".
"""

from collections.abc import Sequence
from functools import lru_cache

from barcode.charsets import code128 as charset

from labels.errors import LabelError
from labels.gs1 import GS

FNC1, TO_B, TO_C, START_B, START_C = 102, 100, 99, 104, 105
_ZPL_CODES = {FNC1: ">8", START_B: ">:", START_C: ">;"}
_ZPL_CHARACTERS = {">": ">0", "^": "><", "~": ">="}
_NEVER = 10**6


def refuse_unprintable(data: str) -> None:
    """Check that each character has a place in subset B.

    :raises LabelError: for an empty text, a control or a non-ASCII character
    """
    if not data:
        raise LabelError("A barcode needs at least one character; the code is empty")
    for character in data:
        if not " " <= character <= "~":
            raise LabelError(
                f"The code '{ascii(data)[1:-1]}' has {character!r}, which a Code 128 cannot hold."
                " Use letters A-Z without accents, digits and ASCII punctuation."
            )


@lru_cache(maxsize=1024)
def code_words(data: str, gs1: bool = False) -> tuple[int, ...]:
    """Encode `data` with start and check words, without the stop.

    :param gs1: begin with FNC1 and write GS as FNC1
    :raises LabelError: when a character cannot be encoded
    """
    refuse_unprintable(data.replace(GS, "") if gs1 else data)
    signs = GS + data if gs1 else data
    costs = _costs(signs)
    subset = "C" if costs["C"][0] < costs["B"][0] else "B"
    words = [START_C if subset == "C" else START_B, *_walk(signs, costs, subset)]
    check = words[0] + sum(i * word for i, word in enumerate(words[1:], 1))
    return (*words, check % 103)


def modules(words: Sequence[int]) -> str:
    """Draw code words with their stop: "1" is a black module, "0" a white one."""
    return "".join([*(charset.CODES[word] for word in words), charset.STOP, "11"])


def zpl_data(words: Sequence[int]) -> str:
    """Write code words as ^BC field data in mode N; the printer adds the check word."""
    subset = "C" if words[0] == START_C else "B"
    parts = []
    for word in words[:-1]:
        if word == (TO_C if subset == "B" else TO_B):
            subset = "C" if subset == "B" else "B"
            parts.append(">5" if subset == "C" else ">6")
        elif word in _ZPL_CODES:
            parts.append(_ZPL_CODES[word])
        elif subset == "C":
            parts.append(f"{word:02d}")
        else:
            parts.append(_ZPL_CHARACTERS.get(chr(word + 32), chr(word + 32)))
    return "".join(parts)


def _steps(signs: str, i: int, subset: str) -> tuple[int, int] | None:
    """Say which word comes next in this subset and how many signs it takes."""
    if signs[i] == GS:
        return FNC1, 1
    if subset == "B":
        return ord(signs[i]) - 32, 1
    pair = signs[i : i + 2]
    return (int(pair), 2) if len(pair) == 2 and pair.isdigit() else None


def _costs(signs: str) -> dict[str, list[int]]:
    """Count, for each place and subset, the fewest words to the end."""
    end = len(signs)
    costs = {"B": [0] * (end + 1), "C": [0] * (end + 1)}
    for i in range(end - 1, -1, -1):
        stay = {}
        for subset in "BC":
            step = _steps(signs, i, subset)
            stay[subset] = 1 + costs[subset][i + step[1]] if step else _NEVER
        costs["B"][i] = min(stay["B"], 1 + stay["C"])
        costs["C"][i] = min(stay["C"], 1 + stay["B"])
    return costs


def _walk(signs: str, costs: dict[str, list[int]], subset: str) -> list[int]:
    words, i = [], 0
    while i < len(signs):
        step = _steps(signs, i, subset)
        if step and 1 + costs[subset][i + step[1]] == costs[subset][i]:
            words.append(step[0])
            i += step[1]
        else:
            words.append(TO_C if subset == "B" else TO_B)
            subset = "C" if subset == "B" else "B"
    return words
