"""A label that somebody else drew as a picture, for a label printer."""

from io import BytesIO

from PIL import Image, UnidentifiedImageError

from labels.canvas import FOUR_BY_SIX
from labels.errors import LabelError
from labels.zpl import DEVICE_SETUP, SETUP
from labels.zpl_graphic import graphic_field

_DARK = 128


def png_to_zpl(content: bytes) -> bytes:
    """Write a PNG as one ZPL format of 4 x 6 in. A larger picture is made smaller, a smaller one
    stays as it is, so that its bars keep their width.

    :raises LabelError: it is no PNG that can be opened
    """
    try:
        with Image.open(BytesIO(content), formats=("PNG",)) as opened:
            opened.load()
            picture = _on_white(opened)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
        raise LabelError(f"The label is no PNG that can be opened: {error}") from None
    size = FOUR_BY_SIX
    picture.thumbnail((size.width, size.height), Image.Resampling.LANCZOS)
    ones_are_black = picture.point(lambda grey: 255 if grey < _DARK else 0).convert("1")
    start = f"^XA{SETUP}^PW{size.width}^LL{size.height}{DEVICE_SETUP}"
    return f"{start}\n{graphic_field(0, 0, ones_are_black, 'Z64')}\n^XZ\n".encode("ascii")


def _on_white(picture: Image.Image) -> Image.Image:
    """Return a picture in shades of grey; what is transparent is paper."""
    colours = picture.convert("RGBA")
    paper = Image.new("RGBA", colours.size, "white")
    return Image.alpha_composite(paper, colours).convert("L")
