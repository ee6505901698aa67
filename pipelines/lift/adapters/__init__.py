"""The edge of lift: the only place where dspy, gepa, llama.cpp and Ollama are imported.

Importing this package imports none of them; it only makes sure that none of them goes to the
network or writes a cache behind lift's back once it is imported.
"""

from __future__ import annotations

from lift.adapters import quiet as _quiet

_quiet.silence_litellm()
