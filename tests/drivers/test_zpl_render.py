"""The simulated printer draws our ZPL as an independent renderer does; its codes can be read."""

from __future__ import annotations

import base64
import binascii
import random
import time
import zlib

import pytest
import zplkit.rendering
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops

from drivers.simulators import RenderedLabel, ZplRenderer
from drivers.simulators.zpl_tokens import ZplTokenizer

ALLOW = zplkit.rendering.Limits(graphic_bytes=1_000_000)


def drawn(body: str | bytes, size: str = "^PW812^LL400") -> RenderedLabel:
    zpl = body if isinstance(body, bytes) else body.encode()
    [label] = ZplRenderer().render_zpl(b"^XA^CI28" + size.encode() + zpl + b"^XZ")
    return label


def drawn_by_peer(body: str, size: str = "^PW812^LL400") -> Image.Image:
    scene = zplkit.render(f"^XA^CI28{size}{body}^XZ", limits=ALLOW).labels[0]
    raster = scene.rasterize()
    grey = Image.frombytes("L", (raster.width, raster.height), raster.pixels)
    return grey.point([0] * 128 + [255] * 128).convert("1")


def difference(body: str) -> tuple[int, int, int, int] | None:
    ours, peer = drawn(body), drawn_by_peer(body)
    assert ours.faults == ()
    assert ours.image.size == peer.size
    return ImageChops.logical_xor(ours.image, peer).getbbox()


def ink_box(body: str) -> tuple[int, int, int, int] | None:
    return ImageChops.invert(drawn(body).image).getbbox()


def codes(image: Image.Image) -> list[tuple[bytes, str]]:
    found = zxingcpp.read_barcodes(image.convert("L"))
    return [(code.bytes, code.symbology_identifier) for code in found]


@pytest.mark.parametrize(
    "body",
    [
        "^FO40,40^GB300,200,4^FS^FO60,60^GB100,0,3^FS^FO100,100^GB0,80,5^FS",
        "^LH10,20^FO30,30^GB50,50,50^FS^FO40,40^GB30,30,30,W^FS",
        "^FO40,40^BY3^BCN,100,N,N^FD>:ORDER-12345^FS",
        "^FO40,40^BY2^BCN,80,N,N^FDA>0B><C>=D^FS",
        "^FO40,40^BY2^BCN,80,N,N^FD>;>80112345678901231>6AB>8CD>51234^FS",
        "^FO40,40^BY2^BCN,80,N,N^FD>;1234567>6X^FS",
        "^FO40,40^BY3,3,120^BCN,,N,N,N,D^FD(00)340123450000000000^FS",
        "^FT40,200^BY3^BCN,100,N,N^FD>:AB^FS",
        "^FO100,40^BY2^BCR,80,N,N^FD>:TURN^FS",
        "^FO40,40^GFA,8,8,2,FF00FF00F0F0F0F0^FS",
        "^FO40,40^BY2^BEN,80,N,N^FD590123412345^FS",
        "^FT40,200^GFA,8,8,2,FF00FF00F0F0F0F0^FS",
        "^FO40,40^GFA,40,40,4,HFLA,::!:,NFJ0JF80,^FS",
    ],
)
def test_lines_bars_and_graphics_are_dot_for_dot_those_of_the_peer(body: str) -> None:
    assert difference(body) is None


@pytest.mark.parametrize(
    ("body", "data", "symbology"),
    [
        ("^FO40,40^BY3^BCN,100,Y,N,N,A^FDTOTE-0012345678^FS", b"TOTE-0012345678", "]C0"),
        (
            "^FO40,40^BY2^BCN,100,Y,N,N,D^FD(01)04012345123456(10)LOT42A(37)12^FS",
            b"010401234512345610LOT42A\x1d3712",
            "]C1",
        ),
        (
            "^FO40,40^BXN,6,200,,,,_^FD_10104012345123456172612313712^FS",
            b"0104012345123456172612313712",
            "]d2",
        ),
        (
            "^FO40,40^BXN,6,200,,,,_^FD_101040123451234561726123110LOT__42_121S1^FS",
            b"01040123451234561726123110LOT_42\x1d21S1",
            "]d2",
        ),
        ("^FO60,40^BY2^BEN,80,Y,N^FD5901234123457^FS", b"5901234123457", "]E0"),
        ("^FO40,40^BXN,6,200,,,,_^FDPLAIN-1^FS", b"PLAIN-1", "]d1"),
        (
            "^BY2,3,10^FO40,40^BQN,2,5^FDQA,https://id.gs1.org/01/04012345123456^FS",
            b"https://id.gs1.org/01/04012345123456",
            "]Q1",
        ),
        ("^FO40,40^BY3^BCN,100,N,N^FH_^FD>:A_5FB^FS", b"A_B", "]C0"),
    ],
)
def test_codes_are_read_back_byte_for_byte(body: str, data: bytes, symbology: str) -> None:
    label = drawn(body)
    assert label.faults == ()
    assert codes(label.image) == [(data, symbology)]
    assert codes(drawn_by_peer(body)) == [(data, symbology)]


