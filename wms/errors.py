"""How the warehouse says no.

`Refused` is the only expected error: it names what was wrong and the remedy, is shown in two
places (the terminal engine and the API's problem answers) and never means a bug. Anything else
that is raised is a bug and rises.
"""

from __future__ import annotations

from wms.text import Text, Words


class Refused(Exception):  # noqa: N818  (a refusal is an answer, not an error)
    """An action that the rules do not allow; nothing has been changed.

    `code` is stable (`stock.not_enough`), `text` says what is wrong in the reader's words,
    `remedy` says what to do about it, `field` names the input at fault, if there is one.
    """

    def __init__(self, code: str, text: Text, remedy: Words = "", *, field: str = "") -> None:
        super().__init__(f"{code}: {text}")
        self.code = code
        self.text = text
        self.remedy = remedy
        self.field = field
