import { shapeCodes, type Geometry } from './surface.ts';

const leafSize = 4;
const binCount = 12;
const far = 1e9;

/** A hierarchy of boxes around patches: finds what a ray meets first without asking every patch. */
export class BoundingVolumes {
  /** What the last `closest` found: distance along the ray, the patch (-1: nothing), and where on it. */
  hitDistance = far;
  hitPatch = -1;
  hitU = 0;
  hitV = 0;

  readonly #bounds: Float64Array;
  /** Per node: index of the first child (inner) or of the first entry of `#order` (leaf). */
  readonly #first: Int32Array;
  /** Patches in a leaf; 0 in inner nodes. */
  readonly #held: Int32Array;
  readonly #order: Int32Array;
  readonly #planes: Float64Array;
  readonly #shapes: Uint8Array;
  readonly #letsLightThrough: Uint8Array;
  readonly #stack = new Int32Array(128);

  constructor(geometry: Geometry) {
    const built = buildTree(geometry);
    this.#bounds = built.bounds;
    this.#first = built.first;
    this.#held = built.held;
    this.#order = built.order;
    this.#planes = new Float64Array(geometry.count * 12);
    this.#shapes = new Uint8Array(geometry.count);
    this.#letsLightThrough = new Uint8Array(geometry.count);
    built.order.forEach((patch, place) => {
      this.#planes.set(geometry.planes.subarray(patch * 12, patch * 12 + 12), place * 12);
      this.#shapes[place] = geometry.shapes[patch] ?? 0;
      this.#letsLightThrough[place] = geometry.materials[patch]?.isGlass === true ? 1 : 0;
    });
  }

  /** Whether anything but glass lies between the point and `limit` metres along the unit direction. */
  isBlocked(ox: number, oy: number, oz: number, dx: number, dy: number, dz: number, limit: number): boolean {
    return this.#walk(ox, oy, oz, dx, dy, dz, limit, true);
  }

  /** Finds the first patch along the unit direction, into the `hit…` fields; false when there is none. */
  closest(ox: number, oy: number, oz: number, dx: number, dy: number, dz: number): boolean {
    return this.#walk(ox, oy, oz, dx, dy, dz, far, false);
  }

  #walk(ox: number, oy: number, oz: number, dx: number, dy: number, dz: number, limit: number, any: boolean): boolean {
    const bounds = this.#bounds;
    const stack = this.#stack;
    const ix = 1 / (dx === 0 ? 1e-12 : dx);
    const iy = 1 / (dy === 0 ? 1e-12 : dy);
    const iz = 1 / (dz === 0 ? 1e-12 : dz);
    let nearest = limit;
    this.hitPatch = -1;
    this.hitDistance = limit;
    let depth = this.#order.length === 0 ? 0 : 1;
    stack[0] = 0;
    while (depth > 0) {
      const node = stack[--depth] ?? 0;
      const b = node * 6;
      const x0 = ((bounds[b] ?? 0) - ox) * ix;
      const x1 = ((bounds[b + 3] ?? 0) - ox) * ix;
      const y0 = ((bounds[b + 1] ?? 0) - oy) * iy;
      const y1 = ((bounds[b + 4] ?? 0) - oy) * iy;
      const z0 = ((bounds[b + 2] ?? 0) - oz) * iz;
      const z1 = ((bounds[b + 5] ?? 0) - oz) * iz;
      const enter = Math.max(x0 < x1 ? x0 : x1, y0 < y1 ? y0 : y1, z0 < z1 ? z0 : z1, 0);
      const leave = Math.min(x0 > x1 ? x0 : x1, y0 > y1 ? y0 : y1, z0 > z1 ? z0 : z1, nearest);
      if (enter > leave) continue;
      const first = this.#first[node] ?? 0;
      const held = this.#held[node] ?? 0;
      if (held === 0) {
        const nearFirst = this.#isSecondNearer(first, dx, dy, dz);
        stack[depth++] = nearFirst ? first : first + 1;
        stack[depth++] = nearFirst ? first + 1 : first;
        continue;
      }
      for (let place = first; place < first + held; place++) {
        if (any && this.#letsLightThrough[place] === 1) continue;
        if (this.#meets(place, ox, oy, oz, dx, dy, dz, nearest)) {
          if (any) return true;
          nearest = this.hitDistance;
        }
      }
    }
    return this.hitPatch >= 0;
  }

