import { serveProgram } from '#core/ground/programs/serve-program';
import { compareContents, contentOf, type PhotoContent } from './compare-contents.ts';
import type { GreyImage } from './grey-image.ts';
import { loadOpenCv } from './load-opencv.ts';
import type { OpenCv } from './opencv.ts';
import { refineAlignment, type RefineRequest } from './refine-alignment.ts';
import { searchHomography, type SearchRequest } from './search-homography.ts';

/** A program of its own: OpenCV. */
const { cv } = await loadOpenCv();

const work = {
  search: (request: SearchRequest) => using((opencv) => searchHomography(opencv, request)),
  refine: (request: RefineRequest) => using((opencv) => refineAlignment(opencv, request)),
  /** What can be found again of a small copy. */
  content: ({ image }: { image: GreyImage }) => using((opencv) => contentOf(opencv, image)),
  /** Null when neither photo shows a part of the other. */
  compare: ({ one, other }: { one: PhotoContent; other: PhotoContent }) =>
    using((opencv) => compareContents(opencv, one, other)),
};
export type RegistrationWork = typeof work;

serveProgram(work);

/** OpenCV throws C++ exceptions as bare pointers. */
function using<Result>(compute: (opencv: OpenCv) => Result): Result {
  try {
    return compute(cv);
  } catch (error) {
    throw typeof error === 'number' ? new Error(cv.exceptionFromPtr(error).msg) : error;
  }
}
