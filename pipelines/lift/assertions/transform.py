"""Put a module under a handler: what `assert_transform_module` and `activate_assertions` did.

Like a predictor, the module stays the object that it is and gets a subclass of its class, so that
copies (optimizers make many) and pickles of it behave as it does.
"""

from __future__ import annotations

import functools
import inspect
from types import MethodType
from typing import Any, TypeVar, cast

import dspy

from lift.assertions.handlers import Handler, default_assertion_handler
from lift.assertions.lookalike import lookalike
from lift.assertions.predictors import retry

__all__ = ["activate_assertions", "assert_transform_module"]

_Module = TypeVar("_Module")
_SETUP = "_assertion_setup"


def assert_transform_module(
    module: _Module, assertion_handler: Handler = default_assertion_handler, **handler_args: Any
) -> _Module:
    """Run the module's `forward` under a handler from now on; returns the same module.

    Doing it again replaces the handler.

    Args:
        assertion_handler: such as `backtrack_handler`.
        handler_args: for the handler, such as `max_backtracks=3`.

    Raises:
        ValueError: the module has no `forward`.
    """
    changed: Any = module
    kind: Any = type(module)
    if not callable(getattr(kind, "forward", None)):
        raise ValueError(  # noqa: TRY004 - what DSPy raised
            f"{kind.__name__} has no forward method, so there is nothing to watch"
        )
    vars(changed)[_SETUP] = (assertion_handler, dict(handler_args))
    for _, predictor in changed.named_predictors():
        if predictor is not module:
            retry(predictor)
    if not getattr(kind, "_assert_transformed", False):
        changed.__class__ = _watched(kind)
    return module


def activate_assertions(
    module: _Module, handler: Handler = default_assertion_handler, **handler_args: Any
) -> _Module:
    """The same as `assert_transform_module`; stands for `module.activate_assertions(...)`."""
    return assert_transform_module(module, handler, **handler_args)


@functools.cache
def _watched(kind: Any) -> Any:
    """The class of modules whose `forward` runs under a handler."""

    @functools.wraps(kind.forward)
    def forward(self: Any, *args: Any, **kwargs: Any) -> Any:
        setup = cast("tuple[Handler, dict[str, Any]]", vars(self)[_SETUP])
        handler, options = setup
        plain = MethodType(kind.forward, self)
        with dspy.context(**_asked_for(plain, args, kwargs)):
            return handler(plain, **options)(*args, **kwargs)

    return lookalike(kind, _watched, forward, "_assert_transformed")


def _asked_for(
    forward: MethodType, args: tuple[Any, ...], kwargs: dict[str, Any]
) -> dict[str, bool]:
    """The setting that a `forward(..., bypass_assert=...)` of the program asks for."""
    signature = inspect.signature(forward)
    if "bypass_assert" not in signature.parameters:
        return {}
    bound = signature.bind(*args, **kwargs)
    bound.apply_defaults()
    return {"bypass_assert": bool(bound.arguments["bypass_assert"])}
