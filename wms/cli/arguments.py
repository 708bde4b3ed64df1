"""What may be written on the command line. Imports nothing of the warehouse: help is quick."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from wms.cli import floor, operation
from wms.cli.words import between, command, count_or_all, group, source, whole

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
In JSON, a document may also be one object with its lines in "lines", as the API takes it.
Orders of shops and partners: --format shopify, woocommerce, magento or x12-940, --merchant CODE;
wms import mappings FORMAT shows what of them goes where. What wms export wrote can be imported."""
FORMATS = ("csv", "jsonl", "json", "shopify", "woocommerce", "magento", "x12-940")
EXPORTS = (
    *("items", "stock", "faces", "locations", "orders", "asns", "shipments", "rmas", "returns"),
    *("moves", "counts", "notes"),
)
LABEL_KINDS = ("bins", "totes", "cartons", "stations", "items", "commands")
KEY_FILE = "instead of showing the key"
MOST = {"aisles": 1000, "bays": 1000, "levels": 100}
CREW = {"receivers": (1, 2), "pickers": (1, 4), "counters": (0, 1), "checkers": (1, 1)}
CREW |= {"packers": (1, 2)}
"""How many there must be at least in the demo's crew, and how many there are if not said."""

MOST_PEOPLE = 50


def parser() -> argparse.ArgumentParser:
    """Return the parser of all commands; `args.run` names the function, as module:function."""
    top = argparse.ArgumentParser("wms", description=ABOUT, epilog=SETTINGS)
    top.add_argument("--database", metavar="URL", help="instead of WMS_DATABASE_URL")
    commands = top.add_subparsers(required=True, metavar="COMMAND")
    _site(commands)
    _files(commands)
    floor.manifests(commands)
    _people(commands)
    floor.waves(commands)
    floor.unknown(commands)
    floor.counts(commands)
    floor.webhooks(commands)
    _proof(commands)
    operation.keeping(commands)
    _demo(commands)
    return top


def _site(commands: Any) -> None:
    init = command(commands, "init", "Make the database and lay out a warehouse.", "site:init")
    init.add_argument("--layout", type=Path, metavar="FILE.toml", help="instead of the example")
    for name, most in MOST.items():
        about = f"instead of the plan's {name}: 1 to {most}"
        init.add_argument(f"--{name}", type=between(1, most), metavar="N", help=about)
    command(commands, "migrate", "Bring the database to the newest form.", "site:migrate")
    operation.running(commands)
    about = "Promise stock to orders and release their picks, now."
    allocate = command(commands, "allocate", about, "work:allocate")
    allocate.add_argument("--warehouse", default="", metavar="CODE")


def _files(commands: Any) -> None:
    about = "Import a file: .csv, .jsonl or .json. Doing it again is harmless.\n\n" + COLUMNS
    take = command(commands, "import", about, "take:take")
    take.add_argument("kind", choices=("items", "asns", "orders", "faces", "rmas", "mappings"))
    take.add_argument("file", type=Path, help="for mappings: shopify and so on, or all")
    take.add_argument("--format", default="", choices=FORMATS, help="if the name does not say it")
    about = "whose orders they are, in a foreign format"
    take.add_argument("--merchant", default="", metavar="CODE", help=about)
    take.add_argument("--source", default="import", type=source, help="who says so (import)")
    about = "change orders that are known with other content"
    take.add_argument("--change", action="store_true", help=about)
    take.add_argument("--rejects", type=Path, metavar="FILE.csv", help="write what was rejected")
    _exports(commands)
    labels = command(commands, "labels", "Draw labels to be printed.", "labels:labels")
    labels.add_argument("kind", choices=LABEL_KINDS)
    labels.add_argument("--out", type=Path, required=True, metavar="DIR")
    labels.add_argument("--png", action="store_true", help="a picture each, instead of one PDF")
    only = "these codes only; items by SKU, MERCHANT/SKU or GTIN"
    labels.add_argument("--only", nargs="+", default=(), metavar="CODE", help=only)


def _exports(commands: Any) -> None:
    about = "Write all that a merchant or the site owns, row by row; columns shows what is in it."
    export = command(commands, "export", about, "export:export")
    export.add_argument("kind", choices=(*EXPORTS, "columns"))
    forms = ("csv", "jsonl", "epcis", "epcis-lines")
    about = "epcis: the moves as EPCIS 2.0 events, one document or a line each"
    export.add_argument("--format", default="csv", choices=forms, help=about)
    export.add_argument("--merchant", default="", metavar="CODE", help="its rows only")
    export.add_argument("--since", default="", metavar="TIME", help="date, or time with its offset")
    export.add_argument("--out", type=Path, metavar="FILE", help="instead of showing it")


def _people(commands: Any) -> None:
    _users(group(commands, "user", "Manage workers and their badges."))
    _stations(group(commands, "station", "Manage stations and their keys."))
    _teams(group(commands, "team", "Manage teams and what they are limited to."))
    _keys(group(commands, "api-key", "Manage keys of other systems."))


