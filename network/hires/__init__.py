"""Demands of a few half-days, grouped into shared posts."""
