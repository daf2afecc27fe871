import type { Size } from './geometry.ts';

export type PhotoId = string;
export type BitDepth = 8 | 16;

/** What is known of a photo without decoding its pixels. Sizes are upright. */
export interface PhotoSummary extends Size {
  id: PhotoId;
  /** File name with its extension. */
  name: string;
  path: string;
  /** 'jpeg', 'heic', 'tiff' and so on. */
  format: string;
  fileBytes: number;
  bitDepth: BitDepth;
  /** Name of the embedded profile, 'sRGB' when there is none. */
  colourProfile: string;
  hasGps: boolean;
  camera: CameraFacts;
}

/** A camera as a person calls it; null where the photo does not say. */
export function cameraName({ make, model }: Pick<CameraFacts, 'make' | 'model'>): string | null {
  if (model === null) return null;
  return make === null || model.toLowerCase().startsWith(make.toLowerCase()) ? model : `${make} ${model}`;
}

/** What EXIF says of how the photo was taken; null where it says nothing. */
export interface CameraFacts {
  make: string | null;
  model: string | null;
  lens: string | null;
  /** Of the lens itself, millimetres. */
  focalLength: number | null;
  /** Millimetres, as if on 35 mm film, digital zoom included. */
  focalLength35: number | null;
  /** How many times the camera enlarged a part of what its lens showed; 1 when it did not. */
  digitalZoom: number | null;
  exposureSeconds: number | null;
  iso: number | null;
  /** ISO 8601, local time of the camera, with its distance to UTC where that is known. */
  capturedAt: string | null;
}
