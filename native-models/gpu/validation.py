"""How much better than bicubic a network is on photos that training never sees."""

import numpy as np
import torch
import torch.nn.functional as F

from cameras import WIDE_CAMERAS
from graph_module import GraphModule
from simulate import Pairs, simulate_pairs

SEED = 20_000
REFERENCES = ("true", "unrelated", "none")
PAIRS_PER_CASE = 64


class Validation:
    """Fixed pairs: every wide camera with a true, an unrelated and no reference; the same wides in all three."""

    def __init__(self, photos: list[np.ndarray], batch: int, device: str) -> None:
        self._device = device
        self._cases = {
            (camera, reference): [
                simulate_pairs(photos, batch, (SEED, index), camera, reference)
                for index in range(max(1, PAIRS_PER_CASE // batch))
            ]
            for camera in WIDE_CAMERAS
            for reference in REFERENCES
        }

    @torch.no_grad()
    def measure(self, module: GraphModule) -> dict[str, float]:
        """PSNR gain over bicubic in decibels, all pixels of a case as one: `camera/reference` and `mean/reference`."""
        gains = {case: self._gain(module, batches) for case, batches in self._cases.items()}
        named = {f"{camera}/{reference}": gain for (camera, reference), gain in gains.items()}
        for reference in REFERENCES:
            named[f"mean/{reference}"] = float(np.mean([gains[camera, reference] for camera in WIDE_CAMERAS]))
        return {name: round(gain, 3) for name, gain in named.items()}

    def _gain(self, module: GraphModule, batches: list[Pairs]) -> float:
        error, bicubic_error = 0.0, 0.0
        for pairs in batches:
            inputs, truth, _ = to_tensors(pairs, self._device, module.input_names)
            enhanced = module(**inputs)["enhanced"].float().clamp(0, 1)
            bicubic = F.interpolate(inputs["wide"], scale_factor=2, mode="bicubic", align_corners=False).clamp(0, 1)
            error += float(F.mse_loss(enhanced, truth))
            bicubic_error += float(F.mse_loss(bicubic, truth))
        return 10 * float(np.log10(bicubic_error / error))


def to_tensors(
    pairs: Pairs, device: str, names: tuple[str, ...]
) -> tuple[dict[str, torch.Tensor], torch.Tensor, torch.Tensor]:
    """The graph's inputs by `names`, the truth, and the correspondence."""
    tensor = lambda name: torch.from_numpy(getattr(pairs, name)).to(device, non_blocking=True)
    return {name: tensor(name) for name in names}, tensor("truth"), tensor("correspondence")
