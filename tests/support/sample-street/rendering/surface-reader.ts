import { shapeCodes, type Geometry, type SurfaceLook, type SurfacePoint } from './surface.ts';

/** Reads what a ray met: its normal, its material's look there, and the ambient light's grid coordinates. */
export class SurfaceReader {
  readonly point: SurfacePoint = { u: 0, v: 0, shareU: 0, shareV: 0, footprint: 0, variation: 0 };
  readonly look: SurfaceLook = {
    red: 0,
    green: 0,
    blue: 0,
    bumpU: 0,
    bumpV: 0,
    gloss: 0,
    translucency: 0,
    glow: 0,
  };
  /** Towards the side the ray came from, relief included. */
  normalX = 0;
  normalY = 0;
  normalZ = 0;

  readonly #geometry: Geometry;

  constructor(geometry: Geometry) {
    this.#geometry = geometry;
  }

  /** Sets `normal…` to the smooth shape's normal, without relief, on the side the direction (dx, dy, dz) comes from. */
  readNormal(
    patch: number,
    u: number,
    v: number,
    x: number,
    y: number,
    z: number,
    dx: number,
    dy: number,
    dz: number,
  ): void {
    const { planes, shapes, cornerNormals } = this.#geometry;
    const p = patch * 12;
    let nx = planes[p] ?? 0;
    let ny = planes[p + 1] ?? 0;
    let nz = planes[p + 2] ?? 0;
    if (shapes[patch] === shapeCodes.sphere) {
      const radius = planes[p + 3] ?? 1;
      nx = (x - nx) / radius;
      ny = (y - ny) / radius;
      nz = (z - nz) / radius;
    } else {
      const corners = cornerNormals[patch] ?? null;
      if (corners !== null) {
        const w = 1 - u - v;
        nx = w * (corners[0] ?? 0) + u * (corners[3] ?? 0) + v * (corners[6] ?? 0);
        ny = w * (corners[1] ?? 0) + u * (corners[4] ?? 0) + v * (corners[7] ?? 0);
        nz = w * (corners[2] ?? 0) + u * (corners[5] ?? 0) + v * (corners[8] ?? 0);
      }
    }
    const flip = nx * dx + ny * dy + nz * dz > 0 ? -1 : 1;
    const size = flip / Math.sqrt(nx * nx + ny * ny + nz * nz);
    this.normalX = nx * size;
    this.normalY = ny * size;
    this.normalZ = nz * size;
  }

  /** Paints `look` at the point; call after `readNormal`, whose normal it then tilts by the relief. */
  readLook(patch: number, u: number, v: number, footprint: number): void {
    const { point, look } = this;
    const { lengths, textureOffsets, variations, materials, shapes } = this.#geometry;
    if (shapes[patch] === shapeCodes.sphere) {
      point.shareU = Math.atan2(this.normalZ, this.normalX) / (2 * Math.PI) + 0.5;
      point.shareV = Math.acos(Math.max(-1, Math.min(1, this.normalY))) / Math.PI;
      point.u = point.shareU;
      point.v = point.shareV;
    } else {
      point.shareU = u;
      point.shareV = v;
      point.u = u * (lengths[patch * 2] ?? 0) + (textureOffsets[patch * 2] ?? 0);
      point.v = v * (lengths[patch * 2 + 1] ?? 0) + (textureOffsets[patch * 2 + 1] ?? 0);
    }
    point.footprint = footprint;
    point.variation = variations[patch] ?? 0;
    look.bumpU = 0;
    look.bumpV = 0;
    look.gloss = 0;
    look.translucency = 0;
    look.glow = 0;
    materials[patch]?.paint(point, look);
    if (look.bumpU !== 0 || look.bumpV !== 0) this.#tilt(patch);
  }

  #tilt(patch: number): void {
    const { frames, lengths } = this.#geometry;
    const alongU = this.look.bumpU / (lengths[patch * 2] ?? 1);
    const alongV = this.look.bumpV / (lengths[patch * 2 + 1] ?? 1);
    const f = patch * 9;
    const nx = this.normalX - alongU * (frames[f + 3] ?? 0) - alongV * (frames[f + 6] ?? 0);
    const ny = this.normalY - alongU * (frames[f + 4] ?? 0) - alongV * (frames[f + 7] ?? 0);
    const nz = this.normalZ - alongU * (frames[f + 5] ?? 0) - alongV * (frames[f + 8] ?? 0);
    const size = 1 / Math.sqrt(nx * nx + ny * ny + nz * nz);
    this.normalX = nx * size;
    this.normalY = ny * size;
    this.normalZ = nz * size;
  }
}
