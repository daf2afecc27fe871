"""Simulated pairs with their truth, from sharp photos; the same seed gives the same pairs.

Run as a program it draws a contact sheet: python simulate.py --photos DIR... --contact-sheet out.png
"""

import argparse
from dataclasses import dataclass

import cv2
import numpy as np

from camera_description import LENGTH, describe_gains
from cameras import WIDE_CAMERAS, match_colours, photograph_tele, photograph_truth, photograph_wide
from photos import load_photos
from ranges import RANGES, Random, draw, draw_share
from scenes import (
    CONTEXT,
    MARGIN,
    NO_MATCH,
    REFERENCE,
    SCENE,
    TRUTH,
    Scene,
    cut_scene,
    cut_square,
    draw_displacement,
    draw_shape,
    view_from_tele,
)

# Shares of what a pair's reference shows.
REFERENCES = RANGES["reference"]["kinds"]
VIEW = 128  # Side of the tele's picture that is simulated.


@dataclass(frozen=True)
class Pairs:
    """A batch of pairs: float32, RGB 0 to 1 as encoded, channels first.

    wide [B,3,32,32]; truth [B,3,64,64]; reference [B,3,112,112] on the truth's grid with 24 pixels more on each side;
    validity [B,1,112,112], 1 where the reference is known, and where it is 0 the reference is grey;
    correspondence [B,2,112,112]: where each reference pixel's content lies on the truth, (x, y) with pixel centres at
    integer + 0.5, or NO_MATCH; camera [B,5]: what is known of the wide camera, zeros where nothing is.
    """

    wide: np.ndarray
    truth: np.ndarray
    reference: np.ndarray
    validity: np.ndarray
    correspondence: np.ndarray
    camera: np.ndarray


def simulate_pairs(
    photos: list[np.ndarray], count: int, seed: tuple[int, ...], camera: str | None = None, reference: str | None = None
) -> Pairs:
    """`count` pairs cut from `photos`. `camera` and `reference` fix what is drawn otherwise; with the same seed, pairs
    that differ only in `reference` have the same wide and truth."""
    pairs = [_simulate_pair(photos, np.random.default_rng((*seed, index)), camera, reference) for index in range(count)]
    return Pairs(*(np.stack(part) for part in zip(*pairs, strict=True)))


def _simulate_pair(photos: list[np.ndarray], rng: Random, camera: str | None, reference: str | None):
    scene_rng, wide_rng, tele_rng, description_rng, truth_rng = rng.spawn(5)
    scene = cut_scene(photos, scene_rng)
    inner = slice(CONTEXT + MARGIN, -CONTEXT - MARGIN)
    half = slice((CONTEXT + MARGIN) // 2, -(CONTEXT + MARGIN) // 2)
    drawn_camera = draw_share(wide_rng, WIDE_CAMERAS)
    camera = camera or drawn_camera
    seen, noise_of_truth = photograph_truth(scene.seen, truth_rng) if camera == "clean" else (scene.seen, 0.0)
    wide, gains, noise = photograph_wide(seen, wide_rng, camera)
    drawn = draw_share(tele_rng, REFERENCES)
    pixels, validity, correspondence = _make_reference(scene, photos, tele_rng, reference or drawn)
    planar = lambda image: np.ascontiguousarray(image.transpose(2, 0, 1), dtype=np.float32)
    truth = seen[inner, inner].astype(np.float32) / 255
    return (
        planar(wide[half, half]),
        planar(truth),
        planar(pixels),
        validity[None],
        planar(correspondence),
        _describe(gains, max(noise, noise_of_truth), description_rng),
    )


def _describe(gains: np.ndarray, noise: float, rng: Random) -> np.ndarray:
    """What an estimate from the pair at hand would say of the camera, if there is one."""
    model = RANGES["description"]
    if rng.random() < model["unknown"]:
        return np.zeros(LENGTH, np.float32)
    estimated = np.maximum(gains + model["error"] * rng.standard_normal(len(gains)), 0)
    return describe_gains(estimated, noise * np.exp(model["noiseError"] * rng.standard_normal()))


def _make_reference(scene: Scene, photos: list[np.ndarray], rng: Random, kind: str):
    """Pixels [112,112,3], validity [112,112] and correspondence [112,112,2]."""
    model = RANGES["reference"]
    validity = np.ones((REFERENCE, REFERENCE), np.float32)
    nowhere = np.full((REFERENCE, REFERENCE, 2), NO_MATCH, np.float32)
    if kind == "none":
        return np.full((REFERENCE, REFERENCE, 3), 0.5, np.float32), np.zeros_like(validity), nowhere
    shown = Scene(cut_square(photos, rng)) if kind == "unrelated" else scene
    view, places = view_from_tele(shown, draw_displacement(rng, VIEW))
    if kind == "occluded":
        cover = draw_shape(rng, VIEW)[..., None]
        view += (cut_square(photos, rng)[:VIEW, :VIEW].astype(np.float32) / 255 - view) * cover
        places = np.where(cover >= 0.5, NO_MATCH, places)
    out_of_focus = draw_shape(rng, VIEW) if rng.random() < RANGES["tele"]["defocused"] else None
    pixels = photograph_tele(view, rng, out_of_focus)
    if kind != "unrelated":
        pixels = match_colours(pixels, view, True, rng)
    elif rng.random() < model["unrelatedMatched"]:
        around = slice((SCENE - VIEW) // 2, (SCENE + VIEW) // 2)
        pixels = match_colours(pixels, scene.seen[around, around].astype(np.float32) / 255, False, rng)
    inner = slice((VIEW - REFERENCE) // 2, (VIEW + REFERENCE) // 2)
    pixels = np.clip(pixels[inner, inner], 0, 1)
    known_places = places[inner, inner] > NO_MATCH / 2
    correspondence = np.where(known_places, places[inner, inner] + 0.5 - CONTEXT - MARGIN, NO_MATCH)
    if kind == "unrelated":
        correspondence = nowhere
    if kind == "partial":
        validity = _partial_validity(rng)
    known = validity[..., None] > 0
    return np.where(known, pixels, 0.5), validity, np.where(known, correspondence, NO_MATCH)


def _partial_validity(rng: Random) -> np.ndarray:
    """1 on a half-plane, or outside or inside a rectangle: the overlap's edge or corner runs through the tile."""
    model = RANGES["reference"]
    y, x = np.mgrid[:REFERENCE, :REFERENCE] + 0.5
    if rng.random() < model["halfPlane"]:
        angle = rng.choice([0, 0.5, 1, 1.5]) * np.pi + draw(rng, model["tilt"])
        distance = (x - REFERENCE / 2) * np.cos(angle) + (y - REFERENCE / 2) * np.sin(angle)
        return (distance < draw(rng, model["edge"])).astype(np.float32)
    left, top, width, height = (draw(rng, model[name]) for name in ("corner", "corner", "side", "side"))
    inside = (x > left) & (x < left + width) & (y > top) & (y < top + height)
    return (inside if rng.random() < 0.5 else ~inside).astype(np.float32)


def draw_contact_sheet(photos: list[np.ndarray], seed: int, rows: int = 5) -> np.ndarray:
    """BGR uint8. A row per wide camera and seed; wide (enlarged), truth, then each kind of reference with a frame
    around the tile's own rectangle."""
    lines = []
    for row in range(rows):
        for camera in WIDE_CAMERAS:
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
