"""Groupements: composed, invited, agreed, confirmed."""
