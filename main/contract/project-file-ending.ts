/** Of a project that was saved as a file of its own. */
export const projectFileEnding = '.telewide';