  #isSecondNearer(first: number, dx: number, dy: number, dz: number): boolean {
    const bounds = this.#bounds;
    const a = first * 6;
    const b = a + 6;
    const along =
      ((bounds[b] ?? 0) + (bounds[b + 3] ?? 0) - (bounds[a] ?? 0) - (bounds[a + 3] ?? 0)) * dx +
      ((bounds[b + 1] ?? 0) + (bounds[b + 4] ?? 0) - (bounds[a + 1] ?? 0) - (bounds[a + 4] ?? 0)) * dy +
      ((bounds[b + 2] ?? 0) + (bounds[b + 5] ?? 0) - (bounds[a + 2] ?? 0) - (bounds[a + 5] ?? 0)) * dz;
    return along < 0;
  }

  #meets(
    place: number,
    ox: number,
    oy: number,
    oz: number,
    dx: number,
    dy: number,
    dz: number,
    nearest: number,
  ): boolean {
    const planes = this.#planes;
    const p = place * 12;
    const shape = this.#shapes[place];
    const nx = planes[p] ?? 0;
    const ny = planes[p + 1] ?? 0;
    const nz = planes[p + 2] ?? 0;
    if (shape === shapeCodes.sphere) {
      const cx = ox - nx;
      const cy = oy - ny;
      const cz = oz - nz;
      const radius = planes[p + 3] ?? 0;
      const half = cx * dx + cy * dy + cz * dz;
      const inside = half * half - (cx * cx + cy * cy + cz * cz) + radius * radius;
      if (inside < 0) return false;
      const distance = -half - Math.sqrt(inside);
      if (distance < 1e-5 || distance >= nearest) return false;
      this.hitDistance = distance;
      this.hitPatch = this.#order[place] ?? 0;
      this.hitU = 0;
      this.hitV = 0;
      return true;
    }
    const facing = nx * dx + ny * dy + nz * dz;
    if (facing > -1e-9 && facing < 1e-9) return false;
    const distance = ((planes[p + 3] ?? 0) - (nx * ox + ny * oy + nz * oz)) / facing;
    if (distance < 1e-5 || distance >= nearest) return false;
    const x = ox + distance * dx;
    const y = oy + distance * dy;
    const z = oz + distance * dz;
    const u = x * (planes[p + 4] ?? 0) + y * (planes[p + 5] ?? 0) + z * (planes[p + 6] ?? 0) + (planes[p + 7] ?? 0);
    if (u < 0 || u > 1) return false;
    const v = x * (planes[p + 8] ?? 0) + y * (planes[p + 9] ?? 0) + z * (planes[p + 10] ?? 0) + (planes[p + 11] ?? 0);
    if (v < 0 || v > 1 || !isInShape(shape ?? 0, u, v)) return false;
    this.hitDistance = distance;
    this.hitPatch = this.#order[place] ?? 0;
    this.hitU = u;
    this.hitV = v;
    return true;
  }
}

function isInShape(shape: number, u: number, v: number): boolean {
  switch (shape) {
    case shapeCodes.triangle:
      return u + v <= 1;
    case shapeCodes.leaf:
      return Math.abs(2 * v - 1) <= 4.2 * u * (1 - u) * (1.3 - 0.62 * u);
    case shapeCodes.disc:
      return (u - 0.5) * (u - 0.5) + (v - 0.5) * (v - 0.5) <= 0.25;
    default:
      return true;
  }
}

interface Tree {
  bounds: Float64Array;
  first: Int32Array;
  held: Int32Array;
  order: Int32Array;
}

