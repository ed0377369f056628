"""Calls for projects and the projects that answer them."""
