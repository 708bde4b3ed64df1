"""The server side of a station: events in, screens out."""
