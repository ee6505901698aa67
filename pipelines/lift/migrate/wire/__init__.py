"""The recording endpoint: what a program sends to its model, seen on the wire.

A loopback server that speaks Ollama's API and the OpenAI form, gives scripted answers and keeps
every request body. Used by `lift.migrate.probe`, `lift.migrate.verify` and tests.
"""

from lift.migrate.wire.answers import FieldAnswers, Script
from lift.migrate.wire.endpoint import Endpoint
from lift.migrate.wire.exchange import Exchange, WireForm, normalised

__all__ = ["Endpoint", "Exchange", "FieldAnswers", "Script", "WireForm", "normalised"]
