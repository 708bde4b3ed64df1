"""Words that are translated when they are shown, not when they are written.

`Text` carries an English message id and its parameters; `wms.i18n.translate` turns it into the
language of whoever reads it. A parameter may be a `Text` itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Text:
    """A message to be translated; with `plural`, `params["n"]` chooses the form."""

    msgid: str
    params: Mapping[str, object] = field(default_factory=dict)
    plural: str = ""

    def __str__(self) -> str:
        """Return the English words (for logs and tests)."""
        chosen = self.plural if self.plural and self.params.get("n") != 1 else self.msgid
        return chosen.format(**self.params) if self.params else chosen


Words = Text | str
"""What may be shown: words to translate, or data (a SKU, a bin code) that is shown as it is."""


def T(msgid: str, **params: object) -> Text:  # noqa: N802  (short on purpose: it marks words)
    """Mark `msgid` as words to translate; `params` fill its {braces}."""
    return Text(msgid, params)


def N(singular: str, plural: str, n: int, **params: object) -> Text:  # noqa: N802
    """Mark words that depend on the count `n`, available as {n} in both forms."""
    return Text(singular, {"n": n, **params}, plural)
