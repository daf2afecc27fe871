/**
 * Colours that a file tells by number, as ITU-T H.273 lists them, in place of an ICC profile or beside it: the primaries of its RGB, and
 * how its values stand for light. HDR pictures have no other way.
 */
export interface ColourSignal {
  readonly primaries: number;
  readonly transfer: number;
}

/** What the values of a picture are: those of an ICC profile, or light that has to be brought into one. */
export type SignalMeaning = 'srgb' | 'display-p3' | 'convert';

/** Curves that are treated as that of sRGB, which screens show them with: BT.709, unknown, BT.601, sRGB, BT.2020 with 10 and 12 bits. */
const defaultTransfers = new Set([1, 2, 6, 13, 14, 15]);
/** DCI-P3 and Display P3. */
const p3Primaries = new Set([11, 12]);
const bt2020 = 9;
const pq = 16;
const hlg = 18;
const linear = 8;
const gammas = new Map([
  [4, 2.2],
  [5, 2.8],
]);

/** Numbers that nobody knows mean sRGB, as a missing profile does. */
export function meaningOf({ primaries, transfer }: ColourSignal): SignalMeaning {
  const isKnown = transfer === pq || transfer === hlg || transfer === linear || gammas.has(transfer);
  if (isKnown || primaries === bt2020) return 'convert';
  return p3Primaries.has(primaries) && defaultTransfers.has(transfer) ? 'display-p3' : 'srgb';
}

/** Whether the picture shows light beyond the white of an ordinary one. */
export function isHdr({ transfer }: ColourSignal): boolean {
  return transfer === pq || transfer === hlg;
}

/** The signal that an ICC profile carries in its `cicp` tag; null without one. */
export function signalInProfile(tag: Buffer | null): ColourSignal | null {
  const [primaries, transfer] = tag?.subarray(8, 10) ?? [];
  return primaries === undefined || transfer === undefined ? null : { primaries, transfer };
}

/**
 * The picture as Display P3 with 16 bits. White of an ordinary picture is 203 candela per square metre (ITU-R BT.2408); what is brighter is
 * pressed into the uppermost fifth, and only where there is anything brighter. `values` are interleaved RGB as encoded.
 */
export function toDisplayP3(values: Uint8Array | Uint16Array, signal: ColourSignal): Uint16Array {
  const light = lightTable(signal.transfer, values instanceof Uint8Array ? 255 : 65535);
  const toP3 = multiply(inverse(xyzMatrix(p3Chromaticities)), xyzMatrix(chromaticitiesOf(signal.primaries)));
  const scene = signal.transfer === hlg ? showHlg : (pixel: Light) => pixel;
  const peak = peakOf(values, light, scene);
  const tone = toneCurve(peak);
  const encode = encodingTable();
  const target = new Uint16Array(values.length);
  const pixel: Light = [0, 0, 0];
  for (let at = 0; at < values.length; at += 3) {
    readLight(values, at, light, pixel);
    scene(pixel);
    const brightest = Math.max(pixel[0], pixel[1], pixel[2]);
    const gain = peak > 1 && brightest > 0 ? tone(brightest) / brightest : 1;
    const [red, green, blue] = [pixel[0] * gain, pixel[1] * gain, pixel[2] * gain];
    for (let row = 0; row < 3; row++) {
      const sum = (toP3[row * 3] ?? 0) * red + (toP3[row * 3 + 1] ?? 0) * green + (toP3[row * 3 + 2] ?? 0) * blue;
      target[at + row] = encode[Math.round(Math.sqrt(Math.min(1, Math.max(0, sum))) * 65535)] ?? 0;
    }
  }
  return target;
}

/** Linear red, green and blue; 1 is the white of an ordinary picture. */
type Light = [number, number, number];

const ordinaryWhite = 203;
const hlgPeak = 1000;

function readLight(values: Uint8Array | Uint16Array, at: number, light: Float32Array, pixel: Light): void {
  pixel[0] = light[values[at] ?? 0] ?? 0;
  pixel[1] = light[values[at + 1] ?? 0] ?? 0;
  pixel[2] = light[values[at + 2] ?? 0] ?? 0;
}

function lightTable(transfer: number, white: number): Float32Array {
  return Float32Array.from({ length: white + 1 }, (_, value) => lightOf(transfer, value / white));
}

