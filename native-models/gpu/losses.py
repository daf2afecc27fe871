"""What training minimises."""

import math

import torch
import torch.nn.functional as F
from torch import Tensor

from simulate import REFERENCE, TRUTH

# Cosine similarities lie in -1 to 1; this makes a difference of 0.1 tell in the softmax.
SHARPNESS = 20.0
KEYS_PER_PAIR = 256


def reconstruction_loss(enhanced: Tensor, truth: Tensor) -> Tensor:
    """Mean absolute difference (Eq. 5's pixel term)."""
    return (enhanced.float() - truth).abs().mean()


def matching_loss(similarity: Tensor, correspondence: Tensor) -> tuple[Tensor, Tensor]:
    """How surely each cell of the wide picks the reference cell that shows the same content: the mean cross-entropy
    over cells with a known match, and the share of them whose best match is exactly right.

    similarity [B,Q,K]: square grids of wide cells and reference cells, row by row. correspondence as in `Pairs`.
    """
    batch, queries, keys = similarity.shape
    query_side, key_side = math.isqrt(queries), math.isqrt(keys)
    cell = REFERENCE // key_side
    if query_side**2 != queries or key_side**2 != keys or query_side * cell != TRUTH:
        raise ValueError(f"Expected square grids of equal cells, received a similarity of {tuple(similarity.shape)}")
    centres = correspondence[:, :, cell // 2 :: cell, cell // 2 :: cell].flatten(2)
    # The sample lies half a pixel right of and below the cell's centre.
    column, row = torch.floor((centres - 0.5) / cell).long().unbind(1)
    known = (column >= 0) & (column < query_side) & (row >= 0) & (row < query_side)
    # A fixed number of keys keeps shapes static; those with a match first, in random order.
    chosen = (known + torch.rand(known.shape, device=known.device)).argsort(1, descending=True)[:, :KEYS_PER_PAIR]
    query = (row * query_side + column).clamp(0, queries - 1).gather(1, chosen)
    weight = known.gather(1, chosen).float()
    rows = similarity.float().gather(1, query[..., None].expand(-1, -1, keys))
    entropy = F.cross_entropy(rows.flatten(0, 1) * SHARPNESS, chosen.flatten(), reduction="none").view_as(weight)
    right = (rows.argmax(2) == chosen).float()
    total = weight.sum().clamp(min=1)
    return (entropy * weight).sum() / total, (right * weight).sum() / total
