"""The matching engine: a problem in, a solution out; plain data, no web, no database.

Each kind of problem is a module or package here with the same shape: `read_problem`, `solve`, `validate`
(see `registry`). `python -m network.matching KIND PROBLEM.json` solves one from the command line.
"""

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # its threads make small products ten times slower on busy cores
