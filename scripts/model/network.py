"""The network: a small llama, so that llama.cpp can run it, with a start that can copy.

Most of a repair is copying, and a network of this size takes very long to find out how. It is
therefore started with two kinds of attention heads in place: in the first layer heads that look
one and two tokens back, in the second layer heads that look for an earlier place with the same two
tokens before it and fetch what stood there.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import torch
from torch import Tensor, nn
from torch.nn import functional

ROPE_BASE: Final = 10_000.0
EPSILON: Final = 1e-5


@dataclass(frozen=True, kw_only=True, slots=True)
class Shape:
    """Sizes of the network."""

    vocabulary: int
    width: int = 256
    layers: int = 5
    heads: int = 8
    hidden: int = 704
    context: int = 4096

    @property
    def head(self) -> int:
        return self.width // self.heads


class Norm(nn.Module):
    """Root-mean-square normalisation in full precision."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.ones(width))

    def forward(self, x: Tensor) -> Tensor:
        normal = functional.rms_norm(x.float(), (x.shape[-1],), self.weight.float(), EPSILON)
        return normal.to(x.dtype)


class Layer(nn.Module):
    """Attention, then a gated feed-forward part."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        width, hidden = shape.width, shape.hidden
        self.heads, self.head = shape.heads, shape.head
        self.norm_in, self.norm_mid = Norm(width), Norm(width)
        self.query, self.key, self.value = (nn.Linear(width, width) for _ in range(3))
        self.out = nn.Linear(width, width, bias=False)
        self.gate, self.up = (nn.Linear(width, hidden, bias=False) for _ in range(2))
        self.down = nn.Linear(hidden, width, bias=False)

    def _split(self, x: Tensor) -> Tensor:
        return x.view(x.shape[0], x.shape[1], self.heads, self.head).transpose(1, 2)

    def forward(self, x: Tensor, turn: tuple[Tensor, Tensor]) -> Tensor:
        normal = self.norm_in(x)
        query, key, value = (self._split(f(normal)) for f in (self.query, self.key, self.value))
        query, key = rotate(query, turn).to(value.dtype), rotate(key, turn).to(value.dtype)
        seen = functional.scaled_dot_product_attention(query, key, value, is_causal=True)
        x = x + self.out(seen.transpose(1, 2).reshape(x.shape))
        normal = self.norm_mid(x)
        return x + self.down(functional.silu(self.gate(normal)) * self.up(normal))


def rotate(x: Tensor, turn: tuple[Tensor, Tensor]) -> Tensor:
    """Rotary positions over neighbouring pairs, the order that llama.cpp expects."""
    cosine, sine = turn
    even, odd = x[..., 0::2].float(), x[..., 1::2].float()
    return torch.stack((even * cosine - odd * sine, even * sine + odd * cosine), -1).flatten(-2)


def frequencies(head: int) -> Tensor:
    return ROPE_BASE ** (-torch.arange(0, head, 2).float() / head)


class Network(nn.Module):
    """Token ids to hidden states; input and output share the embedding."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.shape = shape
        self.embedding = nn.Embedding(shape.vocabulary, shape.width)
        self.layers = nn.ModuleList(Layer(shape) for _ in range(shape.layers))
        self.norm = Norm(shape.width)
        angles = torch.outer(torch.arange(shape.context).float(), frequencies(shape.head))
        self.register_buffer("cosine", angles.cos(), persistent=False)
        self.register_buffer("sine", angles.sin(), persistent=False)
        self._start()

    def _start(self) -> None:
        for name, parameter in self.named_parameters():
            if name.endswith("bias"):
                nn.init.zeros_(parameter)
            elif name == "embedding.weight":
                nn.init.normal_(parameter, 0.0, 0.05)
            elif parameter.dim() == 2:
                near_zero = name.endswith(("out.weight", "down.weight"))
                spread = 0.002 if near_zero else 1 / math.sqrt(parameter.shape[1])
                nn.init.normal_(parameter, 0.0, spread)

    def forward(self, ids: Tensor) -> Tensor:
        x = self.embedding(ids)
        length = ids.shape[1]
        turn = (self.cosine[:length], self.sine[:length])
        for layer in self.layers:
            x = layer(x, turn)
        return self.norm(x)

    def logits(self, hidden: Tensor) -> Tensor:
        return functional.linear(hidden, self.embedding.weight)


@torch.no_grad()
def plant_copy_heads(network: Network, *, groups: int = 4, seed: int = 0) -> None:
    """Put the copying heads in place; `groups` of them in each role."""
    first, second = network.layers[0], network.layers[1]
    width, head = network.shape.width, network.shape.head
    random = torch.Generator().manual_seed(seed)
    read, one_back, two_back, fetched = _subspaces(width, head, groups, random)
    for index in range(2 * groups):
        back = 1 + index // groups
        written = one_back if back == 1 else two_back
        rows = slice(index * head, (index + 1) * head)
        _look_back(first, rows, back)
        first.value.weight[rows] = read[index % groups]
        first.out.weight[:, rows] = 0.05 * written[index % groups].T
    low = head // 2  # the slowly turning half: there the position hardly matters
    for group in range(groups):
        rows = slice(group * head, (group + 1) * head)
        slow = slice(group * head + low, (group + 1) * head)
        second.query.weight[rows] *= 0.1
        second.key.weight[rows] *= 0.1
        mixed = torch.linalg.qr(torch.randn(head - low, head - low, generator=random))[0]
        # "What I am and what stands before me" meets "what stood one and two before there".
        query = 3.0 * read[group][low:] + 2.0 * (mixed @ one_back[group][low:])
        key = 3.0 * one_back[group][low:] + 2.0 * (mixed @ two_back[group][low:])
        second.query.weight[slow] = query
        second.key.weight[slow] = key
        second.value.weight[rows] = fetched[group]
        second.out.weight[:, rows] = 0.8 * fetched[group].T


def _subspaces(
    width: int, head: int, groups: int, random: torch.Generator
) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Four sets of orthogonal directions, one per purpose."""

    def orthogonal() -> Tensor:
        return torch.linalg.qr(torch.randn(width, width, generator=random))[0].T

    size = groups * head
    basis = orthogonal()
    parts = (basis[:size], basis[size : 2 * size], orthogonal()[:size], orthogonal()[:size])
    read, one_back, fetched, two_back = (part.reshape(groups, head, width) for part in parts)
    return read, one_back, two_back, fetched


def _look_back(layer: Layer, rows: slice, back: int, *, strength: float = 8.0) -> None:
    """Biases that turn with the position, so that the head attends `back` tokens earlier."""
    layer.query.weight[rows] *= 0.1
    layer.key.weight[rows] *= 0.1
    turning = frequencies(layer.head)
    for pair in range(5):
        even = rows.start + 2 * pair
        layer.key.bias[even] = strength
        layer.query.bias[even] = strength * torch.cos(back * turning[pair])
        layer.query.bias[even + 1] = -strength * torch.sin(back * turning[pair])
