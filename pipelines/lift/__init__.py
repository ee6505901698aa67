"""lift: move DSPy programs to 3.x, improve their prompts under budgets, roll them out safely."""

from __future__ import annotations

from typing import Any

__all__ = ["__version__", "load"]
__version__ = "0.1.0"


def load(role: str, **options: Any) -> Any:
    """Return the DSPy program of a role that its feature flag selects.

    See `lift.rollout.serve.load`, which this delegates to so that `import lift` stays light.
    """
    from lift.rollout.serve import load as load_role

    return load_role(role, **options)
