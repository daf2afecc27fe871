/** Whether a key press is meant for the picture and not for a control or a dialog. */
export function isForPicture(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return false;
  if (!(event.target instanceof Element) || event.target.closest('dialog') !== null) return false;
  const usesKeys = 'input:not([type=checkbox]), select, textarea, [role=slider], summary';
  if (event.target.matches(usesKeys)) return false;
  // Buttons keep what presses them.
  const pressesButton = event.key === ' ' || event.key === 'Enter';
  return !pressesButton || event.target === document.body || event.target.matches('[data-picture]');
}
