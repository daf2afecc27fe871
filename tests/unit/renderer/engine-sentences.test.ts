import { afterEach, describe, expect, test } from 'vitest';
import { createFormats } from '../../../renderer/words/formats.ts';
import { translateSentence } from '../../../renderer/words/engine-sentences.ts';
import { sentences } from '../../../renderer/words/sentences/sentences.ts';
import { speak } from '../../../renderer/words/language.ts';
import { createTranslator } from '../../../renderer/words/sentence-translator.ts';
import { modelDescriptions, textsOf, type SourceText } from '../../support/english-sources.ts';

afterEach(() => speak('en'));

describe('a translator', () => {
  const translate = createTranslator(
    {
      'Reading photo {done:number} of {all:number}': '{all} Fotos, {done} gelesen',
      'The photo {path} is lost.': 'Das Foto {path} ist verloren.',
      'The photo {path} is lost. Look for it.': 'Das Foto {path} ist verloren. Es suchen.',
      'It failed. {reason:text} Sorry.': 'Fehlgeschlagen. {reason} Leider.',
      Paused: 'Pause',
      '{who}: {what:text}': '{who} – {what}',
    },
    createFormats('de-DE'),
  );

  test.each(['', ' ', 'Something else', 'Reading photo 1 of many photos', 'The photo is lost.', 'Pausedd', 'a{b}c$&'])(
    'leaves %j as it is',
    (text) => expect(translate(text)).toBe(text),
  );

  test.each([
    ['Paused', 'Pause'],
    ['Reading photo 3 of 12,345', '12.345 Fotos, 3 gelesen'],
    ['Reading photo 0.50 of NaN', 'NaN Fotos, 0,50 gelesen'],
    ['The photo C:\\a. b\\$1 {path}.jpg is lost.', 'Das Foto C:\\a. b\\$1 {path}.jpg ist verloren.'],
    ['The photo a is lost. Look for it.', 'Das Foto a ist verloren. Es suchen.'],
  ])('puts in what the slots of %j hold', (text, expected) => expect(translate(text)).toBe(expected));

  test.each([
    ['The photo a is lost. The photo b is lost.', 'Das Foto a ist verloren. Das Foto b ist verloren.'],
    ['Nobody knows this. The photo b is lost. Nor this.', 'Nobody knows this. Das Foto b ist verloren. Nor this.'],
    ['It failed. The photo b is lost. Sorry.', 'Fehlgeschlagen. Das Foto b ist verloren. Leider.'],
    ['a.jpg: The photo b is lost. c.jpg: Paused', 'a.jpg – Das Foto b ist verloren. c.jpg – Pause'],
  ])('takes %j sentence by sentence', (text, expected) => expect(translate(text)).toBe(expected));
});

