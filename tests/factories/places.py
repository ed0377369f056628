"""Places for tests: they are in every database already."""

from __future__ import annotations

from network.places.models import Locality
from network.places.queries import get_locality


def place(label: str) -> Locality:
    """The locality written « 5000 Namur »."""
    postal_code, name = label.split(" ", 1)
    return get_locality(postal_code, name)
