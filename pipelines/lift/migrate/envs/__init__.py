"""Isolated environments, one per DSPy version, side by side under `.lift/envs/<version>`.

Called by `lift migrate env`, by what runs a program in another version, and by the tests.
The user's own environment is never written to. An environment is ready only when its manifest is
there, which is written last; what was interrupted or changed by hand is recognised and repaired.
"""

from lift.migrate.envs.build import create, list_environments, remove, repair, verify
from lift.migrate.envs.environment import Environment, State
from lift.migrate.envs.project import project_constraints, project_requirements
from lift.migrate.envs.recipe import Recipe, recipe_for
from lift.migrate.envs.tools import Workplace

__all__ = [
    "Environment",
    "Recipe",
    "State",
    "Workplace",
    "create",
    "list_environments",
    "project_constraints",
    "project_requirements",
    "recipe_for",
    "remove",
    "repair",
    "verify",
]
