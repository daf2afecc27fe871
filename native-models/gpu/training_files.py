"""The files a training leaves in its folder. Each is whole at any moment, whenever the process is killed."""

import json
import os
from collections.abc import Callable
from pathlib import Path

import torch
from safetensors.torch import save_file


def save_checkpoint(path: Path, state: dict) -> None:
    _replace(path, lambda temporary: torch.save(state, temporary))


def load_checkpoint(path: Path, device: str) -> dict | None:
    """The last saved state, or None where no training was begun."""
    return torch.load(path, map_location=device, weights_only=True) if path.exists() else None


def save_weights(path: Path, weights: dict[str, torch.Tensor], metadata: dict[str, str]) -> None:
    tensors = {name: weight.detach().float().cpu().contiguous() for name, weight in weights.items()}
    _replace(path, lambda temporary: save_file(tensors, temporary, metadata))


def append_log(path: Path, entry: dict) -> None:
    """One JSON document per line. A line cut short by a kill stays alone on its line."""
    cut_short = path.exists() and path.stat().st_size > 0 and path.read_bytes()[-1:] != b"\n"
    with path.open("a", encoding="utf-8") as file:
        file.write(("\n" if cut_short else "") + json.dumps(entry) + "\n")


def _replace(path: Path, write: Callable[[Path], None]) -> None:
    temporary = path.with_name(path.name + ".part")
    write(temporary)
    with temporary.open("rb") as file:
        os.fsync(file.fileno())
    os.replace(temporary, path)
    folder = os.open(path.parent, os.O_RDONLY)
    os.fsync(folder)
    os.close(folder)
