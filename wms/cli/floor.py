"""What may be written on the command line about the work on the floor."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from wms.cli.words import between, command, day, group, whole


def manifests(commands: Any) -> None:
    actions = group(commands, "manifest", "Look at manifests, close one out, print it.")
    about = "Show the manifests."
    shown = command(actions, "list", about, "manifests:list_manifests")
    shown.add_argument("--warehouse", default="", metavar="CODE")
    about = "Close the open manifest of a carrier; what comes later goes onto the next."
    close = command(actions, "close", about, "manifests:close_manifest")
    close.add_argument("carrier")
    close.add_argument("--warehouse", default="", metavar="CODE")
    printed = command(actions, "print", "Write a manifest.", "manifests:print_manifest")
    printed.add_argument("reference")
    printed.add_argument("--out", type=Path, required=True, metavar="FILE.pdf")


def waves(commands: Any) -> None:
    actions = group(commands, "wave", "Plan waves, release them, take them back.")
    plan = command(actions, "plan", "Plan a wave, and show what it will be.", "waves:plan")
    which = plan.add_mutually_exclusive_group(required=True)
    which.add_argument("--template", metavar="NAME", help="a table [waves.NAME] of the settings")
    which.add_argument("--orders", metavar="O-1,O-2", help="these orders, as far as they can go")
    plan.add_argument("--dry-run", action="store_true", help="show it only")
    release = command(actions, "release", "Let pickers claim its clusters.", "waves:release")
    release.add_argument("wave", metavar="W-1")
    about = "Take back what nobody has begun."
    command(actions, "unrelease", about, "waves:unrelease").add_argument("wave", metavar="W-1")
    about = "Dissolve a wave that is not released."
    command(actions, "cancel", about, "waves:cancel").add_argument("wave", metavar="W-1")
    shown = command(actions, "list", "Show the waves, or the clusters of one.", "waves:show")
    shown.add_argument("wave", nargs="?", default="", metavar="W-1")
    about = "Say why an order is not in a wave, in one sentence."
    why = command(actions, "why", about, "waves:why")
    why.add_argument("order", metavar="O-1")
    why.add_argument("wave", nargs="?", default="", metavar="W-1", help="or a template's name")
    for each in (plan, shown):
        each.add_argument("--warehouse", default="", metavar="CODE")
    clusters = group(commands, "cluster", "Manage the walks of pickers.")
    give = command(clusters, "reassign", "Give a cluster to somebody else.", "waves:reassign")
    give.add_argument("cluster", metavar="C-1")
    to = give.add_mutually_exclusive_group(required=True)
    to.add_argument("--to", default="", metavar="LOGIN")
    to.add_argument("--to-pool", action="store_true", help="to whoever asks for work next")
    orders = group(commands, "order", "Manage orders.")
    about = "Put an order before all others, into running work if a cart has room."
    command(orders, "urgent", about, "waves:urgent").add_argument("order", metavar="O-1")


def unknown(commands: Any) -> None:
    about = "Name what came with a code that nobody knew."
    actions = group(commands, "unknown", about)
    command(actions, "list", "Show what waits to be named.", "unknown:list_unknown")
    about = "Say which item it is: its code is known from then on, the goods are received."
    resolve = command(actions, "resolve", about, "unknown:resolve")
    resolve.add_argument("id", type=whole, metavar="ID")
    resolve.add_argument("--sku", required=True)
    resolve.add_argument("--merchant", default="", metavar="CODE", help="whose item it is")
    each = "pieces that one code stands for (1)"
    resolve.add_argument("--pieces", type=between(1, 1_000_000), default=1, help=each)
    resolve.add_argument("--lot", default="", help="if the item has lots and the code names none")
    resolve.add_argument("--expires", type=day, metavar="DATE", help="such as 2027-01-31")
    about = "End it without an item: it is none of ours."
    drop = command(actions, "drop", about, "unknown:drop")
    drop.add_argument("id", type=whole, metavar="ID")
    drop.add_argument("--reason", required=True)


def counts(commands: Any) -> None:
    actions = group(commands, "count", "Plan counts.")
    about = "Ask for counts of bins, those not counted longest first. Doing it again is harmless."
    plan = command(actions, "plan", about, "counts:plan_counts")
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
    plan.add_argument("--days-since", type=between(0, 36_500), metavar="N", help="days not counted")
    plan.add_argument("--at-most", type=between(1, 1_000_000), metavar="N", help="so many bins")
    plan.add_argument("--warehouse", default="", metavar="CODE")
    about = "Put the books of a bin right without a count; every piece is on the ledger."
    adjust = command(commands, "adjust", about, "counts:adjust")
    adjust.add_argument("bin")
    adjust.add_argument("sku", help="or GTIN")
    adjust.add_argument("pieces", help="+2 when there are two more, -2 when there are two fewer")
    adjust.add_argument("--reason", required=True, help="FOUND, LOST, BROKEN, MIXED UP or SLIP")
    adjust.add_argument("--lot", default="")
    adjust.add_argument("--by", default="", metavar="LOGIN", help="the supervisor who says so")


def webhooks(commands: Any) -> None:
    actions = group(commands, "webhook", "Post changes to other systems.")
    add = command(actions, "add", "Add a webhook; shows its secret.", "webhooks:add")
    add.add_argument("url", help="https://...")
    every = "order.shipped, or order.*; all if not given"
    add.add_argument("--types", nargs="+", default=(), metavar="TYPE", help=every)
    add.add_argument("--merchant", default="", metavar="CODE", help="this merchant's only")
    add.add_argument("--note", default="")
    about = "all that ever changed, not only from now on"
    add.add_argument("--from-beginning", action="store_true", help=about)
    add.add_argument(
        "--secret-file", type=Path, metavar="FILE", help="instead of showing the secret"
    )
    command(actions, "list", "Show the webhooks.", "webhooks:show")
    stop = command(actions, "stop", "Let a webhook rest where it is.", "webhooks:stop")
    start = command(actions, "start", "Let it go on from there.", "webhooks:start")
    about = "Take it away, with its dead letters."
    delete = command(actions, "delete", about, "webhooks:delete")
    for each in (stop, start, delete):
        each.add_argument("webhook", type=whole, metavar="N")
    dead = command(actions, "dead", "Show what receivers did not take.", "webhooks:dead")
    dead.add_argument("webhook", nargs="?", type=whole, default=0, metavar="N")
    about = "Send dead letters once more."
    retry = command(actions, "retry", about, "webhooks:retry")
    which = retry.add_mutually_exclusive_group(required=True)
    which.add_argument("letter", nargs="?", type=whole, metavar="ID")
    which.add_argument("--all", type=whole, metavar="N", dest="webhook", help="all of webhook N")
