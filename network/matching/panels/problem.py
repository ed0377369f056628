"""The problem of panels: k auditors for each audited organisation, one way."""

from __future__ import annotations

import io
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from network.errors import ProblemError
from network.matching.problem import MOST, Node, triples

if TYPE_CHECKING:
    from collections.abc import Mapping

KIND = "panels"
OBJECTIVES = ("total", "fair")
ARRAYS = {"scores": 2, "max_audits": 1, "auditors_needed": 1}
FORBIDDEN = -1
MOST_BYTES = 2**30

Indices = npt.NDArray[np.int64]


@dataclass(frozen=True, kw_only=True, eq=False)
class Problem:
    """Auditors and audited by number, and the m permitted pairs, sorted by auditor and audited.

    Attributes
    ----------
    max_audits: (auditors) the most audits of each.
    auditors_needed: (audited) how many auditors each gets.
    rows, columns, scores: (m) the auditor, the audited and the score of each permitted pair.
    """

    auditors: tuple[str, ...]
    audited: tuple[str, ...]
    max_audits: Indices
    auditors_needed: Indices
    rows: Indices
    columns: Indices
    scores: Indices
    objective: str = "total"

    def only(self, pairs: Indices) -> Problem:
        """The same with some of the pairs, by number."""
        return replace(self, rows=self.rows[pairs], columns=self.columns[pairs], scores=self.scores[pairs])


def read_problem(data: Any) -> Problem:
    """The problem of parsed JSON data; the format is in `docs/models/panels.md`.

    Raises
    ------
    ProblemError
        At the first place that breaks the format.
    """
    root = Node(data)
    root.object().at("kind").choice((KIND,))
    root.fields("kind", "auditors", "audited", "scores", "objective")
    loads = _read_counts(root.at("auditors"), "max_audits")
    needs = _read_counts(root.at("audited"), "auditors_needed")
    scores = triples(root.at("scores"), loads, needs, "an auditor, an audited and a score")
    auditor, audited = ({name: k for k, name in enumerate(ids)} for ids in (loads, needs))
    pairs = sorted((auditor[a], audited[b], score) for (a, b), score in scores.items())
    table = np.array(pairs, dtype=np.int64).reshape(len(pairs), 3)
    return Problem(
        auditors=tuple(loads),
        audited=tuple(needs),
        max_audits=np.array(list(loads.values()), dtype=np.int64),
        auditors_needed=np.array(list(needs.values()), dtype=np.int64),
        rows=table[:, 0],
        columns=table[:, 1],
        scores=table[:, 2],
        objective=root.at("objective").choice(OBJECTIVES, default="total"),
    )


def _read_counts(node: Node, key: str) -> dict[str, int]:
    """The whole number under a key of each row, by id, sorted."""
    counts: dict[str, int] = {}
    for row in node.items():
        row.fields("id", key)
        name = row.at("id").text()
        if name in counts:
            row.at("id").fail("is given twice")
        counts[name] = row.at(key).whole()
    return dict(sorted(counts.items()))


def read_arrays(raw: bytes, objective: str = "total") -> Problem:
    """The problem of a `.npz` file: `scores` (auditors x audited, -1 is forbidden), `max_audits`, `auditors_needed`.

    Ids are the numbers of rows and columns.

    Raises
    ------
    ProblemError
        If the file is none, or an array is missing, of another shape, not of whole numbers or out of range.
    """
    arrays = _load(raw)
    scores, loads, needs = (_checked(arrays, name, dimensions) for name, dimensions in ARRAYS.items())
    if scores.shape != (len(loads), len(needs)):
        raise ProblemError("scores: must have a row for each of max_audits and a column for each of auditors_needed")
    rows, columns = np.nonzero(scores != FORBIDDEN)
    return Problem(
        auditors=tuple(map(str, range(len(loads)))),
        audited=tuple(map(str, range(len(needs)))),
        max_audits=loads,
        auditors_needed=needs,
        rows=rows,
        columns=columns,
        scores=scores[rows, columns],
        objective=objective,
    )


def _load(raw: bytes) -> dict[str, Any]:
    try:
        with np.load(io.BytesIO(raw), allow_pickle=False) as file:
            names = list(file.files)
            if sorted(names) != sorted(ARRAYS):
                raise ProblemError(f"problem: must hold the arrays {', '.join(ARRAYS)} and no others")
            if sum(member.file_size for member in file.zip.infolist()) > MOST_BYTES:
                raise ProblemError(f"problem: must not be larger than {MOST_BYTES} bytes unpacked")
            return {name: file[name] for name in names}
    except ProblemError:
        raise
    except Exception as error:  # whatever a broken file makes of zip and NumPy
        raise ProblemError(f"problem: is no .npz file of arrays ({type(error).__name__})") from None


def _checked(arrays: Mapping[str, Any], name: str, dimensions: int) -> Indices:
    array = arrays[name]
    if array.ndim != dimensions:
        raise ProblemError(f"{name}: must have {dimensions} dimension{'s' if dimensions > 1 else ''}")
    if array.dtype.kind not in "iu" and array.size:
        raise ProblemError(f"{name}: must hold whole numbers")
    least = FORBIDDEN if name == "scores" else 0
    if array.size and (array.min() < least or array.max() > MOST):
        raise ProblemError(f"{name}: must be from {least} to {MOST}")
    return np.asarray(array, dtype=np.int64)
