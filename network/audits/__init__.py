"""Reciprocal audits: grids, campaigns, pairs, visits, what both sides saw, the reply and the action plan."""
