"""axe-core on a page: what its engine finds against people who cannot see, or use no mouse.

The engine comes from npm into pytest's cache and is no part of the product.
Source: https://github.com/dequelabs/axe-core, doc/API.md.
"""

from __future__ import annotations

import fcntl
import subprocess
from pathlib import Path
from shutil import which

from playwright.sync_api import Page

PACKAGE = "axe-core@4"
FETCH_SECONDS = 120
_KEPT = "node_modules/axe-core/axe.min.js"
_RUN = """
async (rules) => {
  const only = rules.length ? { runOnly: { type: "rule", values: rules } } : {};
  const found = await axe.run(document, { resultTypes: ["violations"], preload: false, ...only });
  return found.violations.flatMap((v) => v.nodes.map((n) =>
    `${v.impact} ${v.id}: ${v.help} at ${n.target.join(" ")} (${n.failureSummary})`));
}
"""


class Missing(Exception):  # noqa: N818  (a reason to skip)
    """The engine cannot be had here; the text says why."""


class Axe:
    """The engine, read from `script`."""

    def __init__(self, script: str) -> None:
        self._script = script

    def finds(self, page: Page, *rules: str) -> list[str]:
        """Return what is wrong with a page as it is shown now; `rules` look at those alone."""
        if not page.evaluate("typeof axe === 'object'"):
            page.evaluate(f"() => {{ {self._script} }}")
        return list(page.evaluate(_RUN, list(rules)))


def fetched(cache: Path) -> Axe:
    """Return the engine, fetched once into `cache`; whoever comes meanwhile waits.

    :raises Missing: there is no npm, or it cannot fetch it.
    """
    script = cache / _KEPT
    with (cache / "lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not script.exists():
            _fetch(cache)
    return Axe(script.read_text("utf-8"))


def _fetch(cache: Path) -> None:
    npm = which("npm")
    if npm is None:
        raise Missing("no axe-core: npm is not installed")
    quiet = ("--no-audit", "--no-fund", "--no-save", "--no-package-lock")
    command = [npm, "install", *quiet, "--prefix", str(cache), PACKAGE]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=FETCH_SECONDS)
    except subprocess.TimeoutExpired:
        raise Missing(f"no axe-core: npm did not answer within {FETCH_SECONDS} s") from None
    if done.returncode:
        raise Missing(f"no axe-core: npm says {done.stderr.strip()[-300:]}")
