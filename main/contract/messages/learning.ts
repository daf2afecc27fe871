export const en = {
  'learning.finding-tele': 'Finding the tele in {name}',
  'learning.measuring': 'Measuring the camera in {name}',
  'learning.cutting': 'Cutting {name} into patches',
  'learning.preparing': 'Preparing to learn',
  'learning.step': 'Learning, step {step:whole}',
  'learning.comparing-place': 'Comparing place {done:whole} of {all:whole}',
  'learning.paused': 'Paused',
  'learning.tele-unsure': 'The tele was not surely found in the wide photo.',
  'learning.tele-little': 'The tele shows too little of what the wide photo shows to learn from it.',
  'learning.tele-unsharp': 'The tele is no sharper than the wide photo: it is out of focus, or moved.',
  'learning.tele-nowhere-sharp':
    'The tele shows nowhere sharply what the wide photo shows, over a square of 128 wide pixels: it is out of focus, or they share too little.',
  'learning.no-usable-pairs':
    'Expected at least one pair among {count:whole} whose tele shows, sharper, what its wide photo shows.',
  'learning.choose-other-pairs': 'Choose other pairs.',
  'learning.pair-without-tele': 'Expected pairs to learn from, but one has no tele photo. Leave it out.',
  'learning.no-pairs-in-folder':
    'Expected wide and tele photos of one scene in {folder}, but among {photos:plain} photos no two belong together. telewide pair shows what was found.',
  'learning.base-is-variation':
    "Expected a model of the network as it is, but '{id}' is a variation of it for experiments. Choose another base.",
  'learning.ended':
    'Learning stopped without an answer ({how}), as happens when a driver fails or memory runs out. What was learned is kept: go on with it, or choose another device, such as cpu.',
  'learning.simulation-failed': 'Simulating pairs of photos failed: {why}. The last checkpoint is kept; try again.',
  'learning.damaged':
    'What {path} says of an adaptation was damaged. It was left there, and the adaptation does not go on. Learn from those pairs again.',
  'learning.gone': 'There is no adaptation "{id}". It may have been removed.',
  'learning.cannot-while-learning': 'This cannot be done with an adaptation that is learning.',
  'learning.cannot-while-paused': 'This cannot be done with an adaptation that is paused.',
  'learning.cannot-while-judged': 'This cannot be done with an adaptation that is judged.',
  'learning.cannot-while-adopted': 'This cannot be done with an adaptation that is adopted.',
  'learning.cannot-while-failed': 'This cannot be done with an adaptation that is failed.',
  'learning.no-better': 'This model was judged to be no better.',
  'learning.no-place': 'There was no place left to judge it by.',
  'learning.no-more-detail': 'It shows no more of what the tele shows than the model it began from.',
  'learning.better': 'It comes {gain:1} dB nearer to what the tele shows, and is in nothing worse.',
  'learning.worse-consistency': 'It agrees less with the wide photo than the model it began from.',
  'learning.worse-withoutReference': 'It is worse where there is no tele.',
  'learning.worse-wrongReference': 'It is led astray by a tele that shows something else.',
  'learning.description': '{base}, tuned to the phone of {pairs|one=one pair|other=# pairs} of photos.',
  'learning.description-fast':
    'Quick on any computer: aligns the tele to the wide photo and adds the detail that it saw.',
  'learning.description-paper':
    'Encoder and decoder as published: larger and much slower, its training has only begun. For comparisons.',
  'learning.no-model-installed': "There is no model '{id}'. None is installed.",
  'learning.no-model': "There is no model '{id}'. Choose one of: {choices}.",
  'learning.no-personal-model': "There is no personal model '{id}'. telewide models lists those there are.",
  'learning.model-damaged': "The model '{id}' is damaged. Remove it, or import it again.",
  'learning.model-unreadable': "The model '{id}' cannot be read: {path}. Check that the file is readable.",
  'learning.model-incomplete': "The model '{id}' is incomplete: {path} is missing. Install it again.",
  'learning.model-too-large-file':
    "The model '{id}' is not usable: expected at most {limit:whole} bytes in {path}, found {found:whole}.",
  'learning.manifest-unusable': "The manifest of the model '{id}' is not usable ({place}: {why}).",
  'learning.weights-unreadable': "The weights of the model '{id}' cannot be read. Install the model again.",
  'learning.weights-damaged':
    "The weights of the model '{id}' are damaged: expected SHA-256 {wanted}, found {found}. Install the model again.",
  'learning.weights-of-other-network':
    "The weights of the model '{id}' are not of the network '{network}': expected '{name}' of {shape}, found {found}. Install the model again.",
  'learning.not-a-model-file':
    'Expected a model that Telewide exported ({ending}), but {path} is none, is damaged, or comes from another version. Export it again.',
  'learning.no-model-file': 'There is no file {path}. Choose a file that ends in {ending}.',
  'learning.model-file-too-large': '{path} is too large to be a model of Telewide. Choose another file.',
  'learning.model-outdated':
    "The model '{id}' ({name}) was made for another version of the network. Install it again, or choose another model.",
  'learning.own-model-outdated':
    'The model \'{id}\' ({name}) was made for another version of the network. Learn it again from your pairs (telewide adapt, or "Learn your phone"), or choose another model.',
} as const;

