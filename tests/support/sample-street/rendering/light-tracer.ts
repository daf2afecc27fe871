import { smoothNoise } from '../../../../native-models/simulation/painted-photos/noise.ts';
import { shapeCodes } from './surface.ts';
import type { Scene } from './scene.ts';
import { SurfaceReader } from './surface-reader.ts';
import { squareOn, type Vector } from './vector.ts';

const deepest = 3;
const lift = 1e-4;

/** Follows a ray into a scene and says what light comes back along it, in linear light. */
export class LightTracer {
  red = 0;
  green = 0;
  blue = 0;

  readonly #scene: Scene;
  readonly #reader: SurfaceReader;
  readonly #sunFrame: [Vector, Vector];
  #ambientRed = 0;
  #ambientGreen = 0;
  #ambientBlue = 0;

  constructor(scene: Scene) {
    this.#scene = scene;
    this.#reader = new SurfaceReader(scene.geometry);
    this.#sunFrame = squareOn(scene.sky.sunDirection);
  }

  /**
   * Sets red, green and blue. `spread` is the angle one sample stands for; (sunU, sunV) in [0, 1) pick the point of
   * the sun's disc that this sample's shadow is cast from.
   */
  trace(origin: Vector, direction: Vector, spread: number, sunU: number, sunV: number): void {
    this.#follow(origin[0], origin[1], origin[2], direction[0], direction[1], direction[2], spread, sunU, sunV, 0, 0);
  }

