"""Five first steps in a network of 10,000 organisations at localities of Belgium: seconds of the processor.

    python benchmarks/first_steps.py [--organisations 10000]

Ties are drawn with a fixed seed: none, between two neighbours, or of all with all who came to a meeting.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from network.places.load import read_localities  # noqa: E402
from network.proximity.first_steps import first_steps  # noqa: E402
from network.proximity.index import PlaceIndex  # noqa: E402

WITHIN_KM = 30
Ties = dict[tuple[int, int], int]


@dataclass(frozen=True, slots=True)
class Place:
    """A point in degrees."""

    lat: float
    lon: float


def meetings(index: PlaceIndex, draw: random.Random, *, held: int, came: int, within_km: float) -> Ties:
    """Meetings to each of which so many came from so far around; all who were at one know each other."""
    ties: Ties = {}
    for _meeting in range(held):
        around = index.rows_around(draw.randrange(len(index.nodes)), within_km).tolist()
        ties |= dict.fromkeys(combinations(sorted(draw.sample(around, min(came, len(around)))), 2), 30)
    return ties


def networks(index: PlaceIndex) -> Iterator[tuple[str, Ties]]:
    """What is measured."""
    draw, count = random.Random(1), len(index.nodes)
    yield "nobody knows anybody", {}
    yield "pairs of neighbours", meetings(index, draw, held=5 * count, came=2, within_km=WITHIN_KM)
    yield "meetings of 20 from 40 km around", meetings(index, draw, held=count // 50, came=20, within_km=40)
    yield "meetings of 40 from anywhere", meetings(index, draw, held=count // 100, came=40, within_km=400)


def main() -> None:
    """Each network in turn."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--organisations", type=int, default=10_000)
    count = parser.parse_args().organisations
    draw = random.Random(0)
    places = [Place(row["lat"], row["lon"]) for row in read_localities()]
    index = PlaceIndex({node: draw.choice(places) for node in range(count)})
    print(f"{count} organisations, {index.count_pairs(WITHIN_KM)} pairs of neighbours")
    print(f"{'':34} {'ties':>7} {'processor':>9} {'clock':>7}  opened by each")
    for name, ties in networks(index):
        clock, processor = time.perf_counter(), time.process_time()
        found = first_steps(index, ties, within_km=WITHIN_KM, count=5)
        processor, clock = time.process_time() - processor, time.perf_counter() - clock
        opened = ", ".join(str(meeting.opens) for meeting in found.meetings)
        print(f"{name:34} {len(ties):7} {processor:9.2f} {clock:7.2f}  {opened}")


if __name__ == "__main__":
    main()
