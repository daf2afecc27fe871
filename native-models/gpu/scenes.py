"""Squares of sharp photos, at times with an object before them, and how a tele beside the wide sees them."""

from dataclasses import dataclass

import cv2
import numpy as np

from ranges import RANGES, Random, draw, draw_share, draw_whole

TILE = 32  # Side of the wide tile.
MARGIN = 24  # Of the reference around the tile, on the 2x grid.
TRUTH = 2 * TILE
REFERENCE = TRUTH + 2 * MARGIN
CONTEXT = 24  # Of the scene around the reference, for filters and displacements to reach into.
SCENE = REFERENCE + 2 * CONTEXT
NO_MATCH = -1e4


@dataclass(frozen=True)
class Scene:
    """[160,160,3] uint8: all that the wide sees. With an object: its picture, the share of each pixel that it covers, the
    scene without it, and how far it has moved in the tele's view (None: gone)."""

    seen: np.ndarray
    object: tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray | None] | None = None


def cut_scene(photos: list[np.ndarray], rng: Random) -> Scene:
    model = RANGES["scene"]
    behind = cut_square(photos, rng)
    kind = draw_share(rng, model["objects"])
    if kind == "no":
        return Scene(behind)
    picture, cover = cut_square(photos, rng), draw_shape(rng, SCENE)
    angle = rng.uniform(0, 2 * np.pi)
    length = draw(rng, model["nearShift" if kind == "near" else "movingShift"])
    shift = None if kind == "gone" else length * np.array([np.cos(angle), np.sin(angle)])
    seen = behind + (picture.astype(np.float32) - behind) * cover[..., None]
    return Scene(np.round(seen).astype(np.uint8), (picture, cover, behind, shift))


def cut_square(photos: list[np.ndarray], rng: Random) -> np.ndarray:
    """A square of a photo that shows something, at random mirrored and turned."""
    model = RANGES["scene"]
    for _ in range(5):
        photo = photos[rng.integers(len(photos))]
        y, x = (int(rng.integers(0, side - SCENE + 1)) for side in photo.shape[:2])
        cut = photo[y : y + SCENE, x : x + SCENE]
        if cut[::3, ::3].std() > model["leastContrast"]:
            break
    cut = cut[:, ::-1] if rng.random() < model["mirrored"] else cut
    cut = cut.transpose(1, 0, 2) if rng.random() < model["turned"] else cut
    return np.ascontiguousarray(cut)


def draw_shape(rng: Random, side: int) -> np.ndarray:
    """Share of each pixel that a wavy ellipse, or one side of a line, covers; edges are a pixel soft."""
    model = RANGES["shape"]
    centre = side * (0.5 + rng.uniform(-0.3, 0.3, 2))
    angle = rng.uniform(0, 2 * np.pi)
    place = np.arange(side, dtype=np.float32) + 0.5
    x, y = place[None] - np.float32(centre[0]), place[:, None] - np.float32(centre[1])
    right, down = (
        np.float32(np.cos(angle)) * x + np.float32(np.sin(angle)) * y,
        np.float32(np.cos(angle)) * y - np.float32(np.sin(angle)) * x,
    )
    inside = right
    if rng.random() < model["ellipse"]:
        along, across = (np.float32(draw(rng, model["radius"])) for _ in range(2))
        distance, turned = cv2.cartToPolar(right / along, down / across)
        wave, waves, phase = draw(rng, model["wobble"]), int(rng.integers(2, 7)), rng.uniform(0, 2 * np.pi)
        inside = (1 + np.float32(wave) * np.sin(waves * turned + np.float32(phase)) - distance) * min(along, across)
    return np.clip(inside + 0.5, 0, 1).astype(np.float32)


def draw_displacement(rng: Random, side: int) -> np.ndarray:
    """For each pixel of a square in the scene's middle, the place [side,side,2] (x, y) of the scene that it shows, pixel centres
    at whole numbers: a small homography, as registration leaves it, and smooth parallax."""
    model = RANGES["displacement"]
    strength = rng.choice(model["strengths"])
    angle = strength * np.deg2rad(draw(rng, model["degrees"]))
    scale = 1 + strength * draw(rng, model["scale"])
    shift = strength * np.array([draw(rng, model["shift"]) for _ in range(2)])
    perspective = strength * np.array([draw(rng, model["perspective"]) for _ in range(2)])
    cosine, sine = scale * np.cos(angle), scale * np.sin(angle)
    place = np.arange(side) - (side - 1) / 2
    x, y = place[None], place[:, None]
    depth = 1 + perspective[0] * x + perspective[1] * y
    plane = np.stack([cosine * x - sine * y, sine * x + cosine * y], -1) / depth[..., None] + (SCENE - 1) / 2 + shift
    cells = draw_whole(rng, model["cells"])
    deviation = np.float32(draw(rng, model["parallax"]) * strength)
    parallax = rng.standard_normal((cells, cells, 2), dtype=np.float32) * deviation
    parallax = cv2.resize(parallax, (SCENE, SCENE), interpolation=cv2.INTER_CUBIC)
    start = (SCENE - side) // 2
    return (plane + parallax[start : start + side, start : start + side]).astype(np.float32)


def view_from_tele(scene: Scene, where: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The scene from where the tele stands [side,side,3], float, and for each pixel the place [side,side,2] of the scene where the
    wide shows the same, or NO_MATCH. An object covers some of the scene and uncovers what only the tele sees."""
    if scene.object is None:
        return _sample(scene.seen, where), where
    picture, cover, behind, shift = scene.object
    view = _sample(behind, where)
    hidden = _cover_at(cover, where)[..., None] >= 0.5
    places = np.where(hidden, NO_MATCH, where)
    if shift is None:
        return view, places
    moved = where - shift.astype(np.float32)
    share = _cover_at(cover, moved)[..., None]
    view += (_sample(picture, moved) - view) * share
    return view, np.where(share >= 0.5, moved, places)


def _sample(picture: np.ndarray, where: np.ndarray) -> np.ndarray:
    floating = picture.astype(np.float32) / 255
    return cv2.remap(floating, where, None, cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)


def _cover_at(cover: np.ndarray, where: np.ndarray) -> np.ndarray:
    return cv2.remap(cover, where, None, cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT)
