"""The network as a graph: who is near whom and who knows whom; plain data, no web, no database.

`strength` says how strong a tie is from its evidence, `graph` joins places and ties in one NetworkX graph (over the
spatial `index`), `neighbours` reads it; `introductions`, `groups` and `first_steps` say who can bring whom together.
NetworkX and SciPy are slow to import: `strength`, `neighbours` and `introductions` do without.
The mathematics is in `docs/models/proximity.md`.
"""

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # as `network.matching` does, whichever is imported first
