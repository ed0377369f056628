"""The person behind the request, for views alone: below them the actor is an argument."""

from __future__ import annotations

from typing import cast

from flask import g

from network.actors import ANONYMOUS, Actor


def current_actor() -> Actor:
    """Who acts in this request."""
    return cast("Actor", g.get("actor", ANONYMOUS))
