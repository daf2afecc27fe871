import { composeHomographies, scaleHomography, type Homography, type Point, type Size } from '#contract/geometry';
import type { PixelImage } from '#core/photos/pixel-image';
import { warpPlanar } from '#core/photos/pixels/resample';
import { createRandom, type Random } from '#native-models/random';
import { cameraHomography } from './simulated-pair.ts';
import { photographWide, type SimulatedPhone } from './simulated-phones.ts';

/** A wide photo and telephotos of one view, and what is known of them. */
export interface TelephotoSet {
  wide: PixelImage;
  teles: { image: PixelImage; /** Tele to wide. */ homography: Homography }[];
}

export interface TelephotoSetOptions {
  /** Four times as fine as the wide photo; sides are multiples of 8. */
  scene: PixelImage;
  phone: SimulatedPhone;
  /** Tele pixels to one of the wide. */
  zoom: number;
  /** Telephotos along one side. */
  along: number;
  /** Of the wide's width and height that all of them cover together, and that each covers. */
  covered: number;
  each: number;
  /** How far a thing may lie from where a homography says, in wide pixels: parallax that changes smoothly over the view. */
  parallax: number;
  seed: number;
}

const fineness = 4;

/** Telephotos in a grid, each from a hand that shakes, with a tone and a parallax of its own. The same seed gives the same set. */
export function photographSet(options: TelephotoSetOptions): TelephotoSet {
  const { scene, phone, zoom, along, covered, each, seed } = options;
  const random = createRandom(seed);
  const wide = photographWide(halved(scene), phone, seed);
  const size = { width: evenPart(each * zoom * wide.width), height: evenPart(each * zoom * wide.height) };
  const place = (index: number): number =>
    along === 1 ? 0.5 : 0.5 - covered / 2 + each / 2 + (index * (covered - each)) / (along - 1);
  const teles = Array.from({ length: along ** 2 }, (_, index) => {
    const shake = (): number => random.between(-0.012, 0.012);
    const centre = { x: place(index % along) + shake(), y: place(Math.floor(index / along)) + shake() };
    const tilt = { x: random.between(-0.004, 0.004), y: random.between(-0.004, 0.004) };
    const homography = cameraHomography(wide, { size, zoom, rotation: random.between(-1.5, 1.5), centre, tilt });
    return { homography, image: takePhoto(scene, homography, size, options, random) };
  });
  return { wide, teles };
}

function evenPart(length: number): number {
  return 2 * Math.round(length / 2);
}

/** Each pixel the mean of 2 x 2. */
export function halved({ width, height, data }: PixelImage): PixelImage {
  const size = { width: width / 2, height: height / 2 };
  const stride = 3 * width;
  const small = Uint8Array.from({ length: 3 * size.width * size.height }, (_, index) => {
    const [channel, pixel] = [index % 3, Math.floor(index / 3)];
    const at = 2 * (Math.floor(pixel / size.width) * stride + 3 * (pixel % size.width)) + channel;
    const [a = 0, b = 0] = [data[at], data[at + 3]];
    const [c = 0, d = 0] = [data[at + stride], data[at + stride + 3]];
    return (a + b + c + d + 2) >> 2;
  });
  return { ...size, depth: 8, profile: null, data: small };
}

function takePhoto(
  scene: PixelImage,
  homography: Homography,
  size: Size,
  { parallax, phone }: TelephotoSetOptions,
  random: Random,
): PixelImage {
  const toScene = composeHomographies(scaleHomography(fineness, fineness), homography);
  const rectangle = { x: 0, y: 0, ...size };
  const { pixels } = warpPlanar(scene, toScene, rectangle, swayed(size, parallax, homography, random));
  const plane = size.width * size.height;
  const gamma = phone.tele.gamma * random.between(0.95, 1.05);
  const data = new Uint8Array(3 * plane);
  for (let index = 0; index < plane; index += 1) {
    for (let channel = 0; channel < 3; channel += 1) {
      const value = (phone.tele.gains[channel] ?? 1) * (pixels[channel * plane + index] ?? 0) ** gamma;
      const seen = 255 * value + phone.tele.noise * random.normal();
      data[3 * index + channel] = Math.round(Math.min(255, Math.max(0, seen)));
    }
  }
  return { ...size, depth: 8, profile: null, data };
}

/** Slow waves over the view: [2, height, width] in tele pixels. */
function swayed({ width, height }: Size, parallax: number, homography: Homography, random: Random): Float32Array {
  const wave = (): ((point: Point) => number) => {
    const [angle, phase] = [random.between(0, 2 * Math.PI), random.between(0, 2 * Math.PI)];
    const length = random.between(0.8, 1.4) * Math.max(width, height);
    return ({ x, y }) => Math.sin((2 * Math.PI * (x * Math.cos(angle) + y * Math.sin(angle))) / length + phase);
  };
  const waves = [wave(), wave()];
  const telePixels = parallax / Math.hypot(homography[0], homography[3]);
  const plane = width * height;
  return Float32Array.from({ length: 2 * plane }, (_, index) => {
    const point = { x: index % width, y: Math.floor((index % plane) / width) };
    return telePixels * (waves[Math.floor(index / plane)]?.(point) ?? 0);
  });
}
