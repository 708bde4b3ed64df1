"""wms demo."""

from __future__ import annotations

import argparse
import importlib


def demo(args: argparse.Namespace) -> int:
    """Run the demo."""
    return int(importlib.import_module("wms.demo").main(args))
