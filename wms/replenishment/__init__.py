"""Replenishment: goods are brought to the faces that people pick from, before they are missed."""
