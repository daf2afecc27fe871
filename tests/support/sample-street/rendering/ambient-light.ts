import { cellNoise } from '../../../../native-models/simulation/painted-photos/noise.ts';
import type { BoundingVolumes } from './bounding-volumes.ts';
import { shapeCodes, type AmbientLight, type Geometry } from './surface.ts';
import type { Sky } from './sky.ts';
import { SurfaceReader } from './surface-reader.ts';
import { squareOn, type Vector } from './vector.ts';

/** Grid points lie this many metres apart on large patches. */
const spacing = 0.16;
const mostPoints = 24;
/** What is assumed of light that has bounced more than once. */
const laterBounces = 0.22;
const axes: readonly Vector[] = [
  [1, 0, 0],
  [-1, 0, 0],
  [0, 1, 0],
  [0, -1, 0],
  [0, 0, 1],
  [0, 0, -1],
];

/**
 * Gathers, for a grid of points on every patch, the light that comes from the sky, from glowing surfaces and from
 * sunlit surfaces near by: soft shadows in corners and the warmth of a wall on the pavement. `rays` per point.
 */
export function gatherAmbientLight(geometry: Geometry, volumes: BoundingVolumes, sky: Sky, rays: number): AmbientLight {
  const grids = layOutGrids(geometry);
  const gatherer = new Gatherer(geometry, volumes, sky, rays);
  for (let patch = 0; patch < geometry.count; patch++) {
    const columns = grids.columns[patch] ?? 1;
    const rows = grids.rows[patch] ?? 1;
    const start = grids.starts[patch] ?? 0;
    if (geometry.materials[patch]?.isGlass === true) continue;
    if (geometry.shapes[patch] === shapeCodes.sphere) gatherer.fillSphere(patch, grids.values, start);
    else gatherer.fillPatch(patch, columns, rows, grids.values, start);
    if (columns > 2 && rows > 2) smooth(grids.values, start, columns, rows);
  }
  return grids;
}

function layOutGrids(geometry: Geometry): AmbientLight {
  const columns = new Uint16Array(geometry.count);
  const rows = new Uint16Array(geometry.count);
  const starts = new Uint32Array(geometry.count);
  let total = 0;
  const points = (length: number): number =>
    length < spacing ? 1 : Math.min(mostPoints, Math.ceil(length / spacing) + 1);
  for (let patch = 0; patch < geometry.count; patch++) {
    const isSphere = geometry.shapes[patch] === shapeCodes.sphere;
    columns[patch] = isSphere ? axes.length : points(geometry.lengths[patch * 2] ?? 0);
    rows[patch] = isSphere ? 1 : points(geometry.lengths[patch * 2 + 1] ?? 0);
    starts[patch] = total;
    total += (columns[patch] ?? 0) * (rows[patch] ?? 0) * 3;
  }
  return { columns, rows, starts, values: new Float32Array(total) };
}

class Gatherer {
  readonly #geometry: Geometry;
  readonly #volumes: BoundingVolumes;
  readonly #sky: Sky;
  readonly #rays: number;
  readonly #reader: SurfaceReader;
  #points = 0;
  /** Share of the last point's rays that met the back of something close: such a point lies inside a thing. */
  #buried = 0;

  constructor(geometry: Geometry, volumes: BoundingVolumes, sky: Sky, rays: number) {
    this.#geometry = geometry;
    this.#volumes = volumes;
    this.#sky = sky;
    this.#rays = rays;
    this.#reader = new SurfaceReader(geometry);
  }

  fillSphere(patch: number, values: Float32Array, start: number): void {
    const { planes } = this.#geometry;
    const p = patch * 12;
    const radius = (planes[p + 3] ?? 0) * 1.02;
    axes.forEach((axis, index) => {
      const x = (planes[p] ?? 0) + axis[0] * radius;
      const y = (planes[p + 1] ?? 0) + axis[1] * radius;
      const z = (planes[p + 2] ?? 0) + axis[2] * radius;
      this.#gather(x, y, z, axis, Math.ceil(this.#rays / 3), values, start + index * 3);
    });
  }

