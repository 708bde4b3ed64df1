"""Picking: clusters of orders on a cart, their totes, their picks, and what goes wrong."""
