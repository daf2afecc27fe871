"""Checks an emitted step of training against autograd: python train_step_check.py train-step.onnx loss.onnx

The train-step graph runs in onnxruntime. The loss graph of the same network runs in PyTorch, which differentiates it by
itself, clips the gradient and takes the step with torch.optim.Adam. Both begin with the same random weights and get the
same pairs. The relative error is the length of the difference over the length of PyTorch's vector, all tensors of one kind
taken as one vector. After the first step it must stay under 1e-4 for everything: losses, parameters and both moments, which
are the gradient and its square. After 10 steps it must for the loss and the parameters, else the exit code is 1; the single
terms and the moments are printed only, as they feel it most when, after a rounding in the seventh digit, a query with two
almost equal matches picks the other one.
"""

import sys
from pathlib import Path

import numpy as np
import onnxruntime
import torch

from check import MARGIN, cloudy
from graph_module import GraphModule

TOLERANCE = 1e-4
LEARNING_RATE = 1e-4
LONGEST_GRADIENT = 0.3
STEPS = 10
PAIR_INPUTS = {"wide", "truth", "reference", "validity", "seen", "noise", "matches", "kernel"}


def main() -> None:
    if len(sys.argv) != 3:
        raise SystemExit(__doc__)
    step_path, loss_path = map(Path, sys.argv[1:])
    weights, shapes = random_weights(loss_path)
    pairs, names = make_pairs(shapes), list(weights)
    ours, theirs = OnnxTraining(step_path, weights), TorchTraining(loss_path, weights)
    worst = 0.0
    for step in range(1, STEPS + 1):
        figures, expected = ours.step(pairs, LEARNING_RATE), theirs.step(pairs, LEARNING_RATE)
        if step not in (1, STEPS):
            continue
        print(f"after {step} step{'s' if step > 1 else ''}")
        errors = {name: _relative_error([(figures[name], np.array(value))]) for name, value in expected.items()}
        for part, tensors in theirs.state().items():
            error = _relative_error([(ours.tensors[part][name], tensors[name]) for name in names])
            errors[part.rstrip(".") or "parameters"] = error
        for name, error in errors.items():
            is_bound = step == 1 or name in ("loss", "parameters")
            worst = max(worst, error) if is_bound else worst
            print(f"  {name:20} relative error {error:.2e}{'' if is_bound else ' (not bound)'}")
    if not worst < TOLERANCE:
        raise SystemExit(f"Expected relative errors under {TOLERANCE}, received {worst:.2e}")


class OnnxTraining:
    """An emitted train-step graph: its state goes in, the next comes out."""

    def __init__(self, path: Path, weights: dict[str, np.ndarray]) -> None:
        self._session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
        self._names = [value.name for value in self._session.get_outputs()]
        zeros = {name: np.zeros_like(weight) for name, weight in weights.items()}
        self.tensors = {"": weights, "first-moment.": zeros, "second-moment.": zeros}
        self._step = 0

    def step(self, pairs: dict[str, np.ndarray], rate: float) -> dict[str, np.ndarray]:
        """Takes one step and returns its losses."""
        self._step += 1
        state = {part + name: tensor for part, tensors in self.tensors.items() for name, tensor in tensors.items()}
        scalars = {"step": np.array(self._step, np.float32), "learning-rate": np.array(rate, np.float32)}
        results = dict(zip(self._names, self._session.run(None, pairs | state | scalars), strict=True))
        for part, tensors in self.tensors.items():
            prefix = "updated-" + part if part else "updated."
            self.tensors[part] = {name: results[prefix + name] for name in tensors}
        return {name: value for name, value in results.items() if not name.startswith("updated")}


