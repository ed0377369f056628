"""What organisations did together and when, and how well they know each other for it."""
