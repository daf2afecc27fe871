import { parentPort } from 'node:worker_threads';
import { compareContents, contentOf } from './compare-contents.ts';
import { loadOpenCv } from './load-opencv.ts';
import type { OpenCv } from './opencv.ts';
import { refineAlignment } from './refine-alignment.ts';
import type { Question, Reply, RequestName, ResultOf } from './registration-requests.ts';
import { searchHomography } from './search-homography.ts';

/** A program of its own: answers `Question`s that come through the parent's port, one after the other. */
const { cv } = await loadOpenCv();

parentPort?.on('message', (question: Question) => {
  parentPort?.postMessage(replyTo(question));
});

function replyTo(question: Question): Reply {
  try {
    return { result: answer(cv, question) };
  } catch (error) {
    return { failure: describe(error) };
  }
}

function answer(openCv: OpenCv, question: Question): ResultOf<RequestName> {
  switch (question.name) {
    case 'search':
      return searchHomography(openCv, question.request);
    case 'refine':
      return refineAlignment(openCv, question.request);
    case 'content':
      return contentOf(openCv, question.request.image);
    case 'compare':
      return compareContents(openCv, question.request.one, question.request.other);
  }
}

/** OpenCV throws C++ exceptions as bare pointers. */
function describe(error: unknown): string {
  if (typeof error === 'number') return cv.exceptionFromPtr(error).msg;
  return error instanceof Error ? error.message : String(error);
}