class TorchTraining:
    """The loss graph differentiated by autograd, with PyTorch's own clipping and Adam."""

    def __init__(self, path: Path, weights: dict[str, np.ndarray]) -> None:
        self._module = GraphModule(path, weights)
        self._optimiser = torch.optim.Adam(self._module.parameters(), betas=(0.9, 0.99))

    def step(self, pairs: dict[str, np.ndarray], rate: float) -> dict[str, float]:
        """Takes one step and returns its losses."""
        inputs = {name: torch.from_numpy(pairs[name]) for name in self._module.input_names}
        outputs = self._module(**inputs)
        self._optimiser.zero_grad()
        outputs["loss"].backward()
        norm = torch.nn.utils.clip_grad_norm_(self._module.parameters(), LONGEST_GRADIENT)
        for group in self._optimiser.param_groups:
            group["lr"] = rate
        self._optimiser.step()
        return {name: value.item() for name, value in outputs.items()} | {"gradient-norm": norm.item()}

    def state(self) -> dict[str, dict[str, np.ndarray]]:
        """Parameters and moments, named as in the train-step graph."""
        weights = self._module.weights
        moments = {name: self._optimiser.state.get(weight, {}) for name, weight in weights.items()}
        moment = lambda key: {
            name: moments[name].get(key, torch.zeros_like(weight)).numpy() for name, weight in weights.items()
        }
        values = {name: weight.detach().numpy() for name, weight in weights.items()}
        return {"": values, "first-moment.": moment("exp_avg"), "second-moment.": moment("exp_avg_sq")}


def make_pairs(shapes: dict[str, tuple[int, ...]]) -> dict[str, np.ndarray]:
    """Tiles of random pictures, their references shifted by a whole number of cells, as the graph asks for them."""
    random = np.random.default_rng(1)
    batch, _, height, width = shapes["wide"]
    picture = cloudy(batch, 2 * height + 2 * MARGIN + 8, 2 * width + 2 * MARGIN + 8)
    truth = np.ascontiguousarray(picture[:, :, MARGIN + 8 : -MARGIN, MARGIN + 4 : -MARGIN - 4])
    rows, columns = np.mgrid[0 : height // 2, 0 : width // 2]
    matches = ((rows + MARGIN // 4) * (width // 2 + MARGIN // 2) + columns + MARGIN // 4 - 1).ravel()
    matches = np.where(random.random((batch, matches.size)) < 0.8, matches, -1).astype(np.float32)
    pairs = {
        "wide": truth.reshape(batch, 3, height, 2, width, 2).mean((3, 5), dtype=np.float32),
        "truth": truth,
        "reference": np.ascontiguousarray(picture[:, :, 8:, 8:]),
        "validity": np.ones_like(picture[:, :1, 8:, 8:]),
        "matches": matches,
        "noise": np.full((batch, 1, 1, 1), 0.01, np.float32),
    }
    pairs["seen"] = pairs["wide"] + 0.02 * random.standard_normal(pairs["wide"].shape, dtype=np.float32)
    if "kernel" in shapes:
        values = random.random(shapes["kernel"], dtype=np.float32)
        pairs["kernel"] = values / values.sum()
    return {name: value for name, value in pairs.items() if name in shapes}


def random_weights(path: Path) -> tuple[dict[str, np.ndarray], dict[str, tuple[int, ...]]]:
    """A weight for every parameter of a loss graph, and the shapes of all that it is given."""
    graph = GraphModule(path, {})
    names = [name for name in graph.input_names if name not in PAIR_INPUTS]
    return {name: _random_weight(name, graph.shapes[name]) for name in names}, graph.shapes


def _random_weight(name: str, shape: tuple[int, ...]) -> np.ndarray:
    """As after training every layer has an effect, matches are clear, and what blocks add does not make rounding grow."""
    random = np.random.default_rng(sum(shape) + len(shape))
    if not shape:
        return np.array(10, np.float32)
    is_matching = name.startswith("matching.")
    if len(shape) != 4:
        reach = 0.01 if is_matching else 0.05
    else:
        reach = (1 if is_matching else 0.6) * np.sqrt(3 / np.prod(shape[1:]))
    return random.uniform(-reach, reach, shape).astype(np.float32)


def _relative_error(tensors: list[tuple[np.ndarray, np.ndarray]]) -> float:
    differences = [np.square(ours.astype(np.float64) - theirs).sum() for ours, theirs in tensors]
    lengths = [np.square(theirs.astype(np.float64)).sum() for _, theirs in tensors]
    return float(np.sqrt(sum(differences) / max(sum(lengths), 1e-30)))


if __name__ == "__main__":
    main()
