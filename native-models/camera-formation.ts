import type { CameraResponse } from './camera-response.ts';

/** What a response weighs: encoded values, as programs shrink pictures, or light, as lenses and pixels do. */
export type ResponseDomain = 'encoded' | 'light';

/** How a wide photo comes about from a picture twice as fine: the response, then, on encoded values, the phone's sharpening. */
export interface CameraFormation {
  /** On the 2x grid, its sum 1. */
  readonly response: CameraResponse;
  readonly domain: ResponseDomain;
  /** Of brightness; `sigma` in wide pixels. Null where the photo shows none, or the response holds it already. */
  readonly sharpening: { readonly amount: number; readonly sigma: number } | null;
}
