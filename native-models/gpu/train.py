"""Trains the weights of an emitted training graph on simulated pairs.

Run again with the same folder, it goes on where it was:
python train.py --graph model.onnx --weights start.safetensors --photos DIR... --minutes 60 --out DIR
"""

import argparse
import copy
import math
import time
from collections import deque
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from pathlib import Path

import cv2
import numpy as np
import torch
from safetensors.numpy import load_file

from graph_module import GraphModule
from losses import matching_loss, reconstruction_loss
from photos import load_photos
from simulate import Pairs, simulate_pairs
from training_files import append_log, load_checkpoint, save_checkpoint, save_weights
from validation import Validation, to_tensors

GRADIENT_NORM = 0.3
MATCHING_WEIGHT = 0.02
AVERAGE_DECAY = 0.999
WARM_UP = 0.04  # Share of the training in which the learning rate rises.
LOG_STEPS = 100
BATCHES_AHEAD = 4


def main() -> None:
    options = _read_options()
    torch.set_num_threads(options.threads)
    cv2.setNumThreads(1)
    torch.manual_seed(options.seed)
    device = "cuda" if torch.cuda.is_available() and not options.cpu else "cpu"
    Training(options, device).run()


class Training:
    """One training in one folder: checkpoint.pt, weights.safetensors (averaged weights), log.ndjson."""

    def __init__(self, options: argparse.Namespace, device: str) -> None:
        self._options, self._device, self._folder = options, device, Path(options.out)
        self._folder.mkdir(parents=True, exist_ok=True)
        self._module = GraphModule(options.graph, load_file(options.weights)).to(device)
        batch = self._module.shapes["wide"][0]
        if batch != options.batch:
            raise ValueError(f"Expected a graph of batch {options.batch}, received one of {batch}")
        self._average = copy.deepcopy(self._module).requires_grad_(False)
        self._run_module = torch.compile(self._module) if options.compile else self._module
        self._optimiser = torch.optim.Adam(self._module.parameters(), betas=(0.9, 0.99))
        self._photos, validation_photos = load_photos(options.photos)
        self._validation = Validation(validation_photos, options.batch, device)
        self._step, self._seconds = 0, 0.0
        state = load_checkpoint(self._folder / "checkpoint.pt", device)
        if state:
            self._restore(state)
        self._log(event="resume" if state else "start", device=device, pairs=len(self._photos), options=vars(options))

    def run(self) -> None:
        if self._step == 0:
            self._validate()
        batches = _prefetch(self._photos, self._options.batch, self._options.seed, self._step)
        before, validated, saved = time.monotonic(), self._seconds, self._seconds
        recent: list[dict[str, float]] = []
        while self._progress() < 1:
            recent.append(self._train_step(next(batches)))
            now = time.monotonic()
            self._seconds, before = self._seconds + now - before, now
            if self._step % LOG_STEPS == 0:
                self._log(event="train", rate=self._rate(), **_summary(recent))
                recent.clear()
            if self._seconds - saved >= self._options.save_every:
                self._save()
                saved = self._seconds
            if self._seconds - validated >= self._options.validate_every:
                self._validate()
                validated, before = self._seconds, time.monotonic()
        self._save()
        self._validate()
        self._log(event="end")

    def _train_step(self, pairs: Pairs) -> dict[str, float]:
        inputs, truth, correspondence = to_tensors(pairs, self._device, self._module.input_names)
        with torch.autocast(self._device, torch.bfloat16, enabled=self._options.bfloat16 or self._device == "cuda"):
            outputs = self._run_module(**inputs)
        reconstruction = reconstruction_loss(outputs["enhanced"], truth)
        matching, accuracy = matching_loss(outputs["similarity"], correspondence)
        self._optimiser.zero_grad()
        (reconstruction + MATCHING_WEIGHT * matching).backward()
        norm = torch.nn.utils.clip_grad_norm_(self._module.parameters(), GRADIENT_NORM)
        for group in self._optimiser.param_groups:
            group["lr"] = self._rate()
        if torch.isfinite(norm):
            self._optimiser.step()
        self._step += 1
        self._update_average()
        return {
            "reconstruction": reconstruction.item(),
            "matching": matching.item(),
            "accuracy": accuracy.item(),
            "gradientNorm": norm.item(),
        }

    @torch.no_grad()
    def _update_average(self) -> None:
        decay = min(AVERAGE_DECAY, (1 + self._step) / (10 + self._step))
        torch._foreach_lerp_(list(self._average.parameters()), list(self._module.parameters()), 1 - decay)

    def _progress(self) -> float:
        if self._options.steps:
            return self._step / self._options.steps
        return self._seconds / (60 * self._options.minutes)

    def _rate(self) -> float:
        """One cycle: a straight rise, then a cosine down to a thousandth."""
        progress = min(self._progress(), 1)
        if progress < WARM_UP:
            return self._options.rate * max(progress / WARM_UP, 1e-3)
        return self._options.rate * max(0.5 + 0.5 * math.cos(math.pi * (progress - WARM_UP) / (1 - WARM_UP)), 1e-3)

    def _validate(self) -> None:
        self._log(event="validation", gain=self._validation.measure(self._average))

    def _save(self) -> None:
        state = {
            "step": self._step,
            "seconds": self._seconds,
            "module": self._module.state_dict(),
            "average": self._average.state_dict(),
            "optimiser": self._optimiser.state_dict(),
        }
        save_checkpoint(self._folder / "checkpoint.pt", state)
        save_weights(self._folder / "weights.safetensors", self._average.weights, {"steps": str(self._step)})

    def _restore(self, state: dict) -> None:
        self._step, self._seconds = state["step"], state["seconds"]
        self._module.load_state_dict(state["module"])
        self._average.load_state_dict(state["average"])
        self._optimiser.load_state_dict(state["optimiser"])

    def _log(self, **entry: object) -> None:
        entry = {"step": self._step, "seconds": round(self._seconds, 1), **entry}
        append_log(self._folder / "log.ndjson", entry)
        print(entry, flush=True)


