# DSPy ships no types, and its two supported lines have different ones: all of it is Any, which stops
# at lift's adapters and programs.
from typing import Any

def __getattr__(name: str) -> Any: ...
