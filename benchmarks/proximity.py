"""A network of 100,000 organisations and a million pairs of neighbours, as a NetworkX graph: ours and how others do it.

    python benchmarks/proximity.py [--places 100000] [--degree 20]

Each way is timed in a process of its own, from places (in the form that it takes) to graph: seconds on the clock,
seconds of the processor (what counts on a busy machine), the most memory ever resident. Imports are not counted in
the seconds; in the memory they are. A reach of ours is to the whole metre, hence a few more edges. scikit-learn and
libpysal take part where they are installed; they are no dependencies of ours.
"""

from __future__ import annotations

import argparse
import importlib
import importlib.util
import json
import math
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import networkx as nx  # noqa: E402
import numpy as np  # noqa: E402
from scipy.spatial import cKDTree  # noqa: E402

from network.distance import EARTH_RADIUS_KM  # noqa: E402
from network.proximity.graph import ProximityGraph, build_graph  # noqa: E402

BOX = ((49.5, 51.5), (2.5, 6.4))  # degrees: Belgium and a little more
BOX_KM2 = 222 * 275
CHANGES = 200


@dataclass(frozen=True, slots=True)
class Place:
    """A point in degrees."""

    lat: float
    lon: float


def degrees(count: int) -> np.ndarray[Any, np.dtype[np.float64]]:
    """So many places drawn evenly over the box, one (lat, lon) a row."""
    low, high = zip(*BOX, strict=True)
    return np.random.default_rng(0).uniform(low, high, (count, 2))


def reach(count: int, degree: int) -> float:
    """The kilometres within which a place has so many neighbours on average."""
    return math.sqrt(degree * BOX_KM2 / count / math.pi)


def vectors(places: Any) -> Any:
    """Places on the unit sphere."""
    lat, lon = np.radians(places).T
    return np.column_stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)])


def chord(km: float) -> float:
    """The straight line through the unit sphere between two places so many kilometres apart."""
    return 2 * math.sin(km / EARTH_RADIUS_KM / 2)


def ours(places: Any, km: float) -> ProximityGraph:
    """`network.proximity`: whole metres on every edge."""
    return build_graph(places, {}, within_km=km)


def kd_tree_and_add_weighted_edges(places: Any, km: float) -> nx.Graph:
    """SciPy's k-d tree on unit vectors, then NetworkX's own way in."""
    at = vectors(places)
    first, second = cKDTree(at).query_pairs(chord(km), output_type="ndarray").T
    apart = 2 * EARTH_RADIUS_KM * np.arcsin(np.linalg.norm(at[first] - at[second], axis=1) / 2)
    graph = nx.empty_graph(len(places))
    graph.add_weighted_edges_from(zip(first.tolist(), second.tolist(), apart.tolist(), strict=True))
    return graph


def networkx_geometric_edges(places: Any, km: float) -> nx.Graph:
    """NetworkX's function for it, on unit vectors: no distances on the edges."""
    graph = nx.Graph()
    graph.add_nodes_from((row, {"pos": tuple(at)}) for row, at in enumerate(vectors(places).tolist()))
    graph.add_edges_from(nx.geometric_edges(graph, chord(km)))
    return graph


def sklearn_ball_tree(places: Any, km: float) -> nx.Graph:
    """scikit-learn's ball tree with its haversine metric."""
    angles = np.radians(places)
    tree = importlib.import_module("sklearn.neighbors").BallTree(angles, metric="haversine")
    found, apart = tree.query_radius(angles, km / EARTH_RADIUS_KM, return_distance=True)
    graph = nx.empty_graph(len(places))
    for row, (others, distances) in enumerate(zip(found, apart, strict=True)):
        later = others > row
        graph.add_weighted_edges_from(
            (row, other, distance)
            for other, distance in zip(
                others[later].tolist(), (EARTH_RADIUS_KM * distances[later]).tolist(), strict=True
            )
        )
    return graph


def libpysal_distance_band(places: Any, km: float) -> nx.Graph:
    """libpysal's distance band over arcs, turned into a NetworkX graph."""
    libpysal = importlib.import_module("libpysal")
    tree = libpysal.cg.KDTree(places[:, ::-1], distance_metric="Arc", radius=EARTH_RADIUS_KM)
    band = libpysal.weights.DistanceBand(tree, km, binary=False, alpha=1.0, silence_warnings=True)
    return band.to_networkx().to_undirected()


WAYS: dict[str, tuple[Callable[[Any, float], Any], str]] = {
    "network.proximity": (ours, "numpy"),
    "cKDTree, add_weighted_edges_from": (kd_tree_and_add_weighted_edges, "numpy"),
    "networkx geometric_edges": (networkx_geometric_edges, "numpy"),
    "scikit-learn BallTree": (sklearn_ball_tree, "sklearn"),
    "libpysal DistanceBand": (libpysal_distance_band, "libpysal"),
}


def measure(name: str, count: int, degree: int) -> dict[str, Any]:
    """Build the graph one way, here and now."""
    at, km = degrees(count), reach(count, degree)
    build, library = WAYS[name]
    places = {row: Place(*point) for row, point in enumerate(at.tolist())} if build is ours else at
    importlib.import_module(library)
    wall, processor = time.perf_counter(), time.process_time()
    built = build(places, km)
    figures: dict[str, Any] = {"seconds": time.perf_counter() - wall, "processor": time.process_time() - processor}
    figures["peak_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    if isinstance(built, ProximityGraph):
        figures |= changes(built)
        built = built.network
    return figures | {"edges": built.number_of_edges()}


def changes(graph: ProximityGraph) -> dict[str, float]:
    """Milliseconds (median and most) to move one organisation elsewhere, and to take it out and add it again."""
    nodes = np.random.default_rng(1).integers(len(graph.network), size=CHANGES).tolist()
    moved, added = [], []
    for node, other in zip(nodes, reversed(nodes), strict=True):
        place = graph.index.place(other)
        start = time.perf_counter()
        graph.move(node, place)
        moved.append(time.perf_counter() - start)
        graph.remove(node)
        start = time.perf_counter()
        graph.add(node, place)
        added.append(time.perf_counter() - start)
    figures = {"move": moved, "add": added}
    return {f"{name}_{what.__name__}": 1000 * what(times) for name, times in figures.items() for what in (median, max)}


def main() -> None:
    """Every way in turn, and the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--places", type=int, default=100_000)
    parser.add_argument("--degree", type=int, default=20, help="neighbours of a place, on average")
    parser.add_argument("--way", choices=WAYS, help="this one alone, as JSON")
    asked = parser.parse_args()
    if asked.way:
        print(json.dumps(measure(asked.way, asked.places, asked.degree)))
        return
    print(f"{asked.places} places, {reach(asked.places, asked.degree):.2f} km")
    print(f"{'':34} {'edges':>9} {'seconds':>8} {'processor':>9} {'peak MB':>8}")
    for name, (_, library) in WAYS.items():
        if importlib.util.find_spec(library) is None:
            print(f"{name:34} not installed")
            continue
        options = ["--places", str(asked.places), "--degree", str(asked.degree), "--way", name]
        told = subprocess.run([sys.executable, __file__, *options], capture_output=True, text=True, check=True).stdout
        row = json.loads(told)
        print(f"{name:34} {row['edges']:9} {row['seconds']:8.2f} {row['processor']:9.2f} {row['peak_mb']:8.0f}")
        if "move_median" in row:
            print(f"  one moved: {row['move_median']:.2f} ms (most {row['move_max']:.2f})")
            print(f"  one added: {row['add_median']:.2f} ms (most {row['add_max']:.2f})")


if __name__ == "__main__":
    main()
