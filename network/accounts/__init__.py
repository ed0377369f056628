"""People: who logs in, how they are told things, and their own data."""
