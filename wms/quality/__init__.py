"""Quality: which picked orders are looked at before packing, and what was found in them."""
