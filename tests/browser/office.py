"""A supervisor at a browser: signs in, goes from page to page, presses what is there, reads."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Error as PageError
from playwright.sync_api import Page, expect

from tests.usecases.office import PASSWORD

MOST_TABS = 150
_FOCUSED = """
() => {
  const at = document.activeElement;
  const words = at.getAttribute("aria-label") || at.labels?.[0]?.innerText || at.innerText || "";
  return words.trim().replace(/\\s+/g, " ");
}
"""


class Office:
    """`page` is one tab of a browser, `url` where the server is."""

    def __init__(self, page: Page, url: str, pictures: Path) -> None:
        self.page = page
        self.url = url
        self._pictures = pictures
        self.complaints: list[str] = []
        page.on("console", self._heard)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _heard(self, message: object) -> None:
        kind, words = message.type, message.text  # type: ignore[attr-defined]
        # that the server says no is told by the browser itself, and meant by the tests
        if kind == "error" and "Failed to load resource" not in words:
            self.complaints.append(f"{self.page.url}: {words}")

    def sign_in(self, login: str, password: str = PASSWORD) -> None:
        self.go("/sign-in")
        self.page.fill("#login", login)
        self.page.fill("#password", password)
        self.page.press("#password", "Enter")
        expect(self.page.locator(".bar-person")).to_be_visible()

    def go(self, path: str) -> int:
        """Open a page; return the status of the answer."""
        answer = self.page.goto(self.url + path)
        assert answer is not None
        return answer.status

    def press(self, words: str) -> None:
        """Press the button or follow the link that says `words`."""
        named = {"name": words, "exact": True}
        button = self.page.get_by_role("button", **named)  # type: ignore[arg-type]
        link = self.page.get_by_role("link", **named)  # type: ignore[arg-type]
        button.or_(link).first.click()

    def keys(self, *names: str) -> None:
        for name in names:
            self.page.keyboard.press(name)

    def tab_to(self, words: str) -> None:
        """Press Tab until what says `words` has the focus."""
        seen = []
        for _ in range(MOST_TABS):
            self.keys("Tab")
            seen.append(self.focused)
            if seen[-1] == words:
                return
        raise AssertionError(f"Tab never came to {words!r}, but to {seen}")

    @property
    def focused(self) -> str:
        """Return the words of what has the focus."""
        return str(self.page.evaluate(_FOCUSED))

    @property
    def path(self) -> str:
        return self.page.url.removeprefix(self.url)

    def is_told(self, words: str) -> None:
        """Make sure that the page tells `words` of what was done last; waits for the page."""
        expect(self.page.locator("main > .notice").first).to_contain_text(words)

    def meter(self, name: str) -> tuple[int, int]:
        """Return (done, total) of the bar called `name`."""
        words = self.page.locator(f'[data-live="{name}"] .meter-words').first.inner_text()
        done, total = words.split("/")
        return int(done), int(total)

    def is_too_wide(self) -> bool:
        """Tell whether one must scroll sideways to see all of the page."""
        wide = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
        return bool(self.page.evaluate(wide))

    def height(self) -> int:
        """Return the height of the whole page, pixels."""
        return int(self.page.evaluate("document.documentElement.scrollHeight"))

    def picture(self, name: str, *, whole: bool = False) -> None:
        """Keep a screenshot, of the `whole` page or of what is seen of it."""
        self._pictures.mkdir(parents=True, exist_ok=True)
        path = self._pictures / f"{name}.png"
        try:
            self.page.screenshot(path=path, full_page=whole)
        except PageError:  # a page that moves by itself was just loading itself again
            self.page.wait_for_load_state()
            self.page.screenshot(path=path, full_page=whole)
