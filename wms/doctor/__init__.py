"""Look whether a site is well: checks that each say one thing, and what to do where it is not."""
