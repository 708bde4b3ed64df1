"""Keep a catalog in step with the code: new ids come in untranslated, dead ones go.

`WMS_WRITE_CATALOGS=1 pytest tests/contracts/test_catalogs.py` writes the files; the tests then
say which ids wait for a translator.
"""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po, write_po

from tests.contracts.words import ROOT, Entry
from wms.i18n import TRANSLATED

FOLDER = ROOT / "wms" / "i18n"
PATHS = [FOLDER / f"{language}.po" for language in TRANSLATED]
WIDTH = 98


def read(path: Path) -> Catalog:
    """Return a catalog as it is written."""
    with path.open("rb") as file:
        return read_po(file, locale=path.stem)


def messages(catalog: Catalog) -> dict[str, Message]:
    """Return the messages by id; of a message with a count that is the singular."""
    return {key(message): message for message in catalog if message.id}


def key(message: Message) -> str:
    """Return the id that the program looks a message up by."""
    return message.id if isinstance(message.id, str) else message.id[0]


def strings(message: Message) -> tuple[str, ...]:
    """Return the translated forms, one of words without a count."""
    string = message.string
    return (string,) if isinstance(string, str) else tuple(string or ())


def rewrite(path: Path, entries: Iterable[Entry]) -> None:
    """Write `path` anew with exactly the ids of `entries`, in their order; the header stays."""
    before = path.read_text("utf-8")
    old = read(path)
    header = before.partition("\n\n")[0]
    body = BytesIO()
    renewed = _renewed(old, entries)
    write_po(body, renewed, width=WIDTH, omit_header=True, include_lineno=False)
    path.write_text(f"{header}\n\n{body.getvalue().decode().strip()}\n", "utf-8")


def _renewed(before: Catalog, entries: Iterable[Entry]) -> Catalog:
    renewed, known = Catalog(locale=before.locale), messages(before)
    renewed.mime_headers = before.mime_headers  # how many forms a count has
    for entry in entries:
        old = known.get(entry.msgid)
        id_ = (entry.msgid, entry.plural) if entry.plural else entry.msgid
        is_same = old is not None and isinstance(old.id, tuple) == bool(entry.plural)
        string = old.string if old is not None and is_same else ""
        file, _, line = entry.where.rpartition(":")
        comments = old.user_comments if old is not None else ()
        renewed.add(id_, string, locations=[(file, int(line))], user_comments=comments)
    return renewed
