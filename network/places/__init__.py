"""Localities and areas of Belgium."""
