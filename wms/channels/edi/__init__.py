"""EDI: X12 interchanges as segments, their envelopes, and the transaction sets read here."""
