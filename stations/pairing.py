"""Pair this station once: make a key, keep it in a file, have the server trust it for a code.

The key is on disk before the server hears of it, so no answer that is lost loses the key: the same
command again ends the same way.
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from stations.api import NoLink, Rejected, pair

KEY_BYTES = 24


class NotPaired(Exception):  # noqa: N818  (an answer, not a bug)
    """The station was not paired; the text says why and what to do."""


def pair_once(server: str, code: str, key_file: Path) -> str:
    """Exchange `code` for the trust in a key that is kept in `key_file`; return the station's code.

    :raises NotPaired: the file cannot be written, the server is away, or does not take the code.
    """
    waiting = key_file.with_name(key_file.name + ".new")
    try:
        station = pair(server, code, _key(waiting))
        os.replace(waiting, key_file)
    except Rejected as no:
        waiting.unlink(missing_ok=True)
        raise NotPaired(str(no)) from no
    except NoLink as gone:
        raise NotPaired(f"{gone}. Try again with the same code") from gone
    except OSError as error:
        raise NotPaired(f"the key file {key_file} cannot be written: {error}") from error
    except ValueError as error:
        raise NotPaired(str(error)) from error
    return station


def _key(waiting: Path) -> str:
    """Return the key of an earlier try that had no answer, else a new one, on disk by then."""
    if waiting.exists():
        return waiting.read_text("ascii").strip()
    key = secrets.token_urlsafe(KEY_BYTES)
    with open(os.open(waiting, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as opened:
        opened.write(key + "\n")
        opened.flush()
        os.fsync(opened.fileno())
    return key
