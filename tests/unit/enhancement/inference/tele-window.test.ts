import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readTele } from '#core/enhancement/inference/prepare-reference';
import { readTeleWindow } from '#core/enhancement/inference/tele-window';
import type { ShiftField } from '#core/pairs/registering/shift-field';
import { storePhoto } from '#core/photos/scratch/stored-photo';
import { cameraHomography, paintScene } from '../../../support/simulated-pair.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const tele = paintScene({ width: 300, height: 240 }, 3);
const colour = {
  columns: 1,
  rows: 1,
  region: { x: 0, y: 0, width: 100, height: 100 },
  gain: new Float32Array(3).fill(1),
  offset: new Float32Array(3),
};
const field: ShiftField = {
  ...{ columns: 2, rows: 2, origin: { x: 20, y: 20 }, spacing: 60 },
  shift: Float32Array.of(3, -2, 0.4, 6, -5, 1, 2, 0.3),
};

it.each([1.3, 3, 5.2])('shows what the whole tele of zoom %d shows, everywhere', (zoom) => {
  const homography = cameraHomography(
    { width: 100, height: 100 },
    { size: tele, zoom, rotation: 4, tilt: { x: 0.05, y: -0.04 } },
  );
  const stored = storePhoto(tele, join(temporaryFolder(), 'tele'));
  for (const rectangle of [
    { x: 60, y: 70, width: 50, height: 40 },
    { x: -30, y: -20, width: 120, height: 100 },
    { x: 150, y: 150, width: 80, height: 70 },
    { x: 900, y: 900, width: 20, height: 20 },
  ]) {
    const placed = { homography, colour, field, tone: null };
    const whole = readTele({ ...placed, tele }, rectangle);
    const part = readTele({ ...placed, ...readTeleWindow(stored, placed, rectangle) }, rectangle);
    expect(part.validity).toEqual(whole.validity);
    const apart = whole.pixels.map((value, at) => Math.abs(value - (part.pixels[at] ?? NaN)));
    // Rounding may choose the neighbouring one of the kernel's 1,024 phases.
    expect(Math.max(...apart)).toBeLessThan(2e-3);
  }
  stored.remove();
});
