"""The environment of the templates."""

from __future__ import annotations

from collections.abc import MutableMapping
from typing import Any

from flask.templating import Environment as FlaskEnvironment


class Environment(FlaskEnvironment):
    """Flask's, whose templates share one map of globals: a chain of maps would be copied at each include and import."""

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """The map of the globals of a template; with its own, if it was given any."""
        return {**self.globals, **d} if d else self.globals
