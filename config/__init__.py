"""Settings and example layouts, shipped with the package."""
