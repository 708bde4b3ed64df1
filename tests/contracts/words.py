"""Every message id of the program, read out of its source: the literals of `T(…)` and `N(…)`,
and in the pages' templates those of `_(…)` and `_n(…)`."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from jinja2 import Environment, nodes

ROOT = Path(__file__).resolve().parents[2]
MARKERS = {"T": 1, "N": 2}
"""How many of the first arguments are words."""
IN_TEMPLATES = {"_": 1, "_n": 2}
DEFINED_IN = "wms/text.py"


@dataclass(frozen=True, slots=True)
class Entry:
    """One message id and where it stands; `plural` is empty for words without a count."""

    msgid: str
    plural: str
    where: str


@dataclass(frozen=True, slots=True)
class Extracted:
    """What was found; `complaints` tell which calls no translator will ever see."""

    entries: list[Entry] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def read(self, source: str, name: str) -> None:
        """Take in the source of one file."""
        for call in _calls(ast.parse(source)):
            words, where = call.args[: MARKERS[_marker(call)]], f"{name}:{call.lineno}"
            literals = [word.value for word in words if isinstance(word, ast.Constant)]
            if len(literals) == MARKERS[_marker(call)] and all(map(_is_words, literals)):
                singular, plural = (*map(str, literals), "")[:2]
                self.entries.append(Entry(singular, plural, where))
            else:
                self.complaints.append(f"{where}: write the words themselves: {ast.unparse(call)}")

    def read_template(self, source: str, name: str) -> None:
        """Take in the source of one template."""
        for call in Environment().parse(source).find_all(nodes.Call):
            marker = getattr(call.node, "name", "")
            if marker not in IN_TEMPLATES:
                continue
            words = call.args[: IN_TEMPLATES[marker]]
            literals = [word.value for word in words if isinstance(word, nodes.Const)]
            if len(literals) == IN_TEMPLATES[marker] and all(map(_is_words, literals)):
                singular, plural = (*map(str, literals), "")[:2]
                self.entries.append(Entry(singular, plural, f"{name}:{call.lineno}"))
            else:
                self.complaints.append(f"{name}:{call.lineno}: write the words themselves")


def extract(root: Path = ROOT) -> Extracted:
    """Return every message id under `root`/wms, in the order of the files."""
    found = Extracted()
    for path in sorted((root / "wms").rglob("*.py")):
        name = path.relative_to(root).as_posix()
        if name != DEFINED_IN:
            found.read(path.read_text(encoding="utf-8"), name)
    for path in sorted((root / "wms").rglob("*.html")):
        name = path.relative_to(root).as_posix()
        found.read_template(path.read_text(encoding="utf-8"), name)
    return found


def titles_of_dialogues(root: Path = ROOT) -> set[str]:
    """Return the ids that stand as a View's title: in its place, or in a constant TITLE."""
    found: set[str] = set()
    for path in (root / "wms" / "dialogues").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            title = _title(node)
            if isinstance(title, ast.Call) and isinstance(title.args[0], ast.Constant):
                found.add(str(title.args[0].value))
    return found


def _title(node: ast.AST) -> ast.expr | None:
    if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "View":
        return node.args[0]
    if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "TITLE":
        return node.value
    return None


def _calls(tree: ast.Module) -> Iterator[ast.Call]:
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and _marker(node)]
    yield from sorted(calls, key=lambda call: (call.lineno, call.col_offset))


def _marker(call: ast.Call) -> str:
    name = call.func
    plain = name.id if isinstance(name, ast.Name) else getattr(name, "attr", "")
    return plain if plain in MARKERS else ""


def _is_words(value: object) -> bool:
    return isinstance(value, str) and bool(value)
