import { setTimeout as wait } from 'node:timers/promises';
import openCv from '@techstark/opencv-js';
import type { OpenCv } from './opencv.ts';

const timeoutMs = 30_000;

/**
 * OpenCV, ready to use. It comes inside an object because the module is thenable: a promise of the module itself never
 * settles. Rejects after 30 seconds.
 */
export async function loadOpenCv(): Promise<{ cv: OpenCv }> {
  const cv = openCv as unknown as Partial<OpenCv>;
  const deadline = performance.now() + timeoutMs;
  while (!isReady(cv)) {
    if (performance.now() > deadline) throw new Error('OpenCV did not start within 30 seconds');
    await wait(2);
  }
  return { cv };
}

function isReady(cv: Partial<OpenCv>): cv is OpenCv {
  return cv.Mat !== undefined;
}
