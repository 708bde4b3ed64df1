"""Numbered changes of the database; each docstring says why."""
