"""`python -m wms.cli` is the command `wms`."""

from __future__ import annotations

import sys

from wms.cli import main

sys.exit(main())
