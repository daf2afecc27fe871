import type { Size } from '#contract/geometry';
import type { GreyImage } from './grey-image.ts';
import { withOpenCvMemory, type OpenCv } from './opencv.ts';

/** The image at another size: area means when it shrinks, bilinear when it grows. */
export function resizeGrey(cv: OpenCv, image: GreyImage, size: Size): GreyImage {
  if (size.width === image.width && size.height === image.height) return image;
  const method = size.width < image.width ? cv.INTER_AREA : cv.INTER_LINEAR;
  return withOpenCvMemory((keep) => {
    const from = keep(cv.matFromArray(image.height, image.width, cv.CV_8UC1, image.data));
    const to = keep(new cv.Mat());
    cv.resize(from, to, new cv.Size(size.width, size.height), 0, 0, method);
    return { width: size.width, height: size.height, data: new Uint8Array(to.data) };
  });
}
