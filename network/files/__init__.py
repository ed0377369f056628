"""Uploaded files, kept in the database."""