  #follow(
    ox: number,
    oy: number,
    oz: number,
    dx: number,
    dy: number,
    dz: number,
    spread: number,
    sunU: number,
    sunV: number,
    travelled: number,
    depth: number,
  ): void {
    const { volumes, geometry, sky } = this.#scene;
    if (depth > deepest || !volumes.closest(ox, oy, oz, dx, dy, dz)) {
      [this.red, this.green, this.blue] = sky.radiance([dx, dy, dz], spread);
      return;
    }
    const distance = volumes.hitDistance;
    const patch = volumes.hitPatch;
    const u = volumes.hitU;
    const v = volumes.hitV;
    const x = ox + dx * distance;
    const y = oy + dy * distance;
    const z = oz + dz * distance;
    const reader = this.#reader;
    reader.readNormal(patch, u, v, x, y, z, dx, dy, dz);
    const total = travelled + distance;
    if (geometry.materials[patch]?.isGlass === true) {
      this.#seeThroughGlass(x, y, z, dx, dy, dz, spread, sunU, sunV, total, depth);
      return;
    }
    this.#readAmbient(patch, u, v);
    const smoothX = reader.normalX;
    const smoothY = reader.normalY;
    const smoothZ = reader.normalZ;
    const slant = -(smoothX * dx + smoothY * dy + smoothZ * dz);
    reader.readLook(patch, u, v, (spread * total) / Math.sqrt(Math.max(slant, 0.03)));
    this.#shade(x, y, z, dx, dy, dz, smoothX, smoothY, smoothZ, sunU, sunV);
    const clear = Math.exp(-total / sky.clearness);
    this.red = this.red * clear + sky.haze[0] * (1 - clear);
    this.green = this.green * clear + sky.haze[1] * (1 - clear);
    this.blue = this.blue * clear + sky.haze[2] * (1 - clear);
  }

  #shade(
    x: number,
    y: number,
    z: number,
    dx: number,
    dy: number,
    dz: number,
    smoothX: number,
    smoothY: number,
    smoothZ: number,
    sunU: number,
    sunV: number,
  ): void {
    const { sky, volumes } = this.#scene;
    const { look, normalX: nx, normalY: ny, normalZ: nz } = this.#reader;
    const { red, green, blue, gloss, translucency, glow } = look;
    const [sx, sy, sz] = this.#pointOfSun(sunU, sunV);
    const facing = nx * sx + ny * sy + nz * sz;
    const shapeFacing = smoothX * sx + smoothY * sy + smoothZ * sz;
    const through = translucency > 0 ? translucency * Math.max(0, -shapeFacing) : 0;
    let sun = shapeFacing > 0 ? Math.max(0, facing) : 0;
    const side = shapeFacing > 0 ? lift : -lift;
    const isLit =
      (sun > 0 || through > 0) &&
      !volumes.isBlocked(x + smoothX * side, y + smoothY * side, z + smoothZ * side, sx, sy, sz, 1e6);
    if (!isLit) sun = 0;
    const glowing = isLit ? through : 0;
    // A slope that faces up gathers more of the sky than its flat neighbour does.
    const relief = 1 + 0.55 * (ny - smoothY);
    const [sunRed, sunGreen, sunBlue] = sky.sunColour;
    this.red = red * (sun * sunRed + this.#ambientRed * relief + glow + glowing * sunRed * 1.25);
    this.green = green * (sun * sunGreen + this.#ambientGreen * relief + glow + glowing * sunGreen * 1.3);
    this.blue = blue * (sun * sunBlue + this.#ambientBlue * relief + glow + glowing * sunBlue * 0.5);
    if (gloss === 0) return;
    const along = nx * dx + ny * dy + nz * dz;
    const mirrored = gloss + (1 - gloss) * (1 - Math.min(1, Math.abs(along))) ** 5 * Math.min(1, gloss * 9);
    const rx = dx - 2 * along * nx;
    const ry = dy - 2 * along * ny;
    const rz = dz - 2 * along * nz;
    const openness = Math.min(1, this.#ambientGreen * 1.6);
    const [skyRed, skyGreen, skyBlue] = sky.averageRadiance(rx, Math.abs(ry), rz);
    const highlight = sun > 0 ? 14 * gloss * Math.max(0, rx * sx + ry * sy + rz * sz) ** 60 : 0;
    this.red += mirrored * openness * skyRed + highlight * sunRed;
    this.green += mirrored * openness * skyGreen + highlight * sunGreen;
    this.blue += mirrored * openness * skyBlue + highlight * sunBlue;
  }

  #seeThroughGlass(
    x: number,
    y: number,
    z: number,
    dx: number,
    dy: number,
    dz: number,
    spread: number,
    sunU: number,
    sunV: number,
    travelled: number,
    depth: number,
  ): void {
    const { normalX, normalY, normalZ } = this.#reader;
    // Old panes are never quite flat.
    const nx = normalX + 0.012 * (smoothNoise(x * 2.3 + z * 1.7, y * 2.1, 5) - 0.5);
    const ny = normalY + 0.012 * (smoothNoise(x * 2.2 + z * 1.6, y * 2.4, 6) - 0.5);
    const along = nx * dx + ny * dy + normalZ * dz;
    const mirrored = 0.085 + 0.9 * (1 - Math.min(1, Math.abs(along))) ** 5;
    this.#follow(x + dx * lift, y + dy * lift, z + dz * lift, dx, dy, dz, spread, sunU, sunV, travelled, depth + 1);
    const red = this.red * (0.94 - mirrored);
    const green = this.green * (0.96 - mirrored);
    const blue = this.blue * (0.95 - mirrored);
    const rx = dx - 2 * along * nx;
    const ry = dy - 2 * along * ny;
    const rz = dz - 2 * along * normalZ;
    const size = 1 / Math.sqrt(rx * rx + ry * ry + rz * rz);
    this.#follow(
      x + normalX * lift,
      y + normalY * lift,
      z + normalZ * lift,
      rx * size,
      ry * size,
      rz * size,
      spread,
      sunU,
      sunV,
      travelled,
      depth + 2,
    );
    this.red = red + mirrored * this.red;
    this.green = green + mirrored * this.green;
    this.blue = blue + mirrored * this.blue;
  }

  #pointOfSun(sunU: number, sunV: number): Vector {
    const { sunDirection, sunRadius } = this.#scene.sky;
    const [first, second] = this.#sunFrame;
    const radius = sunRadius * Math.sqrt(sunU);
    const a = radius * Math.cos(2 * Math.PI * sunV);
    const b = radius * Math.sin(2 * Math.PI * sunV);
    return [
      sunDirection[0] + a * first[0] + b * second[0],
      sunDirection[1] + a * first[1] + b * second[1],
      sunDirection[2] + a * first[2] + b * second[2],
    ];
  }

  #readAmbient(patch: number, u: number, v: number): void {
    const { ambient, geometry } = this.#scene;
    const { values } = ambient;
    const start = ambient.starts[patch] ?? 0;
    if (geometry.shapes[patch] === shapeCodes.sphere) {
      const { normalX: x, normalY: y, normalZ: z } = this.#reader;
      const alongX = start + (x > 0 ? 0 : 3);
      const alongY = start + (y > 0 ? 6 : 9);
      const alongZ = start + (z > 0 ? 12 : 15);
      const blend = (channel: number): number =>
        x * x * (values[alongX + channel] ?? 0) +
        y * y * (values[alongY + channel] ?? 0) +
        z * z * (values[alongZ + channel] ?? 0);
      this.#ambientRed = blend(0);
      this.#ambientGreen = blend(1);
      this.#ambientBlue = blend(2);
      return;
    }
    const columns = ambient.columns[patch] ?? 1;
    const rows = ambient.rows[patch] ?? 1;
    const x = u * (columns - 1);
    const y = v * (rows - 1);
    const column = Math.min(Math.max(columns - 2, 0), Math.floor(x));
    const row = Math.min(Math.max(rows - 2, 0), Math.floor(y));
    const shareX = x - column;
    const shareY = y - row;
    const right = columns > 1 ? 3 : 0;
    const down = rows > 1 ? columns * 3 : 0;
    const corner = start + (row * columns + column) * 3;
    const blend = (channel: number): number => {
      const at = corner + channel;
      const upper = (values[at] ?? 0) * (1 - shareX) + (values[at + right] ?? 0) * shareX;
      const lower = (values[at + down] ?? 0) * (1 - shareX) + (values[at + down + right] ?? 0) * shareX;
      return upper * (1 - shareY) + lower * shareY;
    };
    this.#ambientRed = blend(0);
    this.#ambientGreen = blend(1);
    this.#ambientBlue = blend(2);
  }
}
