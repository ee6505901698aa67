from typing import Any

class AdapterParseError(Exception):
    adapter_name: str
    signature: Any
    lm_response: str
    parsed_result: Any

# From DSPy 3.4 on.
class LMError(Exception): ...