describe('what the engine says', () => {
  const said = [
    [
      'The photos fit: 1234 points agree, the alignment is within 0.4 pixels, and 93 % of the shared area looks the same in both.',
      'Die Fotos passen: 1.234 Punkte stimmen überein, sie liegen auf 0,4 Pixel genau, und die gemeinsame Fläche sieht zu 93 % in beiden gleich aus.',
    ],
    ['Enhancing tile 3 of 40', 'Kachel 3 von 40 wird verbessert'],
    [
      'The tele photo could not be registered. Only 1 matching point was found; 24 are needed to be sure.',
      'Das Telebild ließ sich nicht einpassen. Nur ein übereinstimmender Punkt wurde gefunden; um sicher zu sein, sind 24 nötig.',
    ],
    [
      'The registration is good. The tele photo is zoomed in only 1.61 times; it can add little detail. Yet nowhere in this part does the tele show what the wide photo shows.',
      'Die Überlappung passt gut. Das Telebild vergrößert nur 1,61-fach; es kann wenig Einzelheiten einbringen. Doch in diesem Ausschnitt zeigt das Telebild nirgends, was das Weitwinkelbild zeigt.',
    ],
    [
      'AMD Ryzen: It gave the known answer in 3.2 ms. cuda: No card or driver for it was found. It needs an NVIDIA card, CUDA 12, cuDNN 9 and the CUDA libraries of onnxruntime. webgpu: Not part of the program on this operating system.',
      'AMD Ryzen: Es gab die bekannte Antwort in 3,2 ms. cuda: Dafür wurde weder Karte noch Treiber gefunden. Es braucht eine NVIDIA-Karte, CUDA 12, cuDNN 9 und die CUDA-Bibliotheken von onnxruntime. webgpu: Auf diesem Betriebssystem kein Teil des Programms.',
    ],
    [
      'Expected a JPEG, PNG, TIFF, WebP, AVIF or HEIC photo, but a.b.psd is a Photoshop document. Convert it to one of them first',
      'Gebraucht wird ein Foto als JPEG, PNG, TIFF, WebP, AVIF oder HEIC, doch a.b.psd ist ein Photoshop-Dokument. Es zuerst in eines davon umwandeln',
    ],
    [
      'Taken 3 seconds apart with Pixel 9 Pro; focal lengths 24 mm and 110 mm.',
      'Im Abstand von 3 Sekunden mit Pixel 9 Pro aufgenommen; Brennweiten 24 mm und 110 mm.',
    ],
    [
      'Expected at least one pair whose tele shows, sharper, what its wide photo shows. IMG 1: The tele was not surely found in the wide photo. There is no tele photo. IMG 2: The tele is no sharper than the wide photo: it is out of focus, or moved. Choose other pairs.',
      'Gebraucht wird mindestens ein Paar, dessen Telebild schärfer zeigt, was das Weitwinkelbild zeigt. IMG 1: Das Telebild wurde im Weitwinkelbild nicht sicher gefunden. Es gibt kein Telebild. IMG 2: Das Telebild ist nicht schärfer als das Weitwinkelbild: es ist unscharf oder verwackelt. Andere Paare wählen.',
    ],
  ] as const;

  test.each(said)('is left in English where English is spoken: %s', (english) => {
    expect(translateSentence(english)).toBe(english);
  });

  test.each(said)('is said in German: %s', (english, german) => {
    speak('de');
    expect(translateSentence(english)).toBe(german);
  });
});

