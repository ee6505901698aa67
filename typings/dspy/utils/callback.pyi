from typing import Any

BaseCallback: Any
