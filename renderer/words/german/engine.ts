import type { engine as english } from '../english/engine.ts';

export const engine: typeof english = {
  starting: 'Das Rechenwerk startet …',
  restarting: 'Das Rechenwerk ist stehen geblieben und wird neu gestartet. Den Fotos ist nichts geschehen.',
  stopped: (reason) => `Das Rechenwerk läuft nicht. ${reason}`,
  ready: 'Das Rechenwerk läuft wieder.',
  lost: 'Die Verbindung zu Telewide wurde getrennt. Es wird erneut versucht …',
  stoppedJob: 'Das Rechenwerk ist stehen geblieben und wurde neu gestartet.',
};