/** SMPTE ST 2084, ARIB STD-B67 (light of the scene), and the ordinary curves. */
function lightOf(transfer: number, value: number): number {
  if (transfer === pq) {
    const power = value ** (1 / 78.84375);
    const nits = 10_000 * (Math.max(0, power - 0.8359375) / (18.8515625 - 18.6875 * power)) ** (1 / 0.1593017578125);
    return nits / ordinaryWhite;
  }
  if (transfer === hlg) {
    return value <= 0.5 ? value ** 2 / 3 : (Math.exp((value - 0.55991073) / 0.17883277) + 0.28466892) / 12;
  }
  if (transfer === linear) return value;
  const gamma = gammas.get(transfer);
  if (gamma !== undefined) return value ** gamma;
  return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
}

/** The light of a scene as a screen of 1000 candela per square metre shows it (ITU-R BT.2100). */
function showHlg(pixel: Light): Light {
  const luminance = 0.2627 * pixel[0] + 0.678 * pixel[1] + 0.0593 * pixel[2];
  const gain = luminance <= 0 ? 0 : (luminance ** 0.2 * hlgPeak) / ordinaryWhite;
  for (let channel = 0; channel < 3; channel++) pixel[channel] = (pixel[channel] ?? 0) * gain;
  return pixel;
}

function peakOf(values: Uint8Array | Uint16Array, light: Float32Array, scene: (pixel: Light) => Light): number {
  const pixel: Light = [0, 0, 0];
  let peak = 0;
  for (let at = 0; at < values.length; at += 3) {
    readLight(values, at, light, pixel);
    scene(pixel);
    peak = Math.max(peak, pixel[0], pixel[1], pixel[2]);
  }
  return peak;
}

/** Below it nothing is changed. */
const knee = 0.8;

/** Straight up to the knee, and from there ever flatter, so that the peak becomes white (Reinhard et al., 2002). */
function toneCurve(peak: number): (light: number) => number {
  const reach = (peak - knee) / (1 - knee);
  return (light) => {
    if (light <= knee) return light;
    const above = (light - knee) / (1 - knee);
    return knee + ((1 - knee) * above * (1 + above / reach ** 2)) / (1 + above);
  };
}

/** Values of 16 bits in the curve of sRGB, by the square root of the light, which spreads the dark. */
function encodingTable(): Uint16Array {
  return Uint16Array.from({ length: 65536 }, (_, index) => {
    const light = (index / 65535) ** 2;
    const value = light <= 0.0031308 ? light * 12.92 : 1.055 * light ** (1 / 2.4) - 0.055;
    return Math.round(value * 65535);
  });
}

/** x and y of red, green and blue; white is that of daylight (D65) for all of them. */
type Chromaticities = readonly [number, number, number, number, number, number];

const p3Chromaticities: Chromaticities = [0.68, 0.32, 0.265, 0.69, 0.15, 0.06];
const daylight = [0.3127, 0.329] as const;

function chromaticitiesOf(primaries: number): Chromaticities {
  if (primaries === bt2020) return [0.708, 0.292, 0.17, 0.797, 0.131, 0.046];
  return p3Primaries.has(primaries) ? p3Chromaticities : [0.64, 0.33, 0.3, 0.6, 0.15, 0.06];
}

/** Three by three, row by row. */
type Matrix = readonly number[];

/** Linear RGB to XYZ. */
function xyzMatrix([rx, ry, gx, gy, bx, by]: Chromaticities): Matrix {
  const column = (x: number, y: number): Light => [x / y, 1, (1 - x - y) / y];
  const [red, green, blue] = [column(rx, ry), column(gx, gy), column(bx, by)];
  const unscaled = [0, 1, 2].flatMap((row) => [red[row] ?? 0, green[row] ?? 0, blue[row] ?? 0]);
  const white = column(...daylight);
  const back = inverse(unscaled);
  const scales = [0, 1, 2].map((row) =>
    white.reduce((sum, value, index) => sum + (back[row * 3 + index] ?? 0) * value, 0),
  );
  return unscaled.map((value, index) => value * (scales[index % 3] ?? 0));
}

function multiply(one: Matrix, other: Matrix): Matrix {
  return Array.from({ length: 9 }, (_, index) => {
    const [row, column] = [Math.floor(index / 3), index % 3];
    return [0, 1, 2].reduce((sum, step) => sum + (one[row * 3 + step] ?? 0) * (other[step * 3 + column] ?? 0), 0);
  });
}

function inverse(matrix: Matrix): Matrix {
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0, i = 0] = matrix;
  const determinant = a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g);
  const cofactors = [
    e * i - f * h,
    c * h - b * i,
    b * f - c * e,
    f * g - d * i,
    a * i - c * g,
    c * d - a * f,
    d * h - e * g,
    b * g - a * h,
    a * e - b * d,
  ];
  return cofactors.map((value) => value / determinant);
}
