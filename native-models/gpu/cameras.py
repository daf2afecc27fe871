"""What a wide and a telephoto camera make of a sharp picture: [height, width, 3] RGB, float32, 0 to 1, encoded."""

import cv2
import numpy as np

from camera_description import STEPS_X, STEPS_Y, mean_gains, wave_of
from light import ENCODED, add_sensor_noise, decode, decode_bytes, encode
from ranges import RANGES, Random, draw, draw_share, draw_whole

# Shares of the wide cameras that a batch sees.
WIDE_CAMERAS = RANGES["wide"]["cameras"]

_LUMA = np.array([0.299, 0.587, 0.114], np.float32)
_REACH = 8  # Of a lens' blur.


def photograph_truth(scene: np.ndarray, rng: Random) -> tuple[np.ndarray, float]:
    """What a clean wide is shrunk from (uint8, of the scene's size): in a share of cases a phone's photo of the scene, else the
    scene itself; and the standard deviation of the luma noise that is left after halving."""
    model = RANGES["truth"]
    if rng.random() >= model["photographed"]:
        return scene, 0.0
    light = cv2.GaussianBlur(decode_bytes(scene), (0, 0), draw(rng, model["blur"]))
    photo = encode(add_sensor_noise(light, rng, draw(rng, model["shot"]), draw(rng, model["read"])))
    sharpening = _draw_sharpening(rng, model)
    noise = photo - encode(light)
    if sharpening:
        photo, noise = _sharpen(photo, *sharpening), _sharpen(noise, *sharpening)
    left = _halve(noise, _SHRINK_TAPS["area"]) @ _LUMA
    return np.round(np.clip(photo, 0, 1) * 255).astype(np.uint8), float(left.std())


def photograph_wide(scene: np.ndarray, rng: Random, camera: str) -> tuple[np.ndarray, np.ndarray, float]:
    """The scene (uint8) at half its size through a wide camera, in whole steps of 1/255; what it leaves of waves at the four
    described frequencies; and the standard deviation of its luma noise.

    clean    shrunk by a resampling filter, as encoded: both photos of a pair are shrunk so to have a truth
    blurred  a lens of any softness, noise, at times sharpened
    phone    a soft lens, then the phone's own sharpening with its dark and bright halos
    """
    model = RANGES["wide"][camera]
    linear = rng.random() < model["linearLight"]
    taps = _SHRINK_TAPS[draw_share(rng, model["filters"])]
    kernel = _draw_lens(rng, model["blur"]) if model["blur"]["to"] > 0 else None
    light = decode_bytes(scene) if linear else scene.astype(np.float32) / 255
    if kernel is not None:
        light = cv2.filter2D(light, -1, kernel, borderType=cv2.BORDER_REFLECT)
    photo = _halve(light, taps)
    noise = 0.0
    sharpening = _draw_sharpening(rng, model)
    if rng.random() < model["noisy"]:
        before = photo if linear else decode(photo)
        noisy = encode(add_sensor_noise(before, rng, draw(rng, model["shot"]), draw(rng, model["read"])))
        noise = _noise_of(encode(before), noisy, sharpening)
        photo = noisy
    elif linear:
        photo = encode(photo)
    if sharpening:
        photo = _sharpen(photo, *sharpening)
    photo = _compress(photo, rng) if rng.random() < model["compressed"] else _quantise(photo)
    return photo, _gains(kernel, taps, sharpening), noise


def photograph_tele(view: np.ndarray, rng: Random, defocus_mask: np.ndarray | None = None) -> np.ndarray:
    """A square view on the 2x grid through a telephoto camera, on the 2x grid again, in the camera's own colours. Its pixels
    are as fine as the grid's at a zoom of 2, below coarser and above finer; `defocus_mask` says where it is out of focus."""
    model = RANGES["tele"]
    light = decode(view)
    if defocus_mask is not None:
        soft = cv2.GaussianBlur(light, (0, 0), draw(rng, model["defocus"]))
        light += (soft - light) * cv2.GaussianBlur(defocus_mask, (0, 0), 2)[..., None]
    density = 1.0 if rng.random() < model["sameGrid"] else draw(rng, model["zoom"]) / 2
    blur = draw(rng, model["blur"]) if rng.random() < model["blurred"] else 0.0
    there, back, side = _tele_grid(view.shape[0], density, rng)
    # Below a zoom of 2 the camera's own pixels are a filter too.
    softness = np.hypot(blur, 0.35 if density < 1 else 0) / density
    if softness > 0.25:
        light = cv2.GaussianBlur(light, (0, 0), softness)
    if density != 1:
        light = cv2.warpAffine(light, there, (side, side), flags=_CUBIC_INVERSE, borderMode=cv2.BORDER_REFLECT)
    light, curve = _colour(light, rng)
    if rng.random() < model["noisy"]:
        light = add_sensor_noise(light, rng, draw(rng, model["shot"]), draw(rng, model["read"]))
    photo = encode(light, curve)
    if rng.random() < model["sharpened"]:
        photo = _sharpen(photo, draw(rng, model["amount"]), draw(rng, model["radius"]), 0)
    photo = _compress(photo, rng) if rng.random() < model["compressed"] else _quantise(photo)
    if density == 1:
        return photo
    if density > 1.05:
        # Shrinking needs a wider kernel than a cubic has: this one's deviation is that of a stretched cubic against a plain one.
        photo = cv2.GaussianBlur(photo, (0, 0), 0.45 * np.sqrt(density**2 - 1))
    return cv2.warpAffine(photo, back, view.shape[:2], flags=_CUBIC_INVERSE, borderMode=cv2.BORDER_REFLECT)


