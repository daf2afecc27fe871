/** How the names of photos end that can be read, without a dot and in small letters. */
export const photoEndings = 'jpg jpeg jpe jfif mpo png tif tiff webp avif heic heif hif'.split(' ');

/** Whether a file is called as photos are. */
export function isPhotoName(name: string): boolean {
  const ending = /[^./\\]\.([^.]+)$/.exec(name)?.[1];
  return ending !== undefined && photoEndings.includes(ending.toLowerCase());
}

/** Of a project that was saved as a file of its own. */
export const projectFileEnding = '.telewide';
