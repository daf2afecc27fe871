import {
  applyHomography,
  composeHomographies,
  invertHomography,
  scaleHomography,
  type Homography,
  type Point,
} from '#contract/geometry';
import { warpPlanar } from '#core/photos/pixels/resample';
import type { PixelImage } from '#core/photos/pixel-image';
import { createRandom, type Random } from '#native-models/random';
import { photographWide, type SimulatedPhone } from './simulated-phones.ts';
import { cameraHomography } from './simulated-pair.ts';

/** Two photos of a scene with depth, from two places, and what is known of it. */
export interface LayeredPair {
  /** Twice the wide's size, as sharp as the tele. */
  truth: PixelImage;
  wide: PixelImage;
  tele: PixelImage;
  /** Tele to wide for what is infinitely far. */
  far: Homography;
  /** How far what the wide shows at one of its points lies from where `far` says, in wide pixels. */
  shiftAt: (point: Point) => Point;
}

export interface LayeredSceneOptions {
  /** The textures: the first is the ground, every other one an object cut out of it. */
  textures: readonly PixelImage[];
  /** Of the truth; even. */
  side: number;
  /** Shift of the nearest object against what is infinitely far, in wide pixels. */
  nearest: number;
  phone: SimulatedPhone;
  seed: number;
}

/** A flat thing with a texture, slanted: its shift is linear over the wide. */
interface Layer {
  texture: PixelImage;
  /** Coverage of the texture's pixels as a grey picture; null for all. */
  cut: PixelImage | null;
  /** Pixels of the truth to those of the texture. */
  toTexture: Homography;
  /** Wide points without parallax to the same with it. */
  shifted: Homography;
}

/** Texture pixels to one of the truth: more than one, so that the truth is sharp. */
const fineness = 1.4;
const zoom = 1.98;
/** Of the wide's width that the tele shows. */
const teleShare = 0.8;

/**
 * A slanted ground and cut-out objects before it, photographed by a phone's wide camera and, from some centimetres beside it, by its tele,
 * which shows the middle. The same seed gives the same pair.
 */
export function photographLayers({ textures, side, nearest, phone, seed }: LayeredSceneOptions): LayeredPair {
  const random = createRandom(seed);
  const wideSide = side / 2;
  const layers = arrangeLayers(textures, side, nearest, random);
  const teleSide = 2 * Math.round((teleShare * wideSide * zoom) / 2);
  const far = cameraHomography(
    { width: wideSide, height: wideSide },
    {
      size: { width: teleSide, height: teleSide },
      zoom,
      rotation: random.between(-1, 1),
      tilt: { x: 0.003, y: -0.002 },
    },
  );
  const truth = asPhoto(
    draw(layers, side, () => scaleHomography(1, 1)),
    side,
    null,
    random,
  );
  const teleView = draw(layers, teleSide, ({ shifted }) =>
    composeHomographies(scaleHomography(2, 2), composeHomographies(invertHomography(shifted), far)),
  );
  return {
    truth,
    wide: photographWide(truth, phone, seed),
    tele: asPhoto(teleView, teleSide, phone.tele, random),
    far,
    shiftAt(point) {
      const layer = layers.findLast((one) => covers(one, point)) ?? layers[0];
      if (layer === undefined) throw new RangeError('Expected a scene with at least one texture');
      const { x, y } = applyHomography(layer.shifted, point);
      return { x: x - point.x, y: y - point.y };
    },
  };
}