/** Splits where the surface area heuristic, measured in bins, promises the least work. */
function buildTree({ count, bounds }: Geometry): Tree {
  const nodes = Math.max(1, count * 2);
  const tree: Tree = {
    bounds: new Float64Array(nodes * 6),
    first: new Int32Array(nodes),
    held: new Int32Array(nodes),
    order: Int32Array.from({ length: count }, (_, index) => index),
  };
  let used = 1;
  const open: [node: number, from: number, to: number][] = [[0, 0, count]];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const [node, from, to] = next;
    tree.bounds.set(enclose(tree.order, from, to, bounds), node * 6);
    const middle = to - from <= leafSize ? -1 : split(tree.order, from, to, bounds);
    if (middle < 0) {
      tree.first[node] = from;
      tree.held[node] = to - from;
      continue;
    }
    tree.first[node] = used;
    open.push([used, from, middle], [used + 1, middle, to]);
    used += 2;
  }
  return tree;
}

/** Reorders the range so that its two halves meet at the answer. */
function split(order: Int32Array, from: number, to: number, bounds: Float64Array): number {
  const centre = (patch: number, axis: number): number =>
    ((bounds[patch * 6 + axis] ?? 0) + (bounds[patch * 6 + axis + 3] ?? 0)) / 2;
  let best = { cost: Infinity, axis: 0, at: 0 };
  for (let axis = 0; axis < 3; axis++) {
    let low = Infinity;
    let high = -Infinity;
    for (let place = from; place < to; place++) {
      const value = centre(order[place] ?? 0, axis);
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
    if (high - low < 1e-9) continue;
    const boxes = Array.from({ length: binCount }, () => ({ box: emptyBox(), held: 0 }));
    for (let place = from; place < to; place++) {
      const patch = order[place] ?? 0;
      const bin = Math.min(binCount - 1, Math.floor(((centre(patch, axis) - low) / (high - low)) * binCount));
      const target = boxes[bin];
      if (target === undefined) continue;
      target.held++;
      grow(target.box, bounds, patch * 6);
    }
    for (let cut = 1; cut < binCount; cut++) {
      const cost = sideCost(boxes.slice(0, cut)) + sideCost(boxes.slice(cut));
      if (cost < best.cost) best = { cost, axis, at: low + ((high - low) * cut) / binCount };
    }
  }
  let middle = from;
  for (let place = from; place < to; place++) {
    const patch = order[place] ?? 0;
    if (centre(patch, best.axis) >= best.at) continue;
    order[place] = order[middle] ?? 0;
    order[middle++] = patch;
  }
  return middle === from || middle === to ? (from + to) >> 1 : middle;
}

function sideCost(bins: readonly { box: Float64Array; held: number }[]): number {
  const box = emptyBox();
  let held = 0;
  for (const bin of bins) {
    if (bin.held === 0) continue;
    held += bin.held;
    grow(box, bin.box, 0);
  }
  if (held === 0) return Infinity;
  const [x = 0, y = 0, z = 0] = [0, 1, 2].map((axis) => (box[axis + 3] ?? 0) - (box[axis] ?? 0));
  return held * (x * y + y * z + z * x);
}

function enclose(order: Int32Array, from: number, to: number, bounds: Float64Array): Float64Array {
  const box = emptyBox();
  for (let place = from; place < to; place++) grow(box, bounds, (order[place] ?? 0) * 6);
  return box;
}

function emptyBox(): Float64Array {
  return Float64Array.of(Infinity, Infinity, Infinity, -Infinity, -Infinity, -Infinity);
}

function grow(box: Float64Array, by: Float64Array, offset: number): void {
  for (let axis = 0; axis < 3; axis++) {
    box[axis] = Math.min(box[axis] ?? 0, by[offset + axis] ?? 0);
    box[axis + 3] = Math.max(box[axis + 3] ?? 0, by[offset + axis + 3] ?? 0);
  }
}
