"""What changed, for other systems: written with each change, read on from a cursor."""