/** From the farthest to the nearest. */
function arrangeLayers(textures: readonly PixelImage[], side: number, nearest: number, random: Random): Layer[] {
  const angle = random.between(0, 2 * Math.PI);
  const towards = { x: Math.cos(angle), y: Math.sin(angle) };
  const wideSide = side / 2;
  const depths = textures.map((_, index) => (index / Math.max(1, textures.length - 1)) * nearest);
  return textures.map((texture, index) => {
    const isGround = index === 0;
    const centre = { x: random.between(0.15, 0.85) * side, y: random.between(0.15, 0.85) * side };
    const turn = isGround ? 0 : random.between(-0.4, 0.4);
    const [cos, sin] = [Math.cos(turn) / fineness, Math.sin(turn) / fineness];
    const place = isGround ? { x: side / 2, y: side / 2 } : centre;
    const toTruth = composeHomographies(
      [cos, -sin, place.x, sin, cos, place.y, 0, 0, 1],
      [1, 0, -texture.width / 2, 0, 1, -texture.height / 2, 0, 0, 1],
    );
    const slant = {
      x: (random.between(-0.2, 0.2) * nearest) / wideSide,
      y: (random.between(-0.2, 0.2) * nearest) / wideSide,
    };
    const depth = (depths[index] ?? 0) - slant.x * (place.x / 2) - slant.y * (place.y / 2);
    const shifted: Homography = [
      1 + towards.x * slant.x,
      towards.x * slant.y,
      towards.x * depth,
      towards.y * slant.x,
      1 + towards.y * slant.y,
      towards.y * depth,
      0,
      0,
      1,
    ];
    return {
      texture,
      cut: isGround ? null : cutOut(texture, random),
      toTexture: invertHomography(toTruth),
      shifted,
    };
  });
}

/** A wavy blob in the middle of the texture. */
function cutOut({ width, height }: PixelImage, random: Random): PixelImage {
  const radius = { x: random.between(0.2, 0.42) * width, y: random.between(0.2, 0.42) * height };
  const waves = random.integer(2, 7);
  const [depth, phase] = [random.between(0, 0.15), random.between(0, 2 * Math.PI)];
  const data = new Uint8Array(3 * width * height);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const [across, down] = [(x + 0.5 - width / 2) / radius.x, (y + 0.5 - height / 2) / radius.y];
      const edge = 1 + depth * Math.sin(waves * Math.atan2(down, across) + phase);
      // About two texture pixels from nothing to all.
      const inside = ((edge - Math.hypot(across, down)) * Math.min(radius.x, radius.y)) / 2 + 0.5;
      data.fill(Math.round(255 * Math.min(1, Math.max(0, inside))), 3 * (y * width + x), 3 * (y * width + x) + 3);
    }
  }
  return { width, height, depth: 8, profile: null, data };
}

function covers({ cut, toTexture }: Layer, { x, y }: Point): boolean {
  if (cut === null) return true;
  const place = applyHomography(toTexture, { x: 2 * x, y: 2 * y });
  const [column, row] = [Math.floor(place.x), Math.floor(place.y)];
  if (column < 0 || row < 0 || column >= cut.width || row >= cut.height) return false;
  return (cut.data[3 * (row * cut.width + column)] ?? 0) >= 128;
}

/** [3, side, side] of 0 to 1; `toTruth` says where a pixel of the view lies in the truth for what the layer shows. */
function draw(layers: readonly Layer[], side: number, toTruth: (layer: Layer) => Homography): Float32Array {
  const view = new Float32Array(3 * side * side);
  const plane = side * side;
  const rectangle = { x: 0, y: 0, width: side, height: side };
  for (const layer of layers) {
    const toTexture = composeHomographies(layer.toTexture, toTruth(layer));
    const { pixels, validity } = warpPlanar(layer.texture, toTexture, rectangle);
    const coverage = layer.cut === null ? validity : warpPlanar(layer.cut, toTexture, rectangle).pixels;
    for (let index = 0; index < plane; index += 1) {
      const share = (coverage[index] ?? 0) * (validity[index] ?? 0);
      for (let at = index; share > 0 && at < 3 * plane; at += plane)
        view[at] = (view[at] ?? 0) + share * ((pixels[at] ?? 0) - (view[at] ?? 0));
    }
  }
  return view;
}

function asPhoto(view: Float32Array, side: number, look: SimulatedPhone['tele'] | null, random: Random): PixelImage {
  const plane = side * side;
  const data = new Uint8Array(3 * plane);
  for (let index = 0; index < plane; index += 1) {
    for (let channel = 0; channel < 3; channel += 1) {
      const value = view[channel * plane + index] ?? 0;
      const seen =
        look === null
          ? 255 * value
          : 255 * (look.gains[channel] ?? 1) * value ** look.gamma + look.noise * random.normal();
      data[3 * index + channel] = Math.round(Math.min(255, Math.max(0, seen)));
    }
  }
  return { width: side, height: side, depth: 8, profile: null, data };
}
