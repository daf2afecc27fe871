import { describeCamera, unknownCamera } from '#native-models/dcsr/camera-description';
import type { CameraEstimate } from './estimate-camera.ts';

/** The numbers that the network is told of the wide camera; those of an unknown one without an estimate. A fresh array each time. */
export function describeEstimate(estimate: CameraEstimate | null): Float32Array {
  return estimate === null ? unknownCamera.slice() : describeCamera(estimate.response, estimate.noise);
}
