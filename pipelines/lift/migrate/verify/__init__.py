"""Run a project's programs under two DSPy versions and say in what they differ.

Called by `lift migrate verify`. Programs run through the probe, against the recording endpoint, in
the environments of `lift.migrate.envs`; nothing leaves the machine but what a real model is asked.
"""

from lift.migrate.verify.case import Case, load_cases
from lift.migrate.verify.model import RealModel
from lift.migrate.verify.pipeline import Side, VerifyRequest, verify
from lift.migrate.verify.report import Cost, Difference, Kind, VerifyReport, Weight

__all__ = [
    "Case",
    "Cost",
    "Difference",
    "Kind",
    "RealModel",
    "Side",
    "VerifyReport",
    "VerifyRequest",
    "Weight",
    "load_cases",
    "verify",
]