export const de: Record<keyof typeof en, string> = {
  'learning.finding-tele': 'Das Telebild wird in {name} gesucht',
  'learning.measuring': 'Die Kamera von {name} wird vermessen',
  'learning.cutting': '{name} wird in Stücke geschnitten',
  'learning.preparing': 'Das Lernen wird vorbereitet',
  'learning.step': 'Lernt, Schritt {step:whole}',
  'learning.comparing-place': 'Stelle {done:whole} von {all:whole} wird verglichen',
  'learning.paused': 'Pause',
  'learning.tele-unsure': 'Das Telebild wurde im Weitwinkelbild nicht sicher gefunden.',
  'learning.tele-little': 'Das Telebild zeigt zu wenig von dem, was das Weitwinkelbild zeigt, um daraus zu lernen.',
  'learning.tele-unsharp': 'Das Telebild ist nicht schärfer als das Weitwinkelbild: es ist unscharf oder verwackelt.',
  'learning.tele-nowhere-sharp':
    'Das Telebild zeigt nirgends auf einem Quadrat von 128 Pixeln des Weitwinkelbilds scharf, was dieses zeigt: es ist unscharf, oder beide haben zu wenig gemeinsam.',
  'learning.no-usable-pairs':
    'Unter {count:whole} wird mindestens ein Paar gebraucht, dessen Telebild schärfer zeigt, was das Weitwinkelbild zeigt.',
  'learning.choose-other-pairs': 'Andere Paare wählen.',
  'learning.pair-without-tele':
    'Zu einem der Paare gibt es kein Telebild, daraus lässt sich nicht lernen. Es auslassen.',
  'learning.no-pairs-in-folder':
    'In {folder} gehören unter {photos:plain} Fotos keine zwei als Weitwinkel und Tele einer Szene zusammen. telewide pair zeigt, was gefunden wurde.',
  'learning.base-is-variation':
    'Von „{id}“ kann nicht ausgegangen werden: es ist eine Abwandlung für Versuche. Von einem anderen Modell ausgehen.',
  'learning.ended':
    'Das Lernen brach ohne Antwort ab ({how}), wie es bei einem Treiberfehler oder zu wenig Speicher vorkommt. Was gelernt wurde, bleibt erhalten: damit weitermachen oder ein anderes Gerät wählen, etwa cpu.',
  'learning.simulation-failed':
    'Das Nachstellen von Fotopaaren ist fehlgeschlagen: {why}. Der letzte Stand ist gesichert; bitte erneut versuchen.',
  'learning.damaged':
    'Was {path} von einem Lernen sagt, ist beschädigt. Die Datei blieb dort, das Lernen geht nicht weiter. Von jenen Paaren erneut lernen.',
  'learning.gone': 'Dieses Lernen gibt es nicht mehr. Vielleicht wurde es entfernt.',
  'learning.cannot-while-learning': 'Das geht nicht, während gelernt wird.',
  'learning.cannot-while-paused': 'Das geht nicht, solange das Lernen Pause hat.',
  'learning.cannot-while-judged': 'Das geht nicht mehr: das Gelernte ist schon beurteilt.',
  'learning.cannot-while-adopted': 'Das geht nicht mehr: das Gelernte ist schon übernommen.',
  'learning.cannot-while-failed': 'Das geht nicht: das Lernen ist fehlgeschlagen.',
  'learning.no-better': 'Dieses Modell wurde als nicht besser beurteilt.',
  'learning.no-place': 'Es blieb keine Stelle, um es zu beurteilen.',
  'learning.no-more-detail': 'Es zeigt nicht mehr von dem, was das Telebild zeigt, als das Modell, von dem es ausging.',
  'learning.better': 'Es kommt dem, was das Telebild zeigt, {gain:1} dB näher, und nichts wurde schlechter.',
  'learning.worse-consistency': 'Es stimmt weniger mit dem Weitwinkelbild überein als das Modell, von dem es ausging.',
  'learning.worse-withoutReference': 'Es ist schlechter, wo es kein Telebild gibt.',
  'learning.worse-wrongReference': 'Es lässt sich von einem Telebild täuschen, das etwas anderes zeigt.',
  'learning.description': '{base}, abgestimmt auf das Telefon {pairs|one=eines Fotopaars|other=von # Fotopaaren}.',
  'learning.description-fast':
    'Schnell auf jedem Rechner: legt das Telebild auf das Weitwinkelbild und bringt die Einzelheiten ein, die es gesehen hat.',
  'learning.description-paper':
    'Kodierer und Dekodierer wie veröffentlicht: größer und viel langsamer, das Training hat erst begonnen. Zum Vergleichen.',
  'learning.no-model-installed': 'Das Modell „{id}“ gibt es nicht. Es ist keines installiert.',
  'learning.no-model': 'Das Modell „{id}“ gibt es nicht. Eines von diesen wählen: {choices}.',
  'learning.no-personal-model': 'Das eigene Modell „{id}“ gibt es nicht. telewide models zählt die vorhandenen auf.',
  'learning.model-damaged': 'Das Modell „{id}“ ist beschädigt. Es entfernen oder erneut importieren.',
  'learning.model-unreadable':
    'Das Modell „{id}“ lässt sich nicht lesen: {path}. Prüfen, ob die Datei gelesen werden darf.',
  'learning.model-incomplete': 'Das Modell „{id}“ ist unvollständig: {path} fehlt. Es erneut installieren.',
  'learning.model-too-large-file':
    'Das Modell „{id}“ ist nicht verwendbar: {path} sollte höchstens {limit:whole} Bytes haben und hat {found:whole}.',
  'learning.manifest-unusable': 'Die Beschreibung des Modells „{id}“ ist nicht verwendbar ({place}: {why}).',
  'learning.weights-unreadable':
    'Die Gewichte des Modells „{id}“ lassen sich nicht lesen. Das Modell erneut installieren.',
  'learning.weights-damaged':
    'Die Gewichte des Modells „{id}“ sind beschädigt: SHA-256 ist {found} statt {wanted}. Das Modell erneut installieren.',
  'learning.weights-of-other-network':
    'Die Gewichte des Modells „{id}“ gehören nicht zum Netz „{network}“: „{name}“ sollte {shape} sein und ist {found}. Das Modell erneut installieren.',
  'learning.not-a-model-file':
    '{path} ist kein Modell, das Telewide exportiert hat ({ending}), ist beschädigt oder stammt aus einer anderen Version. Es erneut exportieren.',
  'learning.no-model-file': 'Die Datei {path} gibt es nicht. Eine Datei wählen, die auf {ending} endet.',
  'learning.model-file-too-large': '{path} ist zu groß für ein Modell von Telewide. Eine andere Datei wählen.',
  'learning.model-outdated':
    'Das Modell „{id}“ ({name}) ist für eine andere Version des Netzes. Es neu installieren oder ein anderes Modell wählen.',
  'learning.own-model-outdated':
    'Das Modell „{id}“ ({name}) ist für eine andere Version des Netzes. Es aus eigenen Paaren neu lernen (telewide adapt oder „Vom Telefon lernen“) oder ein anderes Modell wählen.',
};
