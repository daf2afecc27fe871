import type { Sentences } from '../sentence-translator.ts';

/** Models, and how one learns a phone. */
export const learning: Sentences = {
  'Finding the tele in {name}': 'Das Telebild wird in {name} gesucht',
  'Measuring the camera in {name}': 'Die Kamera von {name} wird vermessen',
  'Cutting {name} into patches': '{name} wird in Stücke geschnitten',
  'Preparing to learn': 'Das Lernen wird vorbereitet',
  'Learning, step {step:number}': 'Lernt, Schritt {step}',
  'Comparing place {done:number} of {all:number}': 'Stelle {done} von {all} wird verglichen',
  Paused: 'Pause',

  'The tele was not surely found in the wide photo.': 'Das Telebild wurde im Weitwinkelbild nicht sicher gefunden.',
  'The tele shows too little of what the wide photo shows to learn from it.':
    'Das Telebild zeigt zu wenig von dem, was das Weitwinkelbild zeigt, um daraus zu lernen.',
  'The tele is no sharper than the wide photo: it is out of focus, or moved.':
    'Das Telebild ist nicht schärfer als das Weitwinkelbild: es ist unscharf oder verwackelt.',
  'The tele shows nowhere sharply what the wide photo shows, over a square of 128 wide pixels: it is out of focus, or they share too little.':
    'Das Telebild zeigt nirgends auf einem Quadrat von 128 Pixeln des Weitwinkelbilds scharf, was dieses zeigt: es ist unscharf, oder beide haben zu wenig gemeinsam.',
  'Expected at least one pair whose tele shows, sharper, what its wide photo shows.':
    'Gebraucht wird mindestens ein Paar, dessen Telebild schärfer zeigt, was das Weitwinkelbild zeigt.',
  'Choose other pairs.': 'Andere Paare wählen.',
  'Expected at least one pair whose tele shows, sharper, what its wide photo shows, over 250 wide pixels a side, but found none among {count:number}. Choose other pairs.':
    'Gebraucht wird mindestens ein Paar, dessen Telebild schärfer zeigt, was das Weitwinkelbild zeigt, auf über 250 Pixeln je Seite; unter {count} war keines. Andere Paare wählen.',
  'Expected pairs to learn from, but one has no tele photo. Leave it out.':
    'Zu einem der Paare gibt es kein Telebild, daraus lässt sich nicht lernen. Es auslassen.',
  "Expected a model of the network as it is, but '{id}' is a variation of it for experiments. Choose another base.":
    'Von „{id}“ kann nicht ausgegangen werden: es ist eine Abwandlung für Versuche. Von einem anderen Modell ausgehen.',
  'Learning stopped without an answer ({how:text}), as happens when a driver fails or memory runs out. What was learned is kept: go on with it, or choose another device, such as cpu.':
    'Das Lernen brach ohne Antwort ab ({how}), wie es bei einem Treiberfehler oder zu wenig Speicher vorkommt. Was gelernt wurde, bleibt erhalten: damit weitermachen oder ein anderes Gerät wählen, etwa cpu.',
  'There is no adaptation "{id}". It may have been removed.':
    'Dieses Lernen gibt es nicht mehr. Vielleicht wurde es entfernt.',
  'This cannot be done with an adaptation that is learning.': 'Das geht nicht, während gelernt wird.',
  'This cannot be done with an adaptation that is paused.': 'Das geht nicht, solange das Lernen Pause hat.',
  'This cannot be done with an adaptation that is judged.': 'Das geht nicht mehr: das Gelernte ist schon beurteilt.',
  'This cannot be done with an adaptation that is adopted.': 'Das geht nicht mehr: das Gelernte ist schon übernommen.',
  'This cannot be done with an adaptation that is failed.': 'Das geht nicht: das Lernen ist fehlgeschlagen.',

  'This model was judged to be no better.': 'Dieses Modell wurde als nicht besser beurteilt.',
  'There was no place left to judge it by.': 'Es blieb keine Stelle, um es zu beurteilen.',
  'It shows no more of what the tele shows than the model it began from.':
    'Es zeigt nicht mehr von dem, was das Telebild zeigt, als das Modell, von dem es ausging.',
  'It comes {gain:number} dB nearer to what the tele shows, and is in nothing worse.':
    'Es kommt dem, was das Telebild zeigt, {gain} dB näher, und nichts wurde schlechter.',
  'It agrees less with the wide photo than the model it began from.':
    'Es stimmt weniger mit dem Weitwinkelbild überein als das Modell, von dem es ausging.',
  'It is worse where there is no tele.': 'Es ist schlechter, wo es kein Telebild gibt.',
  'It is led astray by a tele that shows something else.':
    'Es lässt sich von einem Telebild täuschen, das etwas anderes zeigt.',
  'It agrees less with the wide photo than the model it began from, and it is worse where there is no tele.':
    'Es stimmt weniger mit dem Weitwinkelbild überein als das Modell, von dem es ausging, und es ist schlechter, wo es kein Telebild gibt.',
  'It agrees less with the wide photo than the model it began from, and it is led astray by a tele that shows something else.':
    'Es stimmt weniger mit dem Weitwinkelbild überein als das Modell, von dem es ausging, und es lässt sich von einem Telebild täuschen, das etwas anderes zeigt.',
  'It is worse where there is no tele, and it is led astray by a tele that shows something else.':
    'Es ist schlechter, wo es kein Telebild gibt, und es lässt sich von einem Telebild täuschen, das etwas anderes zeigt.',
  'It agrees less with the wide photo than the model it began from, and it is worse where there is no tele, and it is led astray by a tele that shows something else.':
    'Es stimmt weniger mit dem Weitwinkelbild überein als das Modell, von dem es ausging, und es ist schlechter, wo es kein Telebild gibt, und es lässt sich von einem Telebild täuschen, das etwas anderes zeigt.',
  '{base}, tuned to the phone of one pair of photos.': '{base}, abgestimmt auf das Telefon eines Fotopaars.',
  '{base}, tuned to the phone of {pairs:number} pairs of photos.':
    '{base}, abgestimmt auf das Telefon von {pairs} Fotopaaren.',

  'Quick on any computer: aligns the tele to the wide photo and adds the detail that it saw.':
    'Schnell auf jedem Rechner: legt das Telebild auf das Weitwinkelbild und bringt die Einzelheiten ein, die es gesehen hat.',
  'Encoder and decoder as published: larger and much slower, its training has only begun. For comparisons.':
    'Kodierer und Dekodierer wie veröffentlicht: größer und viel langsamer, das Training hat erst begonnen. Zum Vergleichen.',

  "There is no model '{id}'. None is installed.": 'Das Modell „{id}“ gibt es nicht. Es ist keines installiert.',
  "There is no model '{id}'. Choose one of: {choices}.":
    'Das Modell „{id}“ gibt es nicht. Eines von diesen wählen: {choices}.',
  "There is no personal model '{id}'. telewide models lists those there are.":
    'Das eigene Modell „{id}“ gibt es nicht. telewide models zählt die vorhandenen auf.',
  "The model '{id}' is damaged. Remove it, or import it again.":
    'Das Modell „{id}“ ist beschädigt. Es entfernen oder erneut importieren.',
  "The model '{id}' cannot be read: {path}. Check that the file is readable.":
    'Das Modell „{id}“ lässt sich nicht lesen: {path}. Prüfen, ob die Datei gelesen werden darf.',
  "The model '{id}' is incomplete: {path} is missing. Install it again.":
    'Das Modell „{id}“ ist unvollständig: {path} fehlt. Es erneut installieren.',
  "The model '{id}' is not usable: expected at most {limit:number} bytes in {path}, found {found:number}.":
    'Das Modell „{id}“ ist nicht verwendbar: {path} sollte höchstens {limit} Bytes haben und hat {found}.',
  "The manifest of the model '{id}' is not usable ({place}: {why}).":
    'Die Beschreibung des Modells „{id}“ ist nicht verwendbar ({place}: {why}).',
  "The weights of the model '{id}' cannot be read. Install the model again.":
    'Die Gewichte des Modells „{id}“ lassen sich nicht lesen. Das Modell erneut installieren.',
  "The weights of the model '{id}' are damaged: expected SHA-256 {wanted}, found {found}. Install the model again.":
    'Die Gewichte des Modells „{id}“ sind beschädigt: SHA-256 ist {found} statt {wanted}. Das Modell erneut installieren.',
  "The weights of the model '{id}' are not of the network '{network}': expected '{name}' of {shape}, found {found}. Install the model again.":
    'Die Gewichte des Modells „{id}“ gehören nicht zum Netz „{network}“: „{name}“ sollte {shape} sein und ist {found}. Das Modell erneut installieren.',
  'Expected a model that Telewide exported ({ending}), but {path} is none, is damaged, or comes from another version. Export it again.':
    '{path} ist kein Modell, das Telewide exportiert hat ({ending}), ist beschädigt oder stammt aus einer anderen Version. Es erneut exportieren.',
  'There is no file {path}. Choose a file that ends in {ending}.':
    'Die Datei {path} gibt es nicht. Eine Datei wählen, die auf {ending} endet.',
  '{path} is too large to be a model of Telewide. Choose another file.':
    '{path} ist zu groß für ein Modell von Telewide. Eine andere Datei wählen.',
};
