"""Encoded sRGB values and linear light, both 0 to 1; and what a sensor adds to light."""

import cv2
import numpy as np

Random = np.random.Generator

STEPS = 16384
_VALUES = np.arange(256) / 255
_DECODED = np.where(_VALUES <= 0.04045, _VALUES / 12.92, ((_VALUES + 0.055) / 1.055) ** 2.4).astype(np.float32)
# Spaced by square roots, finer where it is dark.
_LIGHT = (np.arange(STEPS + 1) / STEPS) ** 2
ENCODED = np.where(_LIGHT <= 0.0031308, 12.92 * _LIGHT, 1.055 * _LIGHT ** (1 / 2.4) - 0.055).astype(np.float32)


def decode_bytes(pixels: np.ndarray) -> np.ndarray:
    return cv2.LUT(pixels, _DECODED)


def decode(values: np.ndarray) -> np.ndarray:
    """To the nearest of 4096 steps."""
    return _FINE.take((np.clip(values, 0, 1) * 4095 + 0.5).astype(np.uint16))


def encode(light: np.ndarray, curve: np.ndarray = ENCODED) -> np.ndarray:
    return curve.take((np.sqrt(np.clip(light, 0, 1)) * STEPS + 0.5).astype(np.uint16))


_FINE_VALUES = np.arange(4096) / 4095
_FINE = np.where(_FINE_VALUES <= 0.04045, _FINE_VALUES / 12.92, ((_FINE_VALUES + 0.055) / 1.055) ** 2.4).astype(np.float32)


def add_sensor_noise(light: np.ndarray, rng: Random, shot: float, read: float) -> np.ndarray:
    """Noise of photosites behind a Bayer filter (variance = shot signal + read^2), spread over neighbours and colours by
    demosaicing (Malvar, He and Cutler, 2004). The light itself is not demosaiced."""
    signal = light[..., 1].copy()
    signal[::2, ::2], signal[1::2, 1::2] = light[::2, ::2, 0], light[1::2, 1::2, 2]
    mosaic = rng.standard_normal(signal.shape, dtype=np.float32)
    mosaic *= np.sqrt(np.float32(shot) * np.maximum(signal, 0) + np.float32(read * read))
    return light + _demosaic(mosaic)


def _demosaic(mosaic: np.ndarray) -> np.ndarray:
    along_row, along_column, other, green = (
        cv2.filter2D(mosaic, -1, kernel, borderType=cv2.BORDER_REFLECT_101) for kernel in _KERNELS
    )
    result = np.empty((*mosaic.shape, 3), np.float32)
    result[..., 1] = mosaic
    result[::2, ::2, 1], result[1::2, 1::2, 1] = green[::2, ::2], green[1::2, 1::2]
    for colour, own in ((0, 0), (2, 1)):
        opposite = 1 - own
        plane = result[..., colour]
        plane[own::2, own::2] = mosaic[own::2, own::2]
        plane[opposite::2, opposite::2] = other[opposite::2, opposite::2]
        plane[own::2, opposite::2] = along_row[own::2, opposite::2]
        plane[opposite::2, own::2] = along_column[opposite::2, own::2]
    return result


def _demosaicing_kernels() -> list[np.ndarray]:
    along_row = np.zeros((5, 5), np.float32)
    along_row[2] = [-1, 4, 5, 4, -1]
    along_row[[0, 4], 2] = 0.5
    along_row[[1, 1, 3, 3], [1, 3, 1, 3]] = -1
    other = np.zeros((5, 5), np.float32)
    other[2, 2] = 6
    other[[1, 1, 3, 3], [1, 3, 1, 3]] = 2
    other[[2, 2, 0, 4], [0, 4, 2, 2]] = -1.5
    green = np.zeros((5, 5), np.float32)
    green[2, 2] = 4
    green[[2, 2, 1, 3], [1, 3, 2, 2]] = 2
    green[[2, 2, 0, 4], [0, 4, 2, 2]] = -1
    return [kernel / 8 for kernel in (along_row, along_row.T.copy(), other, green)]


_KERNELS = _demosaicing_kernels()
