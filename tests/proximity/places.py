"""Places for tests of the graph."""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import strategies as st


@dataclass(frozen=True)
class Place:
    """A point in degrees."""

    lat: float
    lon: float


NAMUR = Place(50.4674, 4.8720)
ANDENNE = Place(50.4893, 5.0954)
HUY = Place(50.5195, 5.2390)
CHARLEROI = Place(50.4108, 4.4446)
ARLON = Place(49.6833, 5.8167)

degrees = st.builds(Place, st.floats(-90, 90), st.floats(-180, 180))
in_belgium = st.builds(Place, st.floats(49.5, 51.5), st.floats(2.5, 6.4))
# a few kilometres across, so that many are within reach of each other, and some at the same point
in_a_town = st.builds(Place, st.floats(50.45, 50.49), st.floats(4.84, 4.9)) | st.just(NAMUR)
# the corners where a sphere is not a plane
far_corners = st.sampled_from(
    [Place(90, 0), Place(-90, 0), Place(90, 120), Place(0, 180), Place(0, -180), Place(0, 0), Place(0.0001, 179.9999)]
)


def some(places: st.SearchStrategy[Place], most: int = 30) -> st.SearchStrategy[dict[str, Place]]:
    """Up to `most` named places."""
    return st.lists(places, max_size=most).map(lambda found: {f"o{number}": at for number, at in enumerate(found)})
