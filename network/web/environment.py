"""The environment of the templates: Jinja's and Flask's, with less work for each value that a page shows."""

from __future__ import annotations

from collections.abc import Callable, MutableMapping
from typing import Any

from flask.templating import Environment as FlaskEnvironment
from jinja2.compiler import CodeGenerator, Frame
from jinja2.nodes import Expr
from jinja2.runtime import Context
from markupsafe import Markup, _escape_inner, escape  # type: ignore[attr-defined]


class Compiler(CodeGenerator):
    """Jinja's compiler; a value that goes straight into the page is escaped by the environment."""

    def _output_child_pre(self, node: Expr, frame: Frame, finalize: Any) -> None:
        if frame.eval_ctx.autoescape and not frame.eval_ctx.volatile and finalize.src is None:
            self.write("environment.escaped(")
        else:
            super()._output_child_pre(node, frame, finalize)


class PageContext(Context):
    """Jinja's; what takes nothing of the context, as nearly all that a template calls, is called without detours."""

    def call(self, function: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        """As Jinja's; a macro of a page need not be told that pages escape."""
        if getattr(function, "jinja_pass_arg", None) is not None or not self.eval_ctx.autoescape:
            return super().call(function, *args, **kwargs)
        kwargs.pop("_block_vars", None)
        kwargs.pop("_loop_vars", None)
        return function(*args, **kwargs)


class Environment(FlaskEnvironment):
    """Flask's, whose templates share one map of globals: a chain of maps would be copied at each include and import."""

    code_generator_class = Compiler
    context_class = PageContext

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """The map of the globals of a template; with its own, if it was given any."""
        return {**self.globals, **d} if d else self.globals

    @staticmethod
    def escaped(value: Any) -> str:
        """As `escape`, whose result is joined to others at once and need not be marked as HTML."""
        if type(value) is Markup:
            return value
        return _escape_inner(value) if type(value) is str else escape(value)
