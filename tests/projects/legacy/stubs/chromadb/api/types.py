from typing import Generic, TypeVar

Embeddable = str
T = TypeVar("T")


class EmbeddingFunction(Generic[T]):
    pass
