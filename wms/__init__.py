"""A warehouse management system: the listing of this folder says what a warehouse does."""
