"""Data of the demonstration: invented organisations and people at real places, believable and always the same."""
