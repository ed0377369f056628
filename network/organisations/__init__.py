"""Organisations, their membership of federations, and the people who act for them."""
