"""Orders as shop systems write them, one module a system, each with its table of fields."""