def _users(actions: Any) -> None:
    add = command(actions, "add", "Add a worker; shows the badge's code.", "people:add_user")
    add.add_argument("login")
    add.add_argument("--name", default="")
    add.add_argument("--role", default="worker", help="worker, supervisor or admin")
    add.add_argument("--language", default="en", help="en, pl, pt or be")
    add.add_argument("--pin", default="", help="needed by supervisors and admins")
    add.add_argument("--label", type=Path, metavar="FILE.pdf", help="write the badge")
    about = "Give a worker a new badge; the old one is void."
    badge = command(actions, "badge", about, "people:new_badge")
    badge.add_argument("login")
    badge.add_argument("--label", type=Path, metavar="FILE.pdf", help="write the badge")
    command(actions, "list", "Show the workers.", "people:list_users")
    about = "Let a worker sign in no more, and sign them out."
    disable = command(actions, "disable", about, "people:disable_user", aliases=["deactivate"])
    disable.add_argument("login")
    about = "Let a disabled worker sign in again."
    command(actions, "enable", about, "people:enable_user").add_argument("login")
    about = "Give a worker a password for the office pages; they are signed out there."
    password = command(actions, "password", about, "passwords:set_password")
    password.add_argument("login")
    password.add_argument("--generate", action="store_true", help="make one and show it")
    password.add_argument("--none", action="store_true", help="close the office pages to them")
    team = command(actions, "team", "Put a worker into teams.", "crews:put_in_teams")
    team.add_argument("login")
    team.add_argument("codes", nargs="*", metavar="TEAM", help="none: in no team, free to do all")


def _teams(actions: Any) -> None:
    add = command(actions, "add", "Add a team.", "crews:add_team")
    add.add_argument("code")
    add.add_argument("--zones", nargs="+", default=(), metavar="ZONE", help="all if not given")
    add.add_argument("--work", nargs="+", default=(), metavar="KEY", help="such as PICK COUNT")
    command(actions, "list", "Show the teams.", "crews:list_teams")


def _stations(actions: Any) -> None:
    add = command(actions, "add", "Add a station; shows its key.", "people:add_station")
    add.add_argument("code")
    add.add_argument("--kind", default="handheld", help="handheld or bench")
    add.add_argument("--warehouse", default="", metavar="CODE")
    add.add_argument("--key-file", type=Path, metavar="FILE", help=KEY_FILE)
    add.add_argument("--pair", action="store_true", help="show a code that pairs it once, no key")
    about = "Show a code that pairs a station once; its key stays good until then."
    command(actions, "pair", about, "people:pair_station").add_argument("code")
    about = "Make a station's key void, and sign out whoever works there."
    command(actions, "revoke", about, "people:revoke_station").add_argument("code")
    about = "Give a station a new key; the old one is void."
    key = command(actions, "key", about, "people:new_station_key")
    key.add_argument("code")
    key.add_argument("--key-file", type=Path, metavar="FILE", help=KEY_FILE)
    command(actions, "list", "Show the stations.", "people:list_stations")


def _keys(actions: Any) -> None:
    add = command(actions, "add", "Add a key; shows it.", "people:add_api_key")
    add.add_argument("name")
    add.add_argument("--merchant", default="", metavar="CODE", help="sees this merchant only")
    roles = "reader, shop, carrier, erp or admin (all, unless you say)"
    add.add_argument("--role", default="admin", metavar="ROLE", help=roles)
    scopes = "only this, such as orders:read; may be given several times, in place of a role"
    add.add_argument("--scope", action="append", default=[], metavar="SCOPE", help=scopes)
    add.add_argument("--key-file", type=Path, metavar="FILE", help=KEY_FILE)
    command(actions, "list", "Show the names of the keys.", "people:list_api_keys")
    about = "Make a key void."
    command(actions, "revoke", about, "people:revoke_api_key").add_argument("name")


def _proof(commands: Any) -> None:
    about = "Compare the stock with its ledger; exit code 1 if they differ."
    audit = command(commands, "audit", about, "proof:prove")
    audit.add_argument("--json", action="store_true")
    about = "Rebuild the stock from its ledger, as it was after a move."
    replay = command(commands, "replay", about, "proof:replay")
    replay.add_argument("--to", type=whole, metavar="N", help="the move's number; the last if not")
    replay.add_argument("--json", action="store_true")
    about = "Show what happened after a cursor, a JSON object a line; none is ever missed."
    feed = command(commands, "feed", about, "feed:feed")
    feed.add_argument("what", choices=("moves", "shipments", "changes"))
    feed.add_argument("--after", default="", metavar="CURSOR", help="of the last row that was read")
    feed.add_argument("--limit", type=between(1, 10_000), default=1000, metavar="N")


def _demo(commands: Any) -> None:
    about = "Run a warehouse with simulated people, from orders to parcels."
    demo = command(commands, "demo", about, "demo:demo")
    many = "how many (20), or all that --data has"
    demo.add_argument("--orders", type=count_or_all, default=20, metavar="N", help=many)
    demo.add_argument("--data", type=Path, metavar="DIR", help="real orders: the tables of Olist")
    demo.add_argument(
        "--seed", type=between(0, 10**15), default=7, metavar="S", help="which day is played (7)"
    )
    for name, (least, usual) in CREW.items():
        number = between(least, MOST_PEOPLE)
        about = f"how many {name} ({usual})"
        demo.add_argument(f"--{name}", type=number, default=usual, metavar="N", help=about)
    demo.add_argument("--exit", action="store_true", help="end when all is shipped")
    demo.add_argument("--json", type=Path, metavar="FILE", help="write what was measured")
    demo.add_argument("--port", type=between(0, 65_535), default=0, help="a free one if not given")
    where = "folder of all that is made, kept; a new one in the temporary folder if not given"
    demo.add_argument("--run", dest="run_dir", type=Path, metavar="DIR", help=where)
    none = argparse.SUPPRESS
    demo.add_argument("--database", default=none, metavar="URL", help="an empty one (SQLite)")
