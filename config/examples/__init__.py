"""Files to begin with: a small layout, items, deliveries and orders that can be imported."""