@settings(max_examples=40, deadline=None)
@given(
    st.text(
        st.characters(min_codepoint=33, max_codepoint=125, exclude_characters="^~>_"),
        min_size=1,
        max_size=18,
    )
)
def test_the_automatic_mode_encodes_any_ascii(text: str) -> None:
    label = drawn(f"^FO60,40^BY2^BCN,80,N,N,N,A^FD{text}^FS")
    assert label.faults == ()
    assert codes(label.image) == [(text.encode(), "]C0")]


def test_packed_graphics_are_checked_and_unpacked() -> None:
    bitmap = random.Random(1).randbytes(10 * 40)
    packed = base64.b64encode(zlib.compress(bitmap))
    crc = f"{binascii.crc_hqx(packed, 0):04X}"
    body = f"^FO8,8^GFA,400,400,10,:Z64:{packed.decode()}:{crc}^FS"
    assert difference(body) is None
    assert drawn(body).image == drawn(f"^FO8,8^GFA,400,400,10,{bitmap.hex()}^FS").image
    [fault] = drawn(body.replace(f":{crc}", ":0000")).faults
    assert "CRC" in fault


def test_text_lies_where_the_label_says() -> None:
    box = ink_box("^FO100,50^A0N,40,40^FDHandle with care^FS")
    assert box is not None
    assert 100 <= box[0] < 110
    assert box[1] in (50, 51)
    assert box[3] <= 90
    standing = ink_box("^FT100,80^A0N,40,40^FDHandle with care^FS")
    assert standing == box


def test_a_reversed_field_is_white_on_black() -> None:
    label = drawn("^FO0,0^GB200,100,100^FS^FO50,20^FR^GB20,20,20^FS")
    assert label.image.getpixel((60, 30)) == 255
    assert label.image.getpixel((20, 20)) == 0


@pytest.mark.parametrize(
    "command",
    [
        "^DFE:X.ZPL",
        "^JUS",
        "^POI",
        "^BEN,80^FDx",
        "^GFC,8,8,2,zz",
        "^BCN,x",
        "^PW0",
        "^FO40,40^BY2^BCN,80,N,N^FD>:ż^FS",
    ],
)
def test_what_cannot_be_drawn_is_a_fault_and_the_rest_is_drawn(command: str) -> None:
    label = drawn(f"{command}^FS^FO10,10^GB20,20,20^FS", size="^PW100^LL100")
    assert len(label.faults) == 1
    assert label.image.getpixel((15, 15)) == 0


def test_a_qr_code_stands_where_the_peer_puts_it() -> None:
    body = "^BY2,3,40^FO40,100^BQN,2,5^FDQA,TOTE-1^FS"
    assert ink_box(body) == ImageChops.invert(drawn_by_peer(body)).getbbox()


def test_size_home_and_copies_are_taken_from_the_label() -> None:
    [first, second] = ZplRenderer().render_zpl(
        b"^XA^PW300^LL200^PQ3^FO1,1^GB5,5^FS^XZ^XA^FO1,1^GB5,5^FS^XZ"
    )
    assert (first.image.size, first.copies) == ((300, 200), 3)
    assert (second.image.size, second.copies) == ((300, 200), 1)


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=120), st.integers(1, 40))
def test_any_slicing_gives_the_same_commands(noise: bytes, size: int) -> None:
    zpl = b"^XA^FO10,10^A0N,30,30^FDhello\r\n^FS~HS^PQ1" + noise + b"^XZ"
    whole, sliced = ZplTokenizer(), ZplTokenizer()
    pieces = [zpl[at : at + size] for at in range(0, len(zpl), size)]
    assert [c for piece in pieces for c in sliced.feed(piece)] == whole.feed(zpl)


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=200))
def test_no_format_makes_the_printer_fall_over(noise: bytes) -> None:
    for command in (b"^GFA,", b"^BCN,50,N,N^FD", b"^BXN,4,200,,,,_^FD_1", b"^FO", b""):
        ZplRenderer().render_zpl(b"^XA^PW200^LL100" + command + noise + b"^FS^XZ")


def test_a_full_label_is_drawn_quickly() -> None:
    rows = ",".join(["gFgF"] * 10)
    zpl = (
        "^XA^CI28^PW812^LL1218^FO40,30^A0N,40,40^FDName^FS"
        f"^FO0,100^GFA,1000,1000,100,{rows}^FS^FO40,260^BY4^BCN,256,Y,N,N,D"
        "^FD(00)340123450000000000^FS^FO40,700^BXN,8,200,,,,_^FD_10104012345123456^FS^XZ"
    ).encode()
    renderer = ZplRenderer()
    renderer.render_zpl(zpl)
    started_at = time.perf_counter()
    for _ in range(5):
        renderer.render_zpl(zpl)
    assert (time.perf_counter() - started_at) / 5 < 0.15  # 30 ms when nothing else runs
