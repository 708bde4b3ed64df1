"""A person at a station's page: scans as a scanner that types does, taps keys, reads."""

from __future__ import annotations

from base64 import b64decode
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, expect

from labels.decode import decode
from tests.browser.axe import Axe
from tests.browser.serving import Site

SCREEN = "#screen"
SLOW_MS = 90
"""Between the keys of a person."""


class Hand:
    """`page` is one tab of one device."""

    def __init__(self, page: Page, site: Site, pictures: Path, axe: Axe | None = None) -> None:
        self.page = page
        self.site = site
        self._pictures = pictures
        self._axe = axe
        self.complaints: list[str] = []
        page.on("console", self._heard)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _heard(self, message: object) -> None:
        kind, words = message.type, message.text  # type: ignore[attr-defined]
        # a server that is down or says no is told by the browser itself, and meant by the tests
        if kind == "error" and "Failed to load resource" not in words:
            self.complaints.append(words)

    def open(self) -> None:
        self.page.goto(f"{self.site.url}/station")

    def pair(self, station: str) -> None:
        """Pair as `station` by typing a code, up to its first screen."""
        self.open()
        self.page.fill("#pair-code", self.site.pairing_code(station))
        self.page.press("#pair-code", "Enter")
        self.page.wait_for_selector("#screen[data-no]", timeout=10_000)
        expect(self.page.locator("#link-words")).to_have_text("Linked")

    # --- doing ---------------------------------------------------------------------------------

    def type_codes(self, *codes: str) -> None:
        """Scan without waiting for answers."""
        for code in codes:
            self.page.keyboard.type(code)
            self.page.keyboard.press("Enter")
            # a repeat within half a second counts as the scanner's chatter
            self.page.wait_for_timeout(60)

    def scan(self, code: str) -> None:
        with self.answer():
            self.type_codes(code)

    def key(self, name: str) -> None:
        with self.answer():
            self.page.click(f'#keys [data-key="{name}"]')

    def press(self, key: str) -> None:
        with self.answer():
            self.page.keyboard.press(key)

    def keys_in(self, text: str) -> None:
        """Key text in by hand and finish it with Enter."""
        with self.answer():
            self.page.keyboard.type(text, delay=SLOW_MS)
            self.page.keyboard.press("Enter")

    def answer(self) -> _Answer:
        """Wait for the answer to what is done inside."""
        return _Answer(self.page)

    # --- seeing --------------------------------------------------------------------------------

    def says(self, selector: str) -> str:
        return self.page.locator(selector).inner_text().strip()

    @property
    def title(self) -> str:
        return self.says("#title")

    @property
    def prompt(self) -> str:
        return self.says("#prompt")

    @property
    def message(self) -> str:
        return self.says("#message-words") if self.page.is_visible("#message") else ""

    @property
    def tone(self) -> str:
        return self.page.get_attribute(SCREEN, "data-tone") or ""

    @property
    def tones(self) -> list[str]:
        """What was heard since the page was loaded."""
        heard = "async () => (await import('/station/static/senses.js')).played"
        return list(self.page.evaluate(heard))

    @property
    def keys(self) -> list[str]:
        return self.page.locator("#keys button").all_inner_texts()

    @property
    def lines(self) -> dict[str, str]:
        rows = self.page.locator("#lines > div").all()
        return {
            (row.locator("dt").all_inner_texts() or [""])[0]: row.locator("dd").inner_text()
            for row in rows
        }

    def codes_on(self, selector: str) -> list[str]:
        """Read the barcodes of a picture on the page."""
        drawn = self.page.evaluate(
            "(s) => { const i = document.querySelector(s), c = document.createElement('canvas');"
            "c.width = i.naturalWidth; c.height = i.naturalHeight;"
            "c.getContext('2d').drawImage(i, 0, 0); return c.toDataURL('image/png'); }",
            selector,
        )
        data = b64decode(drawn.partition(",")[2])
        return [found.text for found in decode(Image.open(BytesIO(data)))]

    def picture(self, name: str) -> None:
        """Keep a screenshot; what is shown must fit, and shut nobody out."""
        self._pictures.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=self._pictures / f"{name}.png")
        width = self.page.evaluate("document.documentElement.clientWidth")
        assert self.page.evaluate("document.documentElement.scrollWidth") <= width
        if self._axe is not None:
            found = self._axe.finds(self.page)
            assert not found, "\n".join(found)


class _Answer:
    """Wait until the screen that was shown before has been answered."""

    def __init__(self, page: Page) -> None:
        self._page = page

    def __enter__(self) -> None:
        self._before = self._page.get_attribute(SCREEN, "data-no")

    def __exit__(self, kind: object, *rest: object) -> None:
        if kind is None:
            self._page.wait_for_function(
                "(no) => document.querySelector('#screen').dataset.no !== no",
                arg=self._before,
                timeout=10_000,
            )
