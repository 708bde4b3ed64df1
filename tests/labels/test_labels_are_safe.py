"""No word of a user can become a command, leave the label or stop it from being printed."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from label_examples import EXAMPLES, SSCC, a_shipping_label, an_lpn_label
from label_peers import from_zpl
from zplkit.parse import parse

from labels.badge import badge_label
from labels.canvas import FOUR_BY_SIX, Drawing
from labels.command_card import command_card
from labels.decode import decode
from labels.errors import LabelError
from labels.item import ItemLabel, item_label
from labels.lpn import lpn_label
from labels.picture import to_image
from labels.places import bin_label, tote_label
from labels.shipping import Recipient, shipping_label
from labels.zpl import to_zpl

ATTACKS = (
    "^XZ^XA^FDX^FS^XZ",
    "evil ^XZ^XA^FO10,10^A0N,99,99^FDINJECTED^FS^FS",
    "a_b 50_00",
    "_5EXZ_7Ehs",
    "~JR~JA^JUF~DYE:X",
    "\x02\x03\x1b^XZ",
    "\\&\\^XZ",
    "! U1 setvar",
    "^CC+ +XZ",
    "^^~~__>>><>8>;",
)
COMMANDS = frozenset(
    b"^XA ^CI ^PO ^PM ^FW ^LH ^LS ^PW ^LL ^MM ^JZ ^PQ ^FO ^GF ^GB ^BY ^BC ^BE ^BX ^FH ^FD ^FS"
    b" ^XZ".split()
)
any_text = st.text(max_size=60) | st.sampled_from(ATTACKS)


def _commands(zpl: bytes) -> list[bytes]:
    elements = parse(zpl).elements
    return [bytes(e)[:3] for e in elements if e.kind != "before_first_command"]


def _hostile_shipping_label(words: str) -> Drawing:
    recipient = Recipient(words, (words, words), words, words, words)
    return shipping_label(
        a_shipping_label(
            sender_lines=(words,) * 6,
            recipient=recipient,
            carrier=words,
            service=words,
            routing_code=words,
            order_reference=words,
            copy_no=3,
        )
    )


@settings(max_examples=40, deadline=None)
@given(any_text)
def test_any_words_give_one_shipping_label_with_only_its_sscc(words: str) -> None:
    drawing = _hostile_shipping_label(words)
    zpl = to_zpl(drawing)
    commands = _commands(zpl)
    assert set(commands) <= COMMANDS
    assert commands.count(b"^XA") == commands.count(b"^XZ") == commands.count(b"^FD") == 1
    [label] = from_zpl(zpl, FOUR_BY_SIX)
    assert [code.text for code in decode(label)] == [f"00{SSCC}"]


@settings(max_examples=60, deadline=None)
@given(any_text)
def test_any_words_stay_inside_the_printable_area(words: str) -> None:
    for drawing in (_hostile_shipping_label(words), _hostile_lpn_label(words)):
        ink = to_image(drawing).convert("L").point(lambda value: 255 - value).getbbox()
        left, top, right, bottom = ink or (0, 0, 0, 0)
        assert left >= 12
        assert top >= 4
        assert right <= 800
        assert bottom <= 148 * 8


def _hostile_lpn_label(words: str) -> Drawing:
    return lpn_label(
        an_lpn_label(sku=words, name=words, unit=words, lot=words, reference=words, quantity=10**9)
    )


@pytest.mark.parametrize(
    "attack", [a for a in ATTACKS if a.isascii() and a.isprintable() and len(a) < 30]
)
def test_a_hostile_code_is_printed_as_it_is(attack: str) -> None:
    drawing = tote_label(attack, size=FOUR_BY_SIX)
    zpl = to_zpl(drawing)
    assert _commands(zpl).count(b"^XA") == 1
    [label] = from_zpl(zpl, FOUR_BY_SIX)
    assert [code.text for code in decode(label)] == [attack]


@pytest.mark.parametrize("code", ["A\x03", "A\n^XZ", "ŻÓŁĆ", ""])
def test_a_code_that_no_barcode_can_hold_is_refused(code: str) -> None:
    with pytest.raises(LabelError):
        bin_label(code)


def test_a_code_too_long_for_the_label_is_refused_with_both_widths() -> None:
    with pytest.raises(LabelError, match=r"needs \d+ mm as a barcode, but there are 65 mm"):
        bin_label("A-VERY-LONG-LOCATION-NAME-THAT-NOBODY-CAN-SCAN")


@pytest.mark.parametrize("sscc", ["340123450000000018", "34012345", "34012345000000001٧", ""])
def test_a_wrong_sscc_is_refused(sscc: str) -> None:
    with pytest.raises(LabelError, match="is not an SSCC"):
        shipping_label(a_shipping_label(sscc=sscc))


@pytest.mark.parametrize(
    ("label", "reason"),
    [
        (ItemLabel("A", "a", "5901234123458"), "is not a GTIN"),
        (ItemLabel("A", "a", "123"), "is not a GTIN"),
        (ItemLabel("A", "a", "5901234123457", lot="L 1"), "GS1 does not allow"),
        (ItemLabel("A", "a", "5901234123457", lot="L]1[21]X"), "GS1 does not allow"),
        (ItemLabel("A", "a", "5901234123457", serial="ż"), "GS1 does not allow"),
    ],
)
def test_wrong_item_data_is_refused(label: ItemLabel, reason: str) -> None:
    with pytest.raises(LabelError, match=reason):
        item_label(label)


def test_a_parcel_beyond_the_last_one_is_refused() -> None:
    with pytest.raises(LabelError, match="Parcel 3 of 2"):
        shipping_label(a_shipping_label(parcel_no=3))


@pytest.mark.parametrize("count", [0, 11])
def test_a_card_has_one_to_ten_commands(count: int) -> None:
    with pytest.raises(LabelError, match="1 to 10 commands"):
        command_card([("SKIP", "!SKIP")] * count)


def test_the_token_of_a_badge_is_not_printed_in_letters() -> None:
    words = [getattr(e, "text", "") for e in badge_label("Jan", "Picker", "SECRET-1").elements]
    assert not any("SECRET" in word for word in words)


@pytest.mark.parametrize("token", ["SECRET-ż", "SECRET-" * 9])
def test_a_refused_token_is_not_told(token: str) -> None:
    with pytest.raises(LabelError, match="badge of Jan") as refusal:
        badge_label("Jan", "Picker", token)
    assert "SECRET" not in str(refusal.value)
    assert refusal.value.__suppress_context__


def test_the_first_copy_does_not_say_so_and_the_second_does() -> None:
    def words(copy_no: int) -> str:
        drawing = shipping_label(a_shipping_label(copy_no=copy_no))
        return " ".join(getattr(e, "text", "") for e in drawing.elements)

    assert "COPY" not in words(1)
    assert "COPY 2 – REPRINT" in words(2)


def test_each_format_asks_for_one_copy_and_no_reprint_after_an_error() -> None:
    for drawing, _ in EXAMPLES.values():
        zpl = to_zpl(drawing)
        assert zpl.count(b"^PQ1,0,1,N") == zpl.count(b"^JZN") == zpl.count(b"^XA") == 1


def test_a_shipping_label_is_written_as_zpl_within_40_ms() -> None:
    seconds = []
    for number in range(5):
        label = a_shipping_label(order_reference=f"SO-{number}", weight_grams=number)
        start = time.perf_counter()
        to_zpl(shipping_label(label))
        seconds.append(time.perf_counter() - start)
    assert min(seconds) < 0.040