  fillPatch(patch: number, columns: number, rows: number, values: Float32Array, start: number): void {
    const { frames, planes, shapes } = this.#geometry;
    const f = patch * 9;
    const p = patch * 12;
    const isTriangle = shapes[patch] === shapeCodes.triangle;
    const buried = new Uint8Array(columns * rows);
    const normal: Vector = [planes[p] ?? 0, planes[p + 1] ?? 0, planes[p + 2] ?? 0];
    const upward: Vector =
      shapes[patch] === shapeCodes.leaf && normal[1] < 0 ? [-normal[0], -normal[1], -normal[2]] : normal;
    const rays = columns * rows === 1 ? Math.ceil(this.#rays / 2) : this.#rays;
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++) {
        let u = columns === 1 ? 0.5 : 0.004 + (0.992 * column) / (columns - 1);
        let v = rows === 1 ? 0.5 : 0.004 + (0.992 * row) / (rows - 1);
        if (isTriangle && u + v > 0.98) {
          const shrink = 0.98 / (u + v);
          u *= shrink;
          v *= shrink;
        }
        const place = row * columns + column;
        const at = (axis: number): number =>
          (frames[f + axis] ?? 0) + u * (frames[f + 3 + axis] ?? 0) + v * (frames[f + 6 + axis] ?? 0);
        const lift = 1e-3;
        this.#gather(
          at(0) + upward[0] * lift,
          at(1) + upward[1] * lift,
          at(2) + upward[2] * lift,
          upward,
          rays,
          values,
          start + place * 3,
        );
        buried[place] = this.#buried > 0.35 ? 1 : 0;
      }
    }
    fillBuried(values, start, columns, rows, buried);
  }

  #gather(x: number, y: number, z: number, normal: Vector, rays: number, values: Float32Array, at: number): void {
    const [first, second] = squareOn(normal);
    const volumes = this.#volumes;
    const turn = cellNoise(this.#points, 1, 11);
    const shift = cellNoise(this.#points++, 2, 11);
    let red = 0;
    let green = 0;
    let blue = 0;
    let backs = 0;
    for (let ray = 0; ray < rays; ray++) {
      const angle = 2 * Math.PI * ((ray * 0.6180339887 + turn) % 1);
      const radiusSquared = (ray + shift) / rays;
      const radius = Math.sqrt(radiusSquared);
      const up = Math.sqrt(Math.max(1e-4, 1 - radiusSquared));
      const a = radius * Math.cos(angle);
      const b = radius * Math.sin(angle);
      const dx = a * first[0] + b * second[0] + up * normal[0];
      const dy = a * first[1] + b * second[1] + up * normal[1];
      const dz = a * first[2] + b * second[2] + up * normal[2];
      if (!volumes.closest(x, y, z, dx, dy, dz)) {
        const light = this.#sky.averageRadiance(dx, dy, dz);
        red += light[0];
        green += light[1];
        blue += light[2];
        continue;
      }
      const distance = volumes.hitDistance;
      const patch = volumes.hitPatch;
      const facing = this.#facing(patch, dx, dy, dz);
      if (facing > 0 && distance < 0.5 && this.#geometry.shapes[patch] === shapeCodes.parallelogram) backs++;
      const light = this.#bounce(patch, x + dx * distance, y + dy * distance, z + dz * distance, dx, dy, dz);
      red += light[0];
      green += light[1];
      blue += light[2];
    }
    values[at] = red / rays;
    values[at + 1] = green / rays;
    values[at + 2] = blue / rays;
    this.#buried = backs / rays;
  }

  #facing(patch: number, dx: number, dy: number, dz: number): number {
    const { planes } = this.#geometry;
    const p = patch * 12;
    return (planes[p] ?? 0) * dx + (planes[p + 1] ?? 0) * dy + (planes[p + 2] ?? 0) * dz;
  }

  #bounce(patch: number, x: number, y: number, z: number, dx: number, dy: number, dz: number): Vector {
    const reader = this.#reader;
    const volumes = this.#volumes;
    const { sunDirection, sunColour } = this.#sky;
    if (this.#geometry.materials[patch]?.isGlass === true) return [0.25, 0.27, 0.3];
    const u = volumes.hitU;
    const v = volumes.hitV;
    reader.readNormal(patch, u, v, x, y, z, dx, dy, dz);
    reader.readLook(patch, u, v, 0.1);
    const { red, green, blue, glow } = reader.look;
    const facing =
      reader.normalX * sunDirection[0] + reader.normalY * sunDirection[1] + reader.normalZ * sunDirection[2];
    const lift = 1e-3;
    const isLit =
      facing > 0 &&
      !volumes.isBlocked(
        x + reader.normalX * lift,
        y + reader.normalY * lift,
        z + reader.normalZ * lift,
        sunDirection[0],
        sunDirection[1],
        sunDirection[2],
        1e6,
      );
    const sun = isLit ? facing : 0;
    return [
      red * (sun * sunColour[0] + laterBounces + glow),
      green * (sun * sunColour[1] + laterBounces + glow),
      blue * (sun * sunColour[2] + laterBounces * 1.1 + glow),
    ];
  }
}

/** Points inside a thing know nothing of the light: they take that of their neighbours. */
function fillBuried(values: Float32Array, start: number, columns: number, rows: number, buried: Uint8Array): void {
  for (let pass = 0; pass < 4 && buried.includes(1); pass++) {
    const known = buried.slice();
    for (let place = 0; place < known.length; place++) {
      if (known[place] === 0) continue;
      const column = place % columns;
      const row = (place - column) / columns;
      const sum = [0, 0, 0];
      let neighbours = 0;
      for (let down = -1; down <= 1; down++) {
        for (let right = -1; right <= 1; right++) {
          const c = column + right;
          const r = row + down;
          if (c < 0 || r < 0 || c >= columns || r >= rows || known[r * columns + c] === 1) continue;
          neighbours++;
          for (let channel = 0; channel < 3; channel++) {
            sum[channel] = (sum[channel] ?? 0) + (values[start + (r * columns + c) * 3 + channel] ?? 0);
          }
        }
      }
      if (neighbours === 0) continue;
      buried[place] = 0;
      for (let channel = 0; channel < 3; channel++) {
        values[start + place * 3 + channel] = (sum[channel] ?? 0) / neighbours;
      }
    }
  }
}

function smooth(values: Float32Array, start: number, columns: number, rows: number): void {
  const before = values.slice(start, start + columns * rows * 3);
  for (let row = 1; row < rows - 1; row++) {
    for (let column = 1; column < columns - 1; column++) {
      for (let channel = 0; channel < 3; channel++) {
        let sum = 0;
        for (let down = -1; down <= 1; down++) {
          for (let right = -1; right <= 1; right++) {
            const weight = (2 - Math.abs(down)) * (2 - Math.abs(right));
            sum += weight * (before[((row + down) * columns + column + right) * 3 + channel] ?? 0);
          }
        }
        values[start + (row * columns + column) * 3 + channel] = sum / 16;
      }
    }
  }
}
