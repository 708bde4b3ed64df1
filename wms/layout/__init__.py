"""Warehouses and their locations, with coordinates."""
