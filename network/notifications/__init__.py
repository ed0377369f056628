"""One notice per event and recipient; e-mail through the outbox."""