def match_colours(tele: np.ndarray, wide: np.ndarray, believed: bool, rng: Random) -> np.ndarray:
    """Gives the tele the wide's mean, and when believed its contrast, in every colour, up to a rest."""
    model = RANGES["colours"]
    strength = rng.choice(model["strengths"])
    (mean, deviation), (wide_mean, wide_deviation) = (cv2.meanStdDev(image) for image in (tele, wide))
    ratio = (wide_deviation + 0.012) / (deviation + 0.012) if believed else np.ones_like(deviation)
    rest = [1 + strength * draw(rng, model["restGain"]) for _ in range(3)]
    gain = np.clip(ratio, 0.5, 2).ravel() * rest
    offset = wide_mean.ravel() + [strength * draw(rng, model["restOffset"]) for _ in range(3)] - gain * mean.ravel()
    return tele * gain.astype(np.float32) + offset.astype(np.float32)


def _draw_lens(rng: Random, limits: dict) -> np.ndarray:
    """A rotated Gaussian, its two deviations equal in a share of lenses."""
    along, across = draw(rng, limits), draw(rng, limits)
    if rng.random() < RANGES["wide"]["equalBlur"]:
        across = along
    angle = rng.uniform(0, np.pi)
    reach = min(_REACH, int(np.ceil(3 * max(along, across))))
    y, x = np.mgrid[-reach : reach + 1, -reach : reach + 1]
    u, v = x * np.cos(angle) + y * np.sin(angle), y * np.cos(angle) - x * np.sin(angle)
    kernel = np.exp(-(u**2) / (2 * along**2) - v**2 / (2 * across**2))
    return (kernel / kernel.sum()).astype(np.float32)


def _draw_sharpening(rng: Random, model: dict) -> tuple[float, float, float] | None:
    drawn = draw(rng, model["amount"]), draw(rng, model["radius"]), draw(rng, model["chromaRadius"])
    return drawn if rng.random() < model["sharpened"] else None


def _shrink_taps() -> dict[str, np.ndarray]:
    keys = lambda t: np.where(t < 1, 1.5 * t**3 - 2.5 * t**2 + 1, -0.5 * t**3 + 2.5 * t**2 - 4 * t + 2)
    lines = {
        "antialiased": keys(np.abs(np.arange(8) - 3.5) / 2),
        "bicubic": keys(np.abs(np.arange(4) - 1.5)),
        "area": np.ones(2),
    }
    return {name: (line / line.sum()).astype(np.float32) for name, line in lines.items()}


_SHRINK_TAPS = _shrink_taps()


def _halve(image: np.ndarray, taps: np.ndarray) -> np.ndarray:
    """Half the size, pixel corners aligned."""
    anchor = len(taps) // 2 - 1
    filtered = cv2.sepFilter2D(image, -1, taps, taps, anchor=(anchor, anchor), borderType=cv2.BORDER_REFLECT)
    return np.ascontiguousarray(filtered[::2, ::2])


def _gains(kernel: np.ndarray | None, taps: np.ndarray, sharpening: tuple[float, float, float] | None) -> np.ndarray:
    gains = wave_of(taps, STEPS_X) * wave_of(taps, STEPS_Y)
    if kernel is not None:
        reach = kernel.shape[0] // 2
        places = np.arange(-reach, reach + 1)
        waves = np.exp(1j * np.outer(STEPS_X, places)), np.exp(1j * np.outer(STEPS_Y, places))
        gains = gains * np.abs(np.einsum("ny,yx,nx->n", waves[1], kernel, waves[0], optimize=True))
    if sharpening:
        amount, radius, _ = sharpening
        # A step on the wide is two of the 2x grid.
        soft = np.exp(-0.5 * radius**2 * 4 * (STEPS_X**2 + STEPS_Y**2))
        gains = gains * (1 + amount * (1 - soft))
    return mean_gains(gains)


