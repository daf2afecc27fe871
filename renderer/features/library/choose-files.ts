import { acceptedPhotos } from './photo-files.ts';

/** What a person chooses: photos one by one, or a folder with all that is in it. */
export type ChoiceKind = 'files' | 'folder';

/** Opens the browser's dialog, which it only does right after a click or a key; `take` hears what was chosen, if anything was. */
export function chooseFiles(kind: ChoiceKind, take: (files: readonly File[]) => void): void {
  const input = document.createElement('input');
  input.type = 'file';
  input.multiple = true;
  input.hidden = true;
  if (kind === 'folder') input.webkitdirectory = true;
  else input.accept = acceptedPhotos;
  input.addEventListener('change', () => {
    input.remove();
    take([...(input.files ?? [])]);
  });
  input.addEventListener('cancel', () => input.remove());
  // On the page, so that it is not collected while the dialog is open.
  document.body.append(input);
  input.click();
}