def _summary(recent: list[dict[str, float]]) -> dict[str, float | int]:
    """Means over the steps that were taken, and how many were not because a gradient was not finite."""
    taken = [entry for entry in recent if all(map(math.isfinite, entry.values()))]
    means = {name: round(float(np.mean([entry[name] for entry in taken])), 5) for name in taken[0]} if taken else {}
    return {**means, "skippedSteps": len(recent) - len(taken)}


def _prefetch(photos: list[np.ndarray], batch: int, seed: int, first_step: int) -> Iterator[Pairs]:
    """The batches of steps `first_step` and on, each the same whenever it is made, prepared beside the training."""
    worker = ThreadPoolExecutor(1)
    prepare = lambda step: worker.submit(simulate_pairs, photos, batch, (seed, step))
    ready = deque(prepare(first_step + ahead) for ahead in range(BATCHES_AHEAD))
    for step in count(first_step + BATCHES_AHEAD):
        ready.append(prepare(step))
        yield ready.popleft().result()


def _read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Trains the weights of an emitted training graph on simulated pairs")
    parser.add_argument("--graph", required=True, help="ONNX file: outputs enhanced and similarity, weights as inputs")
    parser.add_argument("--weights", required=True, help="safetensors file to start from")
    parser.add_argument("--photos", nargs="+", required=True, help="folders of sharp photos")
    budget = parser.add_mutually_exclusive_group(required=True)
    budget.add_argument("--minutes", type=float, help="of training, those before a restart included")
    budget.add_argument("--steps", type=int, help="those before a restart included")
    parser.add_argument("--out", required=True, help="folder for checkpoint, weights and log")
    parser.add_argument("--batch", type=int, default=8, help="pairs per step, as the graph was emitted for")
    parser.add_argument("--rate", type=float, default=3e-4, help="the learning rate's peak")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--save-every", type=float, default=120, help="seconds")
    parser.add_argument("--validate-every", type=float, default=300, help="seconds")
    parser.add_argument("--cpu", action="store_true", help="even where a CUDA GPU is")
    parser.add_argument("--bfloat16", action="store_true", help="convolutions in bfloat16 on a CPU too")
    parser.add_argument("--compile", action="store_true", help="with torch.compile")
    return parser.parse_args()


if __name__ == "__main__":
    main()
