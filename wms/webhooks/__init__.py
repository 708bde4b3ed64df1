"""Bring changes to other systems: subscriptions, deliveries in order, dead letters."""