describe('the German sentences', () => {
  const all = [...textsOf('main'), ...modelDescriptions()];
  const texts = all.filter(({ file }) => !notOnThePage.some(([place]) => file.startsWith(place)));
  const asked = texts.filter((source) => (source.isSaid && wordsIn(source.text) > 0) || wordsIn(source.text) > 1);
  const keys = Object.keys(sentences);

  test('put in nothing that the English ones do not have', () => {
    const slotsOf = (text: string): string[] => [...text.matchAll(/\{([a-zA-Z]+)/g)].map(([, name = '']) => name);
    const bad = Object.entries(sentences).filter(([key, german]) => {
      const known = slotsOf(key);
      return !slotsOf(german).every((name) => known.includes(name)) || new Set(known).size < known.length;
    });
    expect(bad).toEqual([]);
  });

  test('are each found by the sentence they belong to', () => {
    speak('de');
    const filled = (text: string): string => text.replaceAll(/\{([a-zA-Z]+)(?::\w+)?\}/g, '<$1>');
    const lost = Object.entries(sentences).filter(([key, german]) => translateSentence(filled(key)) !== filled(german));
    expect(lost).toEqual([]);
  });

  test('are in German and address nobody', () => {
    const german = Object.values(sentences);
    expect(
      german.filter((text) => /\b(du|dich|dir|dein\w*|Ihnen|Ihr\w*|euch)\b|(?<!\. )(?<!^)\bSie\b/.test(text)),
    ).toEqual([]);
    expect(german.filter((text) => /\b(the|and|of|with|this)\b/.test(text))).toEqual([]);
  });

  test('are there for all that the sources say', () => {
    const missing = asked.filter((source) => !notSaid.has(source.text) && !keys.some((key) => says(source, key)));
    expect(missing.map(({ file, text }) => `${file}: ${text}`)).toEqual([]);
    expect(asked.length).toBeGreaterThan(250);
  });

  test('are all still said by the sources', () => {
    expect(keys.filter((key) => !texts.some((source) => isMostOf(source.text, key) && says(source, key)))).toEqual([]);
  });

  test('leave out only what is still there', () => {
    expect(notOnThePage.filter(([place]) => !all.some(({ file }) => file.startsWith(place)))).toEqual([]);
    expect([...notSaid.keys()].filter((text) => !asked.some((source) => source.text === text))).toEqual([]);
  });
});

/** Places of the sources whose texts never come to the page, and why. */
const notOnThePage: readonly (readonly [place: string, why: string])[] = [
  ['main/shells/cli/', 'the command line speaks English'],
  ['main/core/learning/training/', 'only the command line trains'],
  ['main/core/learning/evaluation/', 'only the command line measures'],
  ['main/core/learning/adaptation/pairs-to-learn-from.ts', 'only the command line learns from a folder'],
  ['main/core/pairs/finding/find-pairs.ts', 'only the command line pairs a folder'],
  ['main/core/export/queue/', 'only the command line works by a queue'],
  ['main/core/export/batch/summarise-batch.ts', 'the summary is for the command line'],
  ['main/core/photos/metadata/carry-xmp.ts', 'written into photos'],
  ['main/core/photos/metadata/chosen-metadata.ts', 'written into photos'],
  ['main/core/photos/metadata/processing-xmp.ts', 'written into photos'],
  ['main/core/workspace/project/project-file.ts', 'told to the log'],
  ['main/core/runtime/read-machine.ts', 'asked of the operating system'],
  ['main/host/lock-data-folder.ts', 'said before there is a page'],
  ['main/host/media-requests.ts', 'headers of answers'],
  ['main/host/page-files.ts', 'headers of answers'],
  ['main/host/send-file.ts', 'answers to requests that the page does not make'],
  ['main/shells/desktop/', 'menus, dialogs and messages of the operating system, beside the page'],
  ['main/shells/start/', 'said before there is a page'],
  ['main/shells/web/request-guard.ts', 'answers to those who may not have the page'],
  ['main/shells/web/serve.ts', 'said on the command line'],
  ['main/shells/web/web-shell.ts', 'said before there is a page, and to those who may not have it'],
];

/** Texts of other places that nobody reads on the page, and why. */
const notSaid = new Map([
  ['Application Support', 'a folder of the operating system'],
  ['Permission denied', 'what libvips says, to be recognised'],
  ['Read-only file system', 'what libvips says, to be recognised'],
  ['No such file or directory', 'what libvips says, to be recognised'],
  ['{} photos and folders', 'what a job is about, told to the log'],
]);

/** Words that are written as in a sentence, not as a name or as code. */
function wordsIn(text: string): number {
  return text.match(/(?<![\w.\-/:="'<*;,])[A-Za-z]?[a-z]+(?![\w\-/:=*(])/g)?.length ?? 0;
}

/** What stands where only sentences do is the whole of one, other texts may be a part of one. */
function says(source: SourceText, key: string): boolean {
  const known = expressions.get(source) ?? expressionOf(source);
  expressions.set(source, known);
  return known.test(key);
}

const expressions = new Map<SourceText, RegExp>();

function expressionOf({ text, isSaid }: SourceText): RegExp {
  const pieces = text.split('{}').map((piece) => piece.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(isSaid ? `^${pieces.join('.*')}$` : pieces.join('.*'));
}

/** At least a third of the sentence's own words: the rest is what was put in and is said elsewhere. */
function isMostOf(text: string, key: string): boolean {
  return text.replaceAll('{}', '').length * 3 >= key.replaceAll(/\{[\w:]+\}/g, '').length;
}
