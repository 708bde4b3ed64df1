"""Operator workflows, one a file: what the screens ask and which verbs they call."""
