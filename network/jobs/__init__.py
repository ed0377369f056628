"""Background work: submitted in the request's transaction, done by a worker."""
