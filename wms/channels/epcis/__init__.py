"""What happened, as EPCIS 2.0 events: made from the ledger, so that they agree with it."""
