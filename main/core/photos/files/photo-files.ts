/** Where systems, network disks and other programs keep small copies and what was thrown away; most such folders are hidden besides. */
const folders =
  /^(\..*|@eadir|#recycle|#snapshot|@recycle|@recently-snapshot|\$recycle\.bin|recycler|system volume information|lost\+found|__macosx|network trash folder|temporary items|thumbnails|.*\.lrdata)$/i;

/** Whether a folder is called as those are that hold no photos of a person, only copies and what was thrown away. */
export function isPassedOver(folderName: string): boolean {
  return folders.test(folderName);
}
