"""What a wide and a telephoto camera make of a sharp picture: [height, width, 3] RGB, float32, 0 to 1, encoded."""

import cv2
import numpy as np

Random = np.random.Generator

# Shares of the wide cameras that a batch sees.
WIDE_CAMERAS = {"clean": 0.3, "blurred": 0.4, "phone": 0.3}


def photograph_wide(scene: np.ndarray, rng: Random, camera: str | None = None) -> np.ndarray:
    """The scene at half its size through a wide camera.

    clean    shrunk by a resampling filter, as when both photos of a pair are shrunk to have a truth
    blurred  Gaussian lens blur, sigma 0.3 to 2.4 pixels of the scene, anisotropic, before shrinking
    phone    blur of sigma 1 to 2.4, then the phone's own sharpening with its dark and bright halos
    """
    camera = camera or str(rng.choice(list(WIDE_CAMERAS), p=list(WIDE_CAMERAS.values())))
    return _WIDE_CAMERAS[camera](scene, rng)


def photograph_tele(scene: np.ndarray, rng: Random) -> np.ndarray:
    """The scene at its size through a telephoto camera whose colours were matched to the wide's, up to a rest."""
    strength = rng.choice([0.3, 1.0])
    gamma = np.exp(strength * rng.uniform(-0.13, 0.13))
    gain = 1 + strength * rng.uniform(-0.1, 0.1, 3)
    offset = strength * rng.uniform(-0.04, 0.04, 3)
    tele = (np.clip(scene, 0, 1) ** gamma * gain + offset).astype(np.float32)
    if rng.random() < 0.4:
        tele = cv2.GaussianBlur(tele, (0, 0), rng.uniform(0.3, 1.0))
    if rng.random() < 0.4:
        tele = _sharpen(tele, radius=rng.uniform(0.7, 1.5), amount=rng.uniform(0, 0.8))
    if rng.random() < 0.5:
        tele = _add_noise(tele, rng, 0.01)
    tele = np.clip(tele, 0, 1)
    return _compress(tele, rng) if rng.random() < 0.3 else tele


def _clean(scene: np.ndarray, rng: Random) -> np.ndarray:
    wide = np.clip(_shrink(scene, rng), 0, 1)
    wide = _compress(wide, rng) if rng.random() < 0.3 else wide
    return np.round(wide * 255).astype(np.float32) / 255


def _blurred(scene: np.ndarray, rng: Random) -> np.ndarray:
    wide = _shrink(_blur(scene, rng, 0.3, 2.4), rng)
    if rng.random() < 0.6:
        wide = _add_noise(wide, rng, 0.012)
    wide = np.clip(wide, 0, 1)
    return _compress(wide, rng) if rng.random() < 0.5 else wide


def _phone(scene: np.ndarray, rng: Random) -> np.ndarray:
    wide = _shrink(_blur(scene, rng, 1.0, 2.4), rng)
    wide = _add_noise(wide, rng, 0.004)
    # Blur 2.0 to 2.4 with a radius of 1.5 to 2 and an amount of 1.5 has negative lobes of half the kernel's sum.
    wide = _sharpen(wide, radius=rng.uniform(1.0, 2.2), amount=rng.uniform(0.3, 2.0))
    wide = np.clip(wide, 0, 1)
    return _compress(wide, rng) if rng.random() < 0.7 else wide


_WIDE_CAMERAS = {"clean": _clean, "blurred": _blurred, "phone": _phone}


def _blur(scene: np.ndarray, rng: Random, least: float, most: float) -> np.ndarray:
    """An anisotropic, rotated Gaussian; both sigmas log-uniform, equal half of the time."""
    along, across = np.exp(rng.uniform(np.log(least), np.log(most), 2))
    if rng.random() < 0.5:
        across = along
    angle = rng.uniform(0, np.pi)
    y, x = np.mgrid[-7:8, -7:8]
    u, v = x * np.cos(angle) + y * np.sin(angle), y * np.cos(angle) - x * np.sin(angle)
    kernel = np.exp(-(u**2) / (2 * along**2) - v**2 / (2 * across**2))
    return cv2.filter2D(scene, -1, (kernel / kernel.sum()).astype(np.float32), borderType=cv2.BORDER_REFLECT)


def _shrink(scene: np.ndarray, rng: Random) -> np.ndarray:
    """Half the size by an area, a plain bicubic or an anti-aliased bicubic filter; all keep pixel corners aligned."""
    height, width = scene.shape[:2]
    kind = rng.choice(["area", "bicubic", "antialiased"])
    if kind == "antialiased":
        filtered = cv2.sepFilter2D(scene, -1, _HALVING, _HALVING, anchor=(3, 3), borderType=cv2.BORDER_REFLECT)
        return np.ascontiguousarray(filtered[::2, ::2])
    interpolation = cv2.INTER_AREA if kind == "area" else cv2.INTER_CUBIC
    return cv2.resize(scene, (width // 2, height // 2), interpolation=interpolation)


def _halving_kernel() -> np.ndarray:
    """Catmull-Rom stretched by two: eight taps at +-0.25, +-0.75, +-1.25, +-1.75."""
    t = np.abs(np.arange(8) - 3.5) / 2
    weights = np.where(t < 1, 1.5 * t**3 - 2.5 * t**2 + 1, -0.5 * t**3 + 2.5 * t**2 - 4 * t + 2)
    return (weights / weights.sum()).astype(np.float32)


_HALVING = _halving_kernel()


def _sharpen(image: np.ndarray, radius: float, amount: float) -> np.ndarray:
    return image + np.float32(amount) * (image - cv2.GaussianBlur(image, (0, 0), radius))


def _add_noise(image: np.ndarray, rng: Random, most: float) -> np.ndarray:
    return image + rng.standard_normal(image.shape, dtype=np.float32) * np.float32(rng.uniform(0, most))


def _compress(image: np.ndarray, rng: Random) -> np.ndarray:
    pixels = np.round(image[..., ::-1] * 255).astype(np.uint8)
    _, encoded = cv2.imencode(".jpg", pixels, [cv2.IMWRITE_JPEG_QUALITY, int(rng.integers(78, 99))])
    return np.ascontiguousarray(cv2.imdecode(encoded, cv2.IMREAD_COLOR)[..., ::-1]).astype(np.float32) / 255
