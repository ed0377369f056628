"""Maillage: cooperation between organisations of the social economy in Wallonia and Brussels."""

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # its threads make small products ten times slower on busy cores
