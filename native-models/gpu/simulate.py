"""Simulated pairs with their truth, from sharp photos; the same seed gives the same pairs.

Run as a program it draws a contact sheet: python simulate.py --photos DIR... --contact-sheet out.png
"""

import argparse
from dataclasses import dataclass

import cv2
import numpy as np

from cameras import photograph_tele, photograph_wide
from photos import load_photos

TILE = 32  # Side of the wide tile.
MARGIN = 24  # Of the reference around the tile, on the 2x grid.
TRUTH = 2 * TILE
REFERENCE = TRUTH + 2 * MARGIN
CONTEXT = 24  # Of the scene around the reference, for filters and displacements to reach into.
SCENE = REFERENCE + 2 * CONTEXT
NO_MATCH = -1e4

# Shares of what a pair's reference shows. Occluded: an object stands before a part of it.
REFERENCES = {"true": 0.48, "partial": 0.15, "occluded": 0.1, "unrelated": 0.17, "none": 0.1}

Random = np.random.Generator


@dataclass(frozen=True)
class Pairs:
    """A batch of pairs: float32, RGB 0 to 1 as encoded, channels first.

    wide [B,3,32,32]; truth [B,3,64,64]; reference [B,3,112,112] on the truth's grid with 24 pixels more on each side;
    validity [B,1,112,112], 1 where the reference is known, and where it is 0 the reference is grey;
    correspondence [B,2,112,112]: where each reference pixel's content lies on the truth, (x, y) with pixel centres at
    integer + 0.5, or NO_MATCH.
    """

    wide: np.ndarray
    truth: np.ndarray
    reference: np.ndarray
    validity: np.ndarray
    correspondence: np.ndarray


def simulate_pairs(
    photos: list[np.ndarray], count: int, seed: tuple[int, ...], camera: str | None = None, reference: str | None = None
) -> Pairs:
    """`count` pairs cut from `photos`. `camera` and `reference` fix what is drawn otherwise; with the same seed, pairs
    that differ only in `reference` have the same wide and truth."""
    pairs = [_simulate_pair(photos, np.random.default_rng((*seed, index)), camera, reference) for index in range(count)]
    return Pairs(*(np.stack(part) for part in zip(*pairs, strict=True)))


