import type { Notifier } from './export-queue.svelte.ts';

/** Notifications of the system, where the person allows them; they are told only while the page is not looked at. */
export const desktopNotifier: Notifier = {
  ask() {
    if ('Notification' in window && Notification.permission === 'default') void Notification.requestPermission();
  },
  tell(title, text) {
    if (!('Notification' in window) || Notification.permission !== 'granted' || document.hasFocus()) return;
    new Notification(title, { body: text });
  },
};
