"""What organisations have to share."""