def _simulate_pair(photos: list[np.ndarray], rng: Random, camera: str | None, reference: str | None):
    scene_rng, wide_rng, tele_rng = rng.spawn(3)
    scene = _cut_scene(photos, scene_rng)
    inner = slice(CONTEXT + MARGIN, -CONTEXT - MARGIN)
    half = slice((CONTEXT + MARGIN) // 2, -(CONTEXT + MARGIN) // 2)
    wide = photograph_wide(scene, wide_rng, camera)[half, half]
    kind = reference or str(tele_rng.choice(list(REFERENCES), p=list(REFERENCES.values())))
    pixels, validity, correspondence = _make_reference(scene, photos, tele_rng, kind)
    planar = lambda image: np.ascontiguousarray(image.transpose(2, 0, 1), dtype=np.float32)
    return planar(wide), planar(scene[inner, inner]), planar(pixels), validity[None], planar(correspondence)


def _cut_scene(photos: list[np.ndarray], rng: Random) -> np.ndarray:
    """A square of a photo that shows something, at random mirrored and turned."""
    for _ in range(5):
        photo = photos[rng.integers(len(photos))]
        y, x = (int(rng.integers(0, side - SCENE + 1)) for side in photo.shape[:2])
        cut = photo[y : y + SCENE, x : x + SCENE]
        if cut.std() > 18:
            break
    cut = cut[:, ::-1] if rng.random() < 0.5 else cut
    cut = cut.transpose(1, 0, 2) if rng.random() < 0.5 else cut
    return np.ascontiguousarray(cut).astype(np.float32) / 255


def _make_reference(scene: np.ndarray, photos: list[np.ndarray], rng: Random, kind: str):
    """Pixels [112,112,3], validity [112,112] and correspondence [112,112,2]."""
    shown = scene
    if kind == "unrelated":
        shown = _cut_scene(photos, rng)
        if rng.random() < 0.5:
            shown = shown + _low_frequency(scene) - _low_frequency(shown)
    where = _displacement(rng)
    inner = slice(CONTEXT, -CONTEXT)
    pixels = cv2.remap(shown, where[..., 0], where[..., 1], cv2.INTER_CUBIC, borderMode=cv2.BORDER_REFLECT)
    pixels = photograph_tele(pixels, rng)[inner, inner]
    correspondence = (where + 0.5)[inner, inner] - CONTEXT - MARGIN
    validity = np.ones((REFERENCE, REFERENCE), np.float32)
    if kind == "occluded":
        object_mask = _ellipse(rng)[..., None]
        other = _cut_scene(photos, rng)[inner, inner]
        pixels = pixels * (1 - object_mask) + other * object_mask
        correspondence = np.where(object_mask > 0, NO_MATCH, correspondence)
    if kind == "partial":
        validity = _partial_validity(rng)
    if kind == "none":
        validity = np.zeros_like(validity)
    if kind in ("unrelated", "none"):
        correspondence = np.full_like(correspondence, NO_MATCH)
    known = validity[..., None] > 0
    return np.where(known, pixels, 0.5), validity, np.where(known, correspondence, NO_MATCH)


def _low_frequency(image: np.ndarray) -> np.ndarray:
    """What colour matching makes alike in two pictures, whatever they show."""
    return cv2.GaussianBlur(image, (0, 0), 12)


def _displacement(rng: Random) -> np.ndarray:
    """For each pixel index of the tele's picture, the index [SCENE,SCENE,2] (x, y) of the scene it shows: a small
    homography, as registration leaves it, and smooth parallax."""
    strength = rng.choice([0.25, 1.0])
    angle, scale = strength * np.deg2rad(rng.uniform(-2, 2)), 1 + strength * rng.uniform(-0.04, 0.04)
    shift = strength * rng.uniform(-12, 12, 2)
    perspective = strength * rng.uniform(-1e-4, 1e-4, 2)
    cosine, sine = scale * np.cos(angle), scale * np.sin(angle)
    centre = (SCENE - 1) / 2
    y, x = np.mgrid[:SCENE, :SCENE] - centre
    depth = 1 + perspective[0] * x + perspective[1] * y
    plane = np.stack([cosine * x - sine * y, sine * x + cosine * y], -1) / depth[..., None] + centre + shift
    cells = int(rng.integers(3, 8))
    parallax = rng.standard_normal((cells, cells, 2), dtype=np.float32) * np.float32(rng.uniform(0, 4) * strength)
    return (plane + cv2.resize(parallax, (SCENE, SCENE), interpolation=cv2.INTER_CUBIC)).astype(np.float32)


def _partial_validity(rng: Random) -> np.ndarray:
    """1 on a half-plane, or outside or inside a rectangle: the overlap's edge or corner runs through the tile."""
    y, x = np.mgrid[:REFERENCE, :REFERENCE] + 0.5
    if rng.random() < 0.6:
        angle = rng.choice([0, 0.5, 1, 1.5]) * np.pi + rng.uniform(-0.1, 0.1)
        distance = (x - REFERENCE / 2) * np.cos(angle) + (y - REFERENCE / 2) * np.sin(angle)
        return (distance < rng.uniform(-45, 45)).astype(np.float32)
    left, top = rng.uniform(-30, 80, 2)
    width, height = rng.uniform(20, 90, 2)
    inside = (x > left) & (x < left + width) & (y > top) & (y < top + height)
    return (inside if rng.random() < 0.5 else ~inside).astype(np.float32)


def _ellipse(rng: Random) -> np.ndarray:
    mask = np.zeros((REFERENCE, REFERENCE), np.float32)
    centre = [int(value) for value in rng.integers(20, REFERENCE - 20, 2)]
    axes = [int(value) for value in rng.integers(8, 36, 2)]
    return cv2.ellipse(mask, centre, axes, float(rng.uniform(0, 180)), 0, 360, 1.0, -1)


def draw_contact_sheet(photos: list[np.ndarray], seed: int, rows: int = 5) -> np.ndarray:
    """BGR uint8. A row per wide camera and seed; wide (enlarged), truth, then each kind of reference with a frame
    around the tile's own rectangle."""
    lines = []
    for row in range(rows):
        for camera in ("clean", "blurred", "phone"):
            pairs = [simulate_pairs(photos, 1, (seed, row), camera, kind) for kind in REFERENCES]
            wide, truth = (image[0].transpose(1, 2, 0) for image in (pairs[0].wide, pairs[0].truth))
            wide = cv2.resize(wide, (REFERENCE, REFERENCE), interpolation=cv2.INTER_NEAREST)
            truth = cv2.resize(truth, (REFERENCE, REFERENCE), interpolation=cv2.INTER_NEAREST)
            references = [np.ascontiguousarray(pair.reference[0].transpose(1, 2, 0)) for pair in pairs]
            for image in references:
                cv2.rectangle(image, (MARGIN, MARGIN), (MARGIN + TRUTH, MARGIN + TRUTH), (1, 1, 0))
            lines.append(np.concatenate([np.pad(i, ((0, 4), (0, 4), (0, 0))) for i in (wide, truth, *references)], 1))
    return (np.clip(np.concatenate(lines, 0), 0, 1)[..., ::-1] * 255).astype(np.uint8)


def main() -> None:
    parser = argparse.ArgumentParser(description="Draws simulated pairs: wide, truth, and one reference of each kind")
    parser.add_argument("--photos", nargs="+", required=True)
    parser.add_argument("--contact-sheet", required=True)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    training, _ = load_photos(options.photos)
    cv2.imwrite(options.contact_sheet, draw_contact_sheet(training, options.seed))


if __name__ == "__main__":
    main()
