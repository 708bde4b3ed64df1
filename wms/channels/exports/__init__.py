"""All that a merchant or the site owns, as flat rows: one module for what belongs together."""