def _sharpen(image: np.ndarray, amount: float, radius: float, chroma_radius: float) -> np.ndarray:
    """Brightness gains what it has more than its surroundings; colour noise is smoothed."""
    luma = image @ _LUMA
    gained = luma + np.float32(amount) * (luma - cv2.GaussianBlur(luma, (0, 0), radius))
    if chroma_radius <= 0.15:
        return image + (gained - luma)[..., None]
    return cv2.GaussianBlur(image - luma[..., None], (0, 0), chroma_radius) + gained[..., None]


def _noise_of(before: np.ndarray, after: np.ndarray, sharpening: tuple[float, float, float] | None) -> float:
    difference = after - before
    if sharpening:
        difference = _sharpen(difference, *sharpening[:2], 0)
    return float((difference @ _LUMA).std())


_CUBIC_INVERSE = cv2.INTER_CUBIC | cv2.WARP_INVERSE_MAP


def _tele_grid(side: int, density: float, rng: Random) -> tuple[np.ndarray, np.ndarray, int]:
    """Where each tele pixel lies on the 2x grid, where each pixel of the 2x grid lies on the tele's, and the tele's side."""
    start = rng.uniform(-1, 0)
    own = 16 * int(np.ceil((side * density + 2) / 16))
    shift = 0.5 / density - 0.5 + start
    there = np.array([[1 / density, 0, shift], [0, 1 / density, shift]])
    back = np.array([[density, 0, -shift * density], [0, density, -shift * density]])
    return there, back, own


def _colour(light: np.ndarray, rng: Random) -> tuple[np.ndarray, np.ndarray]:
    """The light through the camera's lens and colour filters, and the curve that encodes it."""
    model = RANGES["colours"]
    strength = rng.choice(model["strengths"])
    matrix = strength * np.array([[draw(rng, model["matrix"]) for _ in range(3)] for _ in range(3)])
    matrix[np.diag_indices(3)] = 0
    matrix[np.diag_indices(3)] = 1 - matrix.sum(1)
    exposure = draw(rng, model["exposure"])
    matrix *= np.exp([[strength * (exposure + draw(rng, model["whiteBalance"]))] for _ in range(3)])
    height, width = light.shape[:2]
    angle = rng.uniform(0, 2 * np.pi)
    along = (np.arange(width) / width - 0.5) * np.cos(angle) + (np.arange(height)[:, None] / height - 0.5) * np.sin(angle)
    falling = 1 - strength * draw(rng, model["vignetting"]) * (along + 0.5)
    light = cv2.transform(light, matrix.astype(np.float32)) * falling[..., None].astype(np.float32)
    curve = ENCODED ** np.float32(np.exp(strength * draw(rng, model["gamma"])))
    curve = curve + np.float32(strength * draw(rng, model["contrast"])) * curve * (1 - curve) * (2 * curve - 1)
    return light, curve


def _quantise(image: np.ndarray) -> np.ndarray:
    return np.round(np.clip(image, 0, 1) * 255).astype(np.float32) / 255


def _compress(image: np.ndarray, rng: Random) -> np.ndarray:
    """A JPEG file and back; its blocks lie anywhere over the picture."""
    model = RANGES["jpeg"]
    x, y = rng.integers(0, 16, 2)
    pixels = np.round(np.clip(image[..., ::-1], 0, 1) * 255).astype(np.uint8)
    pixels = cv2.copyMakeBorder(pixels, int(y), 0, int(x), 0, cv2.BORDER_REPLICATE)
    halved = rng.random() < model["halved"]
    sampling = cv2.IMWRITE_JPEG_SAMPLING_FACTOR_420 if halved else cv2.IMWRITE_JPEG_SAMPLING_FACTOR_444
    options = [cv2.IMWRITE_JPEG_QUALITY, draw_whole(rng, model["quality"]), cv2.IMWRITE_JPEG_SAMPLING_FACTOR, sampling]
    _, encoded = cv2.imencode(".jpg", pixels, options)
    decoded = cv2.imdecode(encoded, cv2.IMREAD_COLOR)[y:, x:, ::-1]
    return np.ascontiguousarray(decoded).astype(np.float32) / 255
