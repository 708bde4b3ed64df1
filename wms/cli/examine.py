"""wms doctor."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict

from wms.clock import utc_now
from wms.doctor.check import worst
from wms.doctor.examine import examine


def doctor(args: argparse.Namespace) -> int:
    """Print the checks; 0 when all is well, 1 with a warning, 2 with a fault."""
    made = []
    for check in examine(at=utc_now(), whole_audit=args.audit, url=args.url):
        made.append(check)
        if not args.json:
            remedy = f". {check.remedy}" if check.remedy else ""
            print(f"{check.level:8}{check.name:13}{check.said}{remedy}", flush=True)
    if args.json:
        print(json.dumps([asdict(check) for check in made], indent=1))
    return worst(made)
