"""Other systems: what they may tell us (items, deliveries, orders) and what they may see."""
