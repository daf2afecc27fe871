import { isPhotoName, photoEndings } from '#contract/photo-endings';

/** For a file chooser: what it offers. */
export const acceptedPhotos = ['image/*', ...photoEndings.map((ending) => `.${ending}`)].join(',');

/** Whether a file of a folder looks like a photo. Hidden files and system files do not. */
export function isPhotoFile(name: string): boolean {
  return !name.startsWith('.') && isPhotoName(name);
}

const byName = new Intl.Collator('en', { numeric: true });

/** By folder and name, as people count: a browser gives them in the order of the disk. */
export function inOrder(files: readonly File[]): File[] {
  return files.toSorted((one, other) => byName.compare(placeOf(one), placeOf(other)));
}

function placeOf(file: File): string {
  return file.webkitRelativePath === '' ? file.name : file.webkitRelativePath;
}

/** The files of a drop. Folders are walked, and only their photos taken; files dropped by themselves are all taken. */
export async function filesOfDrop(transfer: DataTransfer): Promise<File[]> {
  // Entries are to be asked for before the first await: afterwards the browser has emptied the list.
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry());
  const plain = [...transfer.files];
  if (entries.every((entry) => entry === null)) return plain;
  const found = await Promise.all(entries.flatMap((entry) => (entry === null ? [] : [filesOf(entry, false)])));
  return found.flat();
}

async function filesOf(entry: FileSystemEntry, isInFolder: boolean): Promise<File[]> {
  if (isFile(entry)) {
    const file = await new Promise<File>((resolve, reject) => entry.file(resolve, reject));
    return !isInFolder || isPhotoFile(file.name) ? [file] : [];
  }
  if (!isFolder(entry)) return [];
  const entries = (await entriesOf(entry)).toSorted((one, other) => byName.compare(one.name, other.name));
  const found = await Promise.all(entries.map((child) => filesOf(child, true)));
  return found.flat();
}

/** A reader gives a folder's entries in portions, an empty one at the end. */
async function entriesOf(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  const all: FileSystemEntry[] = [];
  for (;;) {
    const portion = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (portion.length === 0) return all;
    all.push(...portion);
  }
}

function isFile(entry: FileSystemEntry): entry is FileSystemFileEntry {
  return entry.isFile;
}

function isFolder(entry: FileSystemEntry): entry is FileSystemDirectoryEntry {
  return entry.isDirectory;
}
