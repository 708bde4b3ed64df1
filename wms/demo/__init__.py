"""A whole warehouse on this machine: real processes, simulated people, real stock ledger."""

from wms.demo.run import main

__all__ = ["main"]
