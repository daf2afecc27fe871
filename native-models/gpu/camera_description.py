"""What is known of the wide camera, as five numbers; the same as native-models/dcsr/camera-description.ts."""

import numpy as np

LENGTH = 5
FREQUENCIES = (1 / 16, 1 / 8, 3 / 16, 1 / 4)  # Cycles per pixel of the 2x grid.
DIRECTIONS = 16  # In half a turn.
_MIDDLE = np.array([1, 0.8, 0.55, 0.35, 0.005], np.float32)
_SPREAD = np.array([0.25, 0.27, 0.3, 0.3, 0.005], np.float32)
FURTHEST = 3

_angles = np.pi * np.arange(DIRECTIONS) / DIRECTIONS
# [64] radians per pixel, a row of 16 directions for each frequency.
STEPS_X = 2 * np.pi * np.outer(FREQUENCIES, np.cos(_angles)).ravel()
STEPS_Y = 2 * np.pi * np.outer(FREQUENCIES, np.sin(_angles)).ravel()


def describe_gains(gains: np.ndarray, noise: float) -> np.ndarray:
    """Five numbers around 0 from the gains at FREQUENCIES and the standard deviation of the luma noise."""
    scaled = (np.append(gains, noise) - _MIDDLE) / _SPREAD
    return np.clip(scaled, -FURTHEST, FURTHEST).astype(np.float32)


def mean_gains(gains: np.ndarray) -> np.ndarray:
    """The four mean gains of [64] gains at STEPS_X, STEPS_Y."""
    return np.abs(gains).reshape(len(FREQUENCIES), DIRECTIONS).mean(1)


def wave_of(line: np.ndarray, steps: np.ndarray) -> np.ndarray:
    """What a symmetric line of weights leaves of waves."""
    places = np.arange(len(line)) - (len(line) - 1) / 2
    return np.cos(np.outer(steps, places)) @ line
