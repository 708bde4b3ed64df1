"""The words of the page itself; the words of the screens come with the screens.

All languages go out with the page, because the person at a station changes more often than the
page does. A name in braces is filled in by the page.
"""

from __future__ import annotations

from collections.abc import Iterable

from wms.i18n import translate
from wms.text import T, Text
from wms.web.handheld.words_bench import BENCH
from wms.web.handheld.words_devices import DEVICES

STATION = {
    "station": T("Station"),
    "starting": T("Starting"),
    "pair": T("Pair this device"),
    "pair_how": T("Enter or scan the pairing code that the office gives you"),
    "pair_code": T("Pairing code"),
    "pair_now": T("Pair"),
    "pair_wait": T("Asking the server"),
    "paired": T("Paired as {station}"),
    "unpair": T("Unpair this device"),
    "unpair_sure": T("Unpair? The key of {station} is forgotten here"),
    "unpair_kept": T("Scans that were not sent yet stay here until {station} is paired again"),
    "revoked": T("The key of {station} is not valid any more. Ask the office for a pairing code"),
    "second": T("{station} is open in another window of this browser"),
    "second_how": T("Work goes on there. Close it, then this one takes over by itself"),
    "no_storage": T("This browser keeps nothing on its disk, so no scan would be safe here"),
    "linked": T("Linked"),
    "no_link": T("No link"),
    "sending": T("Sending"),
    "waits": T("Scans that wait for the link: {n}"),
    "too_early": T("Not taken: there is no screen yet. Wait, then scan again"),
    "not_stored": T("This device cannot store the scan. Scan again, or call for help"),
    "no_answer": T("The server does not answer. Trying again"),
    "twice": T("Read twice in a moment: counted once"),
    "keys": T("Keys of this screen"),
    "typed": T("Type here"),
    "enter": T("Enter"),
    "close": T("Close"),
    "settings": T("Settings"),
    "progress": T("{done} of {total} done"),
    "done": T("Done"),
    "attention": T("Attention"),
    "refused": T("Refused"),
    "picture": T("Picture of the item"),
    "hand": T("Hand"),
    "left": T("Left hand"),
    "right": T("Right hand"),
    "text_size": T("Size of text"),
    "theme": T("Colours"),
    "theme_auto": T("As the device"),
    "theme_light": T("Light"),
    "theme_dark": T("Dark"),
    "contrast": T("High contrast"),
    "sound": T("Sound"),
    "sound_try": T("Try the three tones"),
    "language": T("Language"),
    "language_auto": T("Of who is signed in"),
    "insecure": T(
        "This page did not come over https: the camera, starting without the server and the"
        " guard against a second window are off"
    ),
}


def page_words(languages: Iterable[str]) -> dict[str, dict[str, str]]:
    """Return the page's words by language and name."""
    return {language: _all(language) for language in languages}


def _all(language: str) -> dict[str, str]:
    words: dict[str, Text] = {**STATION, **DEVICES, **BENCH}
    # a text without parameters keeps its braces: the page fills them
    return {name: translate(text, language) for name, text in words.items()}
