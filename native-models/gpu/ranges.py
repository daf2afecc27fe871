"""What is drawn at random, from the one file that the simulation in TypeScript reads too."""

import json
from pathlib import Path

import numpy as np

Random = np.random.Generator

RANGES = json.loads((Path(__file__).parents[1] / "simulation/training/ranges.json").read_text(encoding="utf-8"))


def draw(rng: Random, limits: dict) -> float:
    """A number of { from, to, scale }: uniform, or uniform in its logarithm."""
    if limits.get("scale") == "logarithmic":
        return float(np.exp(rng.uniform(np.log(limits["from"]), np.log(limits["to"]))))
    return float(rng.uniform(limits["from"], limits["to"]))


def draw_whole(rng: Random, limits: dict) -> int:
    return int(rng.integers(limits["from"], limits["to"] + 1))


def draw_share(rng: Random, shares: dict[str, float]) -> str:
    """One of the names, each with its probability."""
    return str(rng.choice(list(shares), p=list(shares.values())))
