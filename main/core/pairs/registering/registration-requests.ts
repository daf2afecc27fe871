import type { ContentMatch, PhotoContent } from './compare-contents.ts';
import type { GreyImage } from './grey-image.ts';
import type { RefineRequest, RefineResult } from './refine-alignment.ts';
import type { SearchRequest, SearchResult } from './search-homography.ts';

/** What the registration worker can be asked, one request at a time. */
export interface RegistrationRequests {
  search: { request: SearchRequest; result: SearchResult };
  refine: { request: RefineRequest; result: RefineResult };
  /** What can be found again of a small copy. */
  content: { request: { image: GreyImage }; result: PhotoContent };
  /** Null when neither photo shows a part of the other. */
  compare: { request: { one: PhotoContent; other: PhotoContent }; result: ContentMatch | null };
}

export type RequestName = keyof RegistrationRequests;
export type RequestOf<Name extends RequestName> = RegistrationRequests[Name]['request'];
export type ResultOf<Name extends RequestName> = RegistrationRequests[Name]['result'];

/** A question as it crosses to the worker. */
export type Question = { [Name in RequestName]: { name: Name; request: RequestOf<Name> } }[RequestName];

/** The worker's answer. After a failure the worker is not to be trusted and is started again. */
export type Reply = { result: ResultOf<RequestName> } | { failure: string };
