"""Stored solves: inputs, progress, result, replay."""
