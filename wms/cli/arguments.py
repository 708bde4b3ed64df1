"""What may be written on the command line. Imports nothing of the warehouse: help is quick."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

ABOUT = "A warehouse management system for handheld scanners and pick stations."
SETTINGS = """The database is named by WMS_DATABASE_URL (sqlite:///wms.db if not set), a file of
settings by WMS_CONFIG; see config/default.toml for what may be set."""
COLUMNS = """Columns (CSV header, or names in JSON), needed ones first:
items:  merchant sku name length_mm width_mm height_mm weight_grams;
        gtin tracks_lot tracks_expiry pack_gtin pack_pieces external_ref
asns:   merchant external_ref quantity sku|gtin; line_no lot expires_on expected_on warehouse
orders: external_ref quantity sku|gtin name street city country; merchant line_no line_merchant
        postal_code region phone email carrier ship_by priority warehouse
rmas:   external_ref order quantity sku|gtin; reason line_no merchant
faces:  merchant sku bin min max (a bin of kind pick, refilled below min up to max pieces;
        max 0: no longer)
One row per line of a document, its own columns repeated; rows of a document stand together.
In JSON, a document may also be one object with its lines in "lines", as the API takes it."""
LABEL_KINDS = ("bins", "totes", "cartons", "stations", "items", "commands")
KEY_FILE = "instead of showing the key"
MOST = {"aisles": 1000, "bays": 1000, "levels": 100}
CREW = {"receivers": (1, 2), "pickers": (1, 4), "counters": (0, 1), "checkers": (1, 1)}
CREW |= {"packers": (1, 2)}
"""How many there must be at least in the demo's crew, and how many there are if not said."""

MOST_PEOPLE = 50
ALL = 0
"""As many orders as there are."""


def parser() -> argparse.ArgumentParser:
    """Return the parser of all commands; `args.run` names the function, as module:function."""
    top = argparse.ArgumentParser("wms", description=ABOUT, epilog=SETTINGS)
    top.add_argument("--database", metavar="URL", help="instead of WMS_DATABASE_URL")
    commands = top.add_subparsers(required=True, metavar="COMMAND")
    _site(commands)
    _files(commands)
    _manifests(commands)
    _people(commands)
    _waves(commands)
    _unknown(commands)
    _counts(commands)
    _proof(commands)
    _demo(commands)
    return top


def _command(
    commands: Any, name: str, about: str, run: str, **more: Any
) -> argparse.ArgumentParser:
    raw = argparse.RawDescriptionHelpFormatter
    command: argparse.ArgumentParser = commands.add_parser(
        name, help=about.splitlines()[0], description=about, formatter_class=raw, **more
    )
    command.set_defaults(run=f"wms.cli.{run}")
    return command


def _site(commands: Any) -> None:
    init = _command(commands, "init", "Make the database and lay out a warehouse.", "site:init")
    init.add_argument("--layout", type=Path, metavar="FILE.toml", help="instead of the example")
    for name, most in MOST.items():
        about = f"instead of the plan's {name}: 1 to {most}"
        init.add_argument(f"--{name}", type=_between(1, most), metavar="N", help=about)
    _command(commands, "migrate", "Bring the database to the newest form.", "site:migrate")
    serve = _command(commands, "serve", "Serve the API and the stations.", "serve:serve")
    serve.add_argument("--host", default="127.0.0.1")
    serve.add_argument("--port", type=_between(0, 65_535), default=8000)
    work = _command(commands, "work", "Do the jobs that wait, until stopped.", "work:work")
    work.add_argument("--once", action="store_true", help="end when no job is due")
    about = "Promise stock to orders and release their picks, now."
    allocate = _command(commands, "allocate", about, "work:allocate")
    allocate.add_argument("--warehouse", default="", metavar="CODE")


def _files(commands: Any) -> None:
    about = "Import a file: .csv, .jsonl or .json. Doing it again is harmless.\n\n" + COLUMNS
    take = _command(commands, "import", about, "take:take")
    take.add_argument("kind", choices=("items", "asns", "orders", "faces", "rmas"))
    take.add_argument("file", type=Path)
    take.add_argument("--source", default="import", type=_source, help="who says so (import)")
    take.add_argument("--rejects", type=Path, metavar="FILE.csv", help="write what was rejected")
    labels = _command(commands, "labels", "Draw labels to be printed.", "labels:labels")
    labels.add_argument("kind", choices=LABEL_KINDS)
    labels.add_argument("--out", type=Path, required=True, metavar="DIR")
    labels.add_argument("--png", action="store_true", help="a picture each, instead of one PDF")
    only = "these codes only; items by SKU, MERCHANT/SKU or GTIN"
    labels.add_argument("--only", nargs="+", default=(), metavar="CODE", help=only)


def _manifests(commands: Any) -> None:
    actions = _group(commands, "manifest", "Look at manifests, close one out, print it.")
    about = "Show the manifests."
    shown = _command(actions, "list", about, "manifests:list_manifests")
    shown.add_argument("--warehouse", default="", metavar="CODE")
    about = "Close the open manifest of a carrier; what comes later goes onto the next."
    close = _command(actions, "close", about, "manifests:close_manifest")
    close.add_argument("carrier")
    close.add_argument("--warehouse", default="", metavar="CODE")
    printed = _command(actions, "print", "Write a manifest.", "manifests:print_manifest")
    printed.add_argument("reference")
    printed.add_argument("--out", type=Path, required=True, metavar="FILE.pdf")


def _people(commands: Any) -> None:
    _users(_group(commands, "user", "Manage workers and their badges."))
    _stations(_group(commands, "station", "Manage stations and their keys."))
    _teams(_group(commands, "team", "Manage teams and what they are limited to."))
    _keys(_group(commands, "api-key", "Manage keys of other systems."))


def _group(commands: Any, name: str, about: str) -> Any:
    group = _command(commands, name, about, "")
    return group.add_subparsers(required=True, metavar="ACTION")


def _users(actions: Any) -> None:
    add = _command(actions, "add", "Add a worker; shows the badge's code.", "people:add_user")
    add.add_argument("login")
    add.add_argument("--name", default="")
    add.add_argument("--role", default="worker", help="worker, supervisor or admin")
    add.add_argument("--language", default="en", help="en or pl")
    add.add_argument("--pin", default="", help="needed by supervisors and admins")
    add.add_argument("--label", type=Path, metavar="FILE.pdf", help="write the badge")
    about = "Give a worker a new badge; the old one is void."
    badge = _command(actions, "badge", about, "people:new_badge")
    badge.add_argument("login")
    badge.add_argument("--label", type=Path, metavar="FILE.pdf", help="write the badge")
    _command(actions, "list", "Show the workers.", "people:list_users")
    about = "Let a worker sign in no more, and sign them out."
    disable = _command(actions, "disable", about, "people:disable_user", aliases=["deactivate"])
    disable.add_argument("login")
    about = "Let a disabled worker sign in again."
    _command(actions, "enable", about, "people:enable_user").add_argument("login")
    team = _command(actions, "team", "Put a worker into teams.", "crews:put_in_teams")
    team.add_argument("login")
    team.add_argument("codes", nargs="*", metavar="TEAM", help="none: in no team, free to do all")


def _teams(actions: Any) -> None:
    add = _command(actions, "add", "Add a team.", "crews:add_team")
    add.add_argument("code")
    add.add_argument("--zones", nargs="+", default=(), metavar="ZONE", help="all if not given")
    add.add_argument("--work", nargs="+", default=(), metavar="KEY", help="such as PICK COUNT")
    _command(actions, "list", "Show the teams.", "crews:list_teams")


def _stations(actions: Any) -> None:
    add = _command(actions, "add", "Add a station; shows its key.", "people:add_station")
    add.add_argument("code")
    add.add_argument("--kind", default="handheld", help="handheld or bench")
    add.add_argument("--warehouse", default="", metavar="CODE")
    add.add_argument("--key-file", type=Path, metavar="FILE", help=KEY_FILE)
    add.add_argument("--pair", action="store_true", help="show a code that pairs it once, no key")
    about = "Show a code that pairs a station once; its key stays good until then."
    _command(actions, "pair", about, "people:pair_station").add_argument("code")
    about = "Make a station's key void, and sign out whoever works there."
    _command(actions, "revoke", about, "people:revoke_station").add_argument("code")
    about = "Give a station a new key; the old one is void."
    key = _command(actions, "key", about, "people:new_station_key")
    key.add_argument("code")
    key.add_argument("--key-file", type=Path, metavar="FILE", help=KEY_FILE)
    _command(actions, "list", "Show the stations.", "people:list_stations")


def _keys(actions: Any) -> None:
    add = _command(actions, "add", "Add a key; shows it.", "people:add_api_key")
    add.add_argument("name")
    add.add_argument("--merchant", default="", metavar="CODE", help="sees this merchant only")
    add.add_argument("--key-file", type=Path, metavar="FILE", help=KEY_FILE)
    _command(actions, "list", "Show the names of the keys.", "people:list_api_keys")
    about = "Make a key void."
    _command(actions, "revoke", about, "people:revoke_api_key").add_argument("name")


def _waves(commands: Any) -> None:
    actions = _group(commands, "wave", "Plan waves, release them, take them back.")
    plan = _command(actions, "plan", "Plan a wave, and show what it will be.", "waves:plan")
    which = plan.add_mutually_exclusive_group(required=True)
    which.add_argument("--template", metavar="NAME", help="a table [waves.NAME] of the settings")
    which.add_argument("--orders", metavar="O-1,O-2", help="these orders, as far as they can go")
    plan.add_argument("--dry-run", action="store_true", help="show it only")
    release = _command(actions, "release", "Let pickers claim its clusters.", "waves:release")
    release.add_argument("wave", metavar="W-1")
    about = "Take back what nobody has begun."
    _command(actions, "unrelease", about, "waves:unrelease").add_argument("wave", metavar="W-1")
    about = "Dissolve a wave that is not released."
    _command(actions, "cancel", about, "waves:cancel").add_argument("wave", metavar="W-1")
    shown = _command(actions, "list", "Show the waves, or the clusters of one.", "waves:show")
    shown.add_argument("wave", nargs="?", default="", metavar="W-1")
    about = "Say why an order is not in a wave, in one sentence."
    why = _command(actions, "why", about, "waves:why")
    why.add_argument("order", metavar="O-1")
    why.add_argument("wave", nargs="?", default="", metavar="W-1", help="or a template's name")
    for command in (plan, shown):
        command.add_argument("--warehouse", default="", metavar="CODE")
    clusters = _group(commands, "cluster", "Manage the walks of pickers.")
    give = _command(clusters, "reassign", "Give a cluster to somebody else.", "waves:reassign")
    give.add_argument("cluster", metavar="C-1")
    to = give.add_mutually_exclusive_group(required=True)
    to.add_argument("--to", default="", metavar="LOGIN")
    to.add_argument("--to-pool", action="store_true", help="to whoever asks for work next")
    orders = _group(commands, "order", "Manage orders.")
    about = "Put an order before all others, into running work if a cart has room."
    _command(orders, "urgent", about, "waves:urgent").add_argument("order", metavar="O-1")


def _unknown(commands: Any) -> None:
    about = "Name what came with a code that nobody knew."
    actions = _group(commands, "unknown", about)
    _command(actions, "list", "Show what waits to be named.", "unknown:list_unknown")
    about = "Say which item it is: its code is known from then on, the goods are received."
    resolve = _command(actions, "resolve", about, "unknown:resolve")
    resolve.add_argument("id", type=_whole, metavar="ID")
    resolve.add_argument("--sku", required=True)
    resolve.add_argument("--merchant", default="", metavar="CODE", help="whose item it is")
    each = "pieces that one code stands for (1)"
    resolve.add_argument("--pieces", type=_between(1, 1_000_000), default=1, help=each)
    resolve.add_argument("--lot", default="", help="if the item has lots and the code names none")
    resolve.add_argument("--expires", type=_day, metavar="DATE", help="such as 2027-01-31")
    about = "End it without an item: it is none of ours."
    drop = _command(actions, "drop", about, "unknown:drop")
    drop.add_argument("id", type=_whole, metavar="ID")
    drop.add_argument("--reason", required=True)


def _counts(commands: Any) -> None:
    actions = _group(commands, "count", "Plan counts.")
    about = "Ask for counts of bins, those not counted longest first. Doing it again is harmless."
    plan = _command(actions, "plan", about, "counts:plan_counts")
    plan.add_argument("--zone", nargs="+", default=(), metavar="ZONE")
    plan.add_argument("--bins", nargs="+", default=(), metavar="CODE")
    plan.add_argument(
        "--class",
        dest="classes",
        nargs="+",
        default=(),
        choices=("A", "B", "C"),
        metavar="A|B|C",
        help="of the goods in them, by picks of the last 90 days",
    )
    plan.add_argument(
        "--days-since", type=_between(0, 36_500), metavar="N", help="days not counted"
    )
    plan.add_argument("--at-most", type=_between(1, 1_000_000), metavar="N", help="so many bins")
    plan.add_argument("--warehouse", default="", metavar="CODE")
    about = "Put the books of a bin right without a count; every piece is on the ledger."
    adjust = _command(commands, "adjust", about, "counts:adjust")
    adjust.add_argument("bin")
    adjust.add_argument("sku", help="or GTIN")
    adjust.add_argument("pieces", help="+2 when there are two more, -2 when there are two fewer")
    adjust.add_argument("--reason", required=True, help="FOUND, LOST, BROKEN, MIXED UP or SLIP")
    adjust.add_argument("--lot", default="")
    adjust.add_argument("--by", default="", metavar="LOGIN", help="the supervisor who says so")


def _proof(commands: Any) -> None:
    about = "Compare the stock with its ledger; exit code 1 if they differ."
    audit = _command(commands, "audit", about, "proof:prove")
    audit.add_argument("--json", action="store_true")
    about = "Rebuild the stock from its ledger, as it was after a move."
    replay = _command(commands, "replay", about, "proof:replay")
    replay.add_argument("--to", type=_whole, metavar="N", help="the move's number; the last if not")
    replay.add_argument("--json", action="store_true")
    about = "Show what happened after a cursor, a JSON object a line; none is ever missed."
    feed = _command(commands, "feed", about, "feed:feed")
    feed.add_argument("what", choices=("moves", "shipments"))
    feed.add_argument("--after", default="", metavar="CURSOR", help="of the last row that was read")
    feed.add_argument("--limit", type=_between(1, 10_000), default=1000, metavar="N")


def _demo(commands: Any) -> None:
    about = "Run a warehouse with simulated people, from orders to parcels."
    demo = _command(commands, "demo", about, "demo:demo")
    many = "how many (20), or all that --data has"
    demo.add_argument("--orders", type=_count_or_all, default=20, metavar="N", help=many)
    demo.add_argument("--data", type=Path, metavar="DIR", help="real orders: the tables of Olist")
    demo.add_argument(
        "--seed", type=_between(0, 10**15), default=7, metavar="S", help="which day is played (7)"
    )
    for name, (least, usual) in CREW.items():
        number = _between(least, MOST_PEOPLE)
        about = f"how many {name} ({usual})"
        demo.add_argument(f"--{name}", type=number, default=usual, metavar="N", help=about)
    demo.add_argument("--exit", action="store_true", help="end when all is shipped")
    demo.add_argument("--json", type=Path, metavar="FILE", help="write what was measured")
    demo.add_argument("--port", type=_between(0, 65_535), default=0, help="a free one if not given")
    where = "folder of all that is made, kept; a new one in the temporary folder if not given"
    demo.add_argument("--run", dest="run_dir", type=Path, metavar="DIR", help=where)
    none = argparse.SUPPRESS
    demo.add_argument("--database", default=none, metavar="URL", help="an empty one (SQLite)")


def _count_or_all(text: str) -> int:
    return ALL if text == "all" else _between(1, 100_000)(text)


def _whole(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 16):
        raise argparse.ArgumentTypeError(f"{text!r} is no whole number of digits 0 to 9")
    return int(text)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no date such as 2027-01-31") from None


def _between(least: int, most: int) -> Callable[[str], int]:
    """Return what reads a whole number from `least` to `most`."""

    def number(text: str) -> int:
        if not least <= _whole(text) <= most:
            raise argparse.ArgumentTypeError(f"{text} is out of range: {least} to {most}")
        return int(text)

    return number


def _source(text: str) -> str:
    if not text.isprintable() or not 1 <= len(text) <= 32:
        raise argparse.ArgumentTypeError("a source has 1 to 32 printable characters")
    return text
