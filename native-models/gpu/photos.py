"""Photo folders in memory, split into photos to train on and photos kept out for validation."""

from pathlib import Path

import cv2
import numpy as np

VALIDATION_INTERVAL = 10
ENDINGS = {".jpg", ".jpeg", ".png", ".webp", ".tif", ".tiff"}


def load_photos(folders: list[str]) -> tuple[list[np.ndarray], list[np.ndarray]]:
    """Every photo of `folders` as [height, width, 3] RGB uint8: (training, validation).

    In each folder, sorted by name, every 10th photo is validation, the first included.
    """
    training: list[np.ndarray] = []
    validation: list[np.ndarray] = []
    for folder in folders:
        paths = sorted(path for path in Path(folder).iterdir() if path.suffix.lower() in ENDINGS)
        for index, path in enumerate(paths):
            (validation if index % VALIDATION_INTERVAL == 0 else training).append(_read(path))
    if not training or not validation:
        found = len(training) + len(validation)
        raise ValueError(f"Expected at least two photos in {', '.join(folders)}, found {found}")
    return training, validation


def _read(path: Path) -> np.ndarray:
    image = cv2.imread(str(path), cv2.IMREAD_COLOR)
    if image is None:
        raise ValueError(f"Expected a readable photo, received {path}. Remove it from the folder")
    return np.ascontiguousarray(image[..., ::-1])
