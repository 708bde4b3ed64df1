"""Draw ZPL formats dot by dot, as far as our own labels use the language.

Source: Zebra ZPL II programming guide: ^PW ^LL ^LH ^FO ^FT ^FD ^FH ^FS ^FR ^CI ^CF ^A ^BY ^BC ^BE
^BX ^BQ ^GB ^GF ^PQ. Everything else is a fault in the list, so that a label with a command that we
never send (an injected one, say) is seen. Text uses Pillow's own font: right in place and size,
not in shape; real labels of ours send text as graphics.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from PIL import Image, ImageChops

from drivers.simulators import zpl_code128, zpl_ean13, zpl_matrix
from drivers.simulators.zpl_graphics import decode_graphic
from drivers.simulators.zpl_ink import baseline_dots, box_ink, stacked, text_ink, turned
from drivers.simulators.zpl_params import ZplFault, number, size, word
from drivers.simulators.zpl_tokens import Command, ZplTokenizer

# how the printer feeds, cuts and heats: no ink of its own
_WITHOUT_INK = frozenset(
    ["^XA", "^XZ", "^FX", "^MM", "^MN", "^MT", "^MD", "^PR", "^JZ", "^LS", "^LT", "^SZ"]
)

# turned, mirrored or reversed labels are not drawn: only "no" is understood
_ONLY_NO = frozenset(["^PO", "^PM", "^LR", "^FW"])


@dataclass(frozen=True, slots=True)
class RenderedLabel:
    """One drawn format: 1-bit image in dots (0 = ink), what could not be drawn, copies wanted."""

    image: Image.Image
    faults: tuple[str, ...]
    copies: int = 1
    has_ink: bool = True

    def png_bytes(self) -> bytes:
        """Return the image as PNG."""
        stream = io.BytesIO()
        self.image.save(stream, "PNG")
        return stream.getvalue()


@dataclass(slots=True)
class _Field:
    """What the commands before ^FD said about the field; `draw` makes its ink from the data."""

    x: int = 0
    y: int = 0
    from_baseline: bool = False
    reverse: bool = False
    hex_mark: str = ""
    data: bytes | None = None
    draw: Callable[[str], Image.Image] | None = None
    white: bool = False
    drop_dots: int = 0
    baseline_dots: int | None = None


@dataclass(slots=True)
class ZplRenderer:
    """Draw formats one after another; width, length and home persist, as in a printer."""

    width_dots: int = 812
    length_dots: int = 1218
    _home: tuple[int, int] = (0, 0)
    _encoding: str = "cp850"
    _module_dots: int = 2
    _bar_height_dots: int = 10
    _font_height_dots: int = 24
    _copies: int = 1
    _faults: list[str] = field(default_factory=list)
    _field: _Field = field(default_factory=_Field)
    _inks: list[tuple[Image.Image, int, int, _Field]] = field(default_factory=list)

    def render_zpl(self, zpl: bytes) -> list[RenderedLabel]:
        """Draw every format in `zpl`."""
        labels: list[RenderedLabel] = []
        commands: list[Command] = []
        for command in ZplTokenizer().feed(zpl):
            commands.append(command)
            if command.name == "^XZ":
                labels.append(self.render(commands))
                commands = []
        return labels

    def render(self, commands: Iterable[Command]) -> RenderedLabel:
        """Draw the commands of one format; never raises on what they say."""
        self._copies, self._faults, self._inks, self._field = 1, [], [], _Field()
        self._module_dots, self._bar_height_dots = 2, 10
        for command in commands:
            try:
                self._obey(command)
            except (ZplFault, ValueError, OverflowError) as error:
                self._faults.append(f"{command.name}{_shown(command.params)}: {error}")
        return RenderedLabel(self._canvas(), tuple(self._faults), self._copies, bool(self._inks))

    def _obey(self, command: Command) -> None:
        if command.name in _WITHOUT_INK:
            return
        if command.name in _ONLY_NO and command.params.strip() in (b"N", b""):
            return
        handler = _HANDLERS.get(command.name)
        if handler is None:
            raise ZplFault("not a command of our labels")
        handler(self, command.params)

    def _canvas(self) -> Image.Image:
        # ^PW and ^LL hold for the whole format, wherever they stand: ink is laid on last
        canvas = Image.new("1", (self.width_dots, self.length_dots), 255)
        for ink, x, y, place in self._inks:
            if place.reverse:
                box = (x, y, x + ink.width, y + ink.height)
                canvas.paste(ImageChops.logical_xor(canvas.crop(box), ink), (x, y))
            else:
                canvas.paste(255 if place.white else 0, (x, y), ink)
        return canvas

    def _width(self, params: bytes) -> None:
        self.width_dots = size(number(params, 0, 0), 1)[0]

    def _length(self, params: bytes) -> None:
        self.length_dots = size(1, number(params, 0, 0))[1]

    def _set_home(self, params: bytes) -> None:
        self._home = (number(params, 0, 0), number(params, 1, 0))

    def _origin(self, params: bytes) -> None:
        home_x, home_y = self._home
        self._field.x = home_x + number(params, 0, 0)
        self._field.y = home_y + number(params, 1, 0)

    def _typeset(self, params: bytes) -> None:
        self._origin(params)
        self._field.from_baseline = True

    def _international(self, params: bytes) -> None:
        self._encoding = "utf-8" if params.strip() == b"28" else "cp850"

    def _default_font(self, params: bytes) -> None:
        self._font_height_dots = number(params, 1, 24)

    def _bar_defaults(self, params: bytes) -> None:
        self._module_dots = number(params, 0, self._module_dots)
        self._bar_height_dots = number(params, 2, self._bar_height_dots)

    def _quantity(self, params: bytes) -> None:
        self._copies = max(1, number(params, 0, 1))

    def _hex(self, params: bytes) -> None:
        self._field.hex_mark = params[:1].decode("latin-1") or "_"

    def _reverse(self, params: bytes) -> None:
        self._field.reverse = True

    def _data(self, params: bytes) -> None:
        self._field.data = params

    def _text(self, params: bytes) -> None:
        turn = word(params, 0, "N")[1:] or "N"  # the font letter stands before the direction
        height = number(params, 1, self._font_height_dots)
        self._field.baseline_dots = baseline_dots(height) + 1
        self._field.draw = lambda text: turned(text_ink(text, height), turn)

    def _code128(self, params: bytes) -> None:
        turn = word(params, 0, "N")
        height = number(params, 1, self._bar_height_dots)
        mode, module = word(params, 5, "N"), self._module_dots

        def draw(data: str) -> Image.Image:
            ink = zpl_code128.bars(zpl_code128.encode(data, mode), module, height)
            shown = zpl_code128.readable(data, mode)
            return turned(_captioned(ink, shown, params, module), turn)

        self._field.draw = draw

    def _ean13(self, params: bytes) -> None:
        turn, module = word(params, 0, "N"), self._module_dots
        height = number(params, 1, self._bar_height_dots)

        def draw(data: str) -> Image.Image:
            ink = zpl_ean13.bars(data, module, height)
            return turned(_captioned(ink, zpl_ean13.digits13(data), params, module), turn)

        self._field.draw = draw

    def _data_matrix(self, params: bytes) -> None:
        turn, module = word(params, 0, "N"), number(params, 1, self._module_dots)
        escape = word(params, 6, "~")
        self._field.draw = lambda data: turned(zpl_matrix.data_matrix(data, module, escape), turn)

    def _qr(self, params: bytes) -> None:
        module = number(params, 2, 3)
        self._field.draw = lambda data: zpl_matrix.qr(data, module)
        # printers stand a QR code on the row where bars of the ^BY height would end
        self._field.drop_dots = max(0, self._bar_height_dots - 1)

    def _box(self, params: bytes) -> None:
        thick = number(params, 2, 1)
        width = max(number(params, 0, thick), thick)
        height = max(number(params, 1, thick), thick)
        self._field.white = word(params, 3, "B") == "W"
        self._lay(box_ink(*size(width, height), thick))

    def _graphic(self, params: bytes) -> None:
        self._lay(decode_graphic(params))

    def _end_field(self, params: bytes) -> None:
        place = self._field
        try:
            if place.data is not None:
                draw = place.draw or (lambda text: text_ink(text, self._font_height_dots))
                self._lay(draw(_decoded(place, self._encoding)))
        finally:
            self._field = _Field()

    def _lay(self, ink: Image.Image) -> None:
        place = self._field
        y = place.y + place.drop_dots
        if place.from_baseline:
            # ^FT names the row on which letters stand, or the last row of bars and graphics
            y = place.y + 1 - (place.baseline_dots or ink.height)
        self._inks.append((ink, place.x, y, place))


_Handler = Callable[[ZplRenderer, bytes], None]
_HANDLERS: dict[str, _Handler] = {
    "^PW": ZplRenderer._width,
    "^LL": ZplRenderer._length,
    "^LH": ZplRenderer._set_home,
    "^FO": ZplRenderer._origin,
    "^FT": ZplRenderer._typeset,
    "^CI": ZplRenderer._international,
    "^CF": ZplRenderer._default_font,
    "^BY": ZplRenderer._bar_defaults,
    "^PQ": ZplRenderer._quantity,
    "^FH": ZplRenderer._hex,
    "^FR": ZplRenderer._reverse,
    "^FD": ZplRenderer._data,
    "^A": ZplRenderer._text,
    "^BC": ZplRenderer._code128,
    "^BE": ZplRenderer._ean13,
    "^BX": ZplRenderer._data_matrix,
    "^BQ": ZplRenderer._qr,
    "^GB": ZplRenderer._box,
    "^GF": ZplRenderer._graphic,
    "^FS": ZplRenderer._end_field,
}


def _captioned(ink: Image.Image, text: str, params: bytes, module: int) -> Image.Image:
    """Add the interpretation line that parameters f (wanted) and g (above) ask for."""
    if word(params, 2, "Y") != "Y":
        return ink
    caption = text_ink(text, 9 * module)
    return stacked(caption, ink) if word(params, 3, "N") == "Y" else stacked(ink, caption)


def _decoded(place: _Field, encoding: str) -> str:
    data = place.data or b""
    if place.hex_mark:
        mark = re.escape(place.hex_mark.encode("latin-1"))
        data = re.sub(mark + rb"([0-9A-Fa-f]{2})", lambda m: bytes([int(m[1], 16)]), data)
    return data.decode(encoding)


def _shown(params: bytes) -> str:
    return params[:24].decode("latin-1")
