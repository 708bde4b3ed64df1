"""Keep the whole site in one file, and bring it back with a proof that nothing is missing."""
