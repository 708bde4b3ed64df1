"""Counts: who is asked to count which bin, what was found, how the ledger is put right."""
