"""What a reader of CSV or JSON complains of, in words for whoever made the file."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping

_JSON: Mapping[str, str] = {
    "Expecting value": "a value is needed",
    "Expecting property name enclosed in double quotes": 'a name in "quotes" is needed',
    "Expecting ':' delimiter": "a colon is needed",
    "Expecting ',' delimiter": "a comma or the closing bracket is needed",
    "Extra data": "there is something after the value",
    "Unterminated string starting at": "a text begins that does not end",
    "Invalid control character at": "a control character stands in a text",
    "Invalid \\escape": "a backslash is followed by a letter that means nothing",
    "Invalid \\uXXXX escape": "\\u needs four hexadecimal digits after it",
    "Illegal trailing comma before end of array": "a comma stands before the closing bracket",
    "Illegal trailing comma before end of object": "a comma stands before the closing bracket",
}


def of_json(error: Exception) -> str:
    """Return why a text is no JSON, and at which character."""
    if isinstance(error, json.JSONDecodeError):
        words = next((w for name, w in _JSON.items() if error.msg.startswith(name)), "")
        return f"this is not JSON: {words or 'it is malformed'} at character {error.pos + 1}"
    if isinstance(error, RecursionError):
        return "this is not JSON for us: brackets are nested too deeply"
    if "digits" in str(error):
        return "this is not JSON for us: a number has too many digits"
    return f"this is not JSON: {error}"


def of_csv(error: csv.Error) -> str:
    """Return why a row of a CSV file cannot be read."""
    words = str(error)
    if "new-line" in words:
        return "a carriage return stands alone: save the file with line ends LF or CRLF"
    if "expected after" in words:
        return "the quotes are wrong: after a closing quote a separator is needed"
    if "unexpected end" in words:
        return "the quotes are wrong: one that was opened is not closed"
    if "field limit" in words:
        return f"the quotes are wrong: a field is longer than {csv.field_size_limit()} characters"
    return "the quotes are wrong"
