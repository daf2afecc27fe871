/** Whether a key press may run a command: not one that a control, a text or a dialog wants for itself. */
export function isForPicture(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.altKey || !(event.target instanceof Element)) return false;
  if (event.target.closest('dialog, [role=dialog]') !== null) return false;
  const takesText =
    'input:not([type=checkbox], [type=radio], [type=range], [type=button]), textarea, [contenteditable]';
  if (event.target.matches(takesText)) return false;
  if (event.ctrlKey || event.metaKey) return true;
  const usesKeys =
    'input:not([type=checkbox]), select, [role=slider], [role=menuitem], [role=option]:not([data-item]), summary';
  if (event.target.matches(usesKeys) && !isFarFrom(event)) return false;
  // Buttons keep what presses them.
  const pressesButton = event.key === ' ' || event.key === 'Enter';
  return !pressesButton || event.target === document.body || event.target.matches('[data-picture]');
}

/** Sliders and radio buttons use arrows and the like, but neither letters nor Escape; a list jumps to the letter that is typed. */
function isFarFrom({ key, target }: KeyboardEvent): boolean {
  const isUnused = key === 'Escape' || (key.length === 1 && key !== ' ');
  return isUnused && target instanceof Element && target.matches('[role=slider], input');
}
