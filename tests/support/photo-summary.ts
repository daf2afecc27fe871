import { basename } from 'node:path';
import type { PhotoSummary } from '#contract/photos';

type Facts = Partial<Omit<PhotoSummary, 'camera'>> & { camera?: Partial<PhotoSummary['camera']> };

/** A photo that says nothing of its camera but what is told here; its path is its id. */
export function photoSummary(path: string, { camera, ...facts }: Facts = {}): PhotoSummary {
  const nothing = { focalLength: null, focalLength35: null, digitalZoom: null, exposureSeconds: null, iso: null };
  return {
    ...{ id: path, name: basename(path), path, width: 4032, height: 3024 },
    ...{ format: 'jpeg', fileBytes: 1, bitDepth: 8, colourProfile: 'sRGB', hasGps: false },
    camera: { make: null, model: null, lens: null, capturedAt: null, ...nothing, ...camera },
    ...facts,
  };
}

/** `seconds` after noon, as EXIF's time says it, with a distance to UTC behind it or none. */
export function secondsAfterNoon(seconds: number, zone = ''): string {
  return new Date(Date.UTC(2024, 4, 1, 12) + seconds * 1000).toISOString().replace('Z', zone);
}
