"""A shop's and ERP's own software, written from the API's documentation alone: it imports nothing
of the system that it talks to."""
