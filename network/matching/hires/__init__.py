"""Fractional demands become shared posts: who shares a post, who is its host, and its week.

The model, the method and its sources are in `docs/models/hires.md`.
"""
