"""Dossiers that answer a call: deposited, judged by its jury, chosen under its envelope; and its public results."""
