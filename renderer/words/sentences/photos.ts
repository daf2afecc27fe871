import type { Sentences } from '../sentence-translator.ts';

/** Reading photos and bringing them in. */
export const photos: Sentences = {
  'Looking for photos': 'Fotos werden gesucht',
  'Looking for photos: {files:number} so far': 'Fotos werden gesucht, bisher {files}',
  'Comparing photo {done:number} of {all:number}': 'Foto {done} von {all} wird verglichen',
  'Looking for pairs': 'Paare werden gesucht',
  'Reading the photo': 'Das Foto wird gelesen',
  'Reading photo {done:number} of {all:number}': 'Foto {done} von {all} wird gelesen',

  'Expected a photo, but {name} is not a file': '{name} ist keine Datei, gebraucht wird ein Foto',
  '{name} is empty': '{name} ist leer',
  'Expected a JPEG, PNG, TIFF, WebP, AVIF or HEIC photo, but {name} is {kind:text}. Convert it to one of them first':
    'Gebraucht wird ein Foto als JPEG, PNG, TIFF, WebP, AVIF oder HEIC, doch {name} ist {kind}. Es zuerst in eines davon umwandeln',
  'a GIF': 'ein GIF',
  'a BMP': 'ein BMP',
  'a JPEG 2000 picture': 'ein Bild als JPEG 2000',
  'a JPEG XL picture': 'ein Bild als JPEG XL',
  'a Photoshop document': 'ein Photoshop-Dokument',
  'a PDF': 'ein PDF',
  'an SVG drawing': 'eine SVG-Zeichnung',
  'a camera raw file': 'eine Rohdatei einer Kamera',
  'a video': 'ein Video',
  'not a picture that can be read here': 'kein Bild, das sich hier lesen lässt',
  'Expected a photo, but {name} is a camera raw file. Export it as TIFF first':
    '{name} ist eine Rohdatei einer Kamera. Sie zuerst als TIFF exportieren',
  '{name} is incomplete: some of its pixels are missing. Use an undamaged copy':
    '{name} ist unvollständig: einige Pixel fehlen. Eine unbeschädigte Kopie verwenden',
  '{name} is damaged or incomplete ({why}). Use an undamaged copy':
    '{name} ist beschädigt oder unvollständig ({why}). Eine unbeschädigte Kopie verwenden',
  '{name} does not exist. It may have been moved or renamed':
    '{name} ist nicht vorhanden. Vielleicht wurde die Datei verschoben oder umbenannt',
  '{name} does not exist: a part of its path is a file':
    '{name} ist nicht vorhanden: ein Teil des Pfads ist eine Datei',
  '{name} may not be read by this user. Change its permissions':
    '{name} darf hier nicht gelesen werden. Die Zugriffsrechte ändern',
  '{name} has a name or a path that is too long for this system. Move or rename it':
    'Name oder Pfad von {name} ist für dieses System zu lang. Die Datei verschieben oder umbenennen',
  '{name} is a link that leads back to itself. Choose the file that it was meant for':
    '{name} ist eine Verknüpfung, die zu sich selbst führt. Die gemeinte Datei wählen',
  '{name} cannot be read: its disk fails. Copy what is on it to another one':
    '{name} lässt sich nicht lesen: der Datenträger versagt. Was darauf ist, auf einen anderen kopieren',
  '{name} is a folder, expected a photo': '{name} ist ein Ordner, gebraucht wird ein Foto',
  '{name} cannot be read': '{name} lässt sich nicht lesen',
  'Expected {width} x {height} RGB pixels, received {values} values':
    '{width} × {height} RGB-Pixel wurden erwartet, {values} Werte kamen',
  'unnamed profile': 'Profil ohne Namen',
  'There is not enough memory to read {name}': 'Der Speicher reicht nicht, um {name} zu lesen',
  '{name} has {width} x {height} pixels, {megapixels:number} megapixels; the limit is {limit:number}. Raise the limit in the settings or use a smaller photo':
    '{name} hat {width} × {height} Pixel, {megapixels} Megapixel; die Grenze liegt bei {limit}. Die Grenze in den Einstellungen anheben oder ein kleineres Foto verwenden',
  '{name} has {width} x {height} pixels; a photo needs at least {least:number} on each side':
    '{name} hat {width} × {height} Pixel; ein Foto braucht an jeder Seite mindestens {least}',
  'Reading this file ended the program that read it. It is probably damaged.':
    'An dieser Datei ist das Programm gescheitert, das sie lesen sollte. Sie ist vermutlich beschädigt.',
  'The photo {path} is no longer there. Put it back.': 'Das Foto {path} ist nicht mehr da. Es zurücklegen.',
  '{name} has changed on the disk. Enhance it again.':
    '{name} hat sich auf dem Datenträger geändert. Noch einmal verbessern.',
  'The photo {path} is no longer there. Put it back, or add it again from its new place.':
    'Das Foto {path} ist nicht mehr da. Es zurücklegen oder von seinem neuen Ort erneut hinzufügen.',
  'This photo cannot be shown.': 'Dieses Foto lässt sich nicht anzeigen.',

  'Expected a file or folder that you opened, but {path} lies outside of what is allowed or is not there. Open it again.':
    '{path} liegt außerhalb dessen, was erlaubt ist, oder ist nicht da. Die Datei oder den Ordner erneut öffnen.',
  'Expected the name of the file, as in /upload?name=photo.jpg, but received none.':
    'Der Name der Datei fehlt, etwa /upload?name=photo.jpg.',
  'Expected a photo of at most {megabytes:number} MB, but received a larger file. Choose another one.':
    'Die Datei ist größer als {megabytes} MB. Ein anderes Foto wählen.',
  'Expected a photo, but received an empty file. Choose another one.': 'Die Datei ist leer. Ein anderes Foto wählen.',
  'Expected room for the photo, but the disk is full. Make room and try again.':
    'Für das Foto ist kein Platz mehr auf dem Datenträger. Platz schaffen und erneut versuchen.',
  'The transfer was interrupted.': 'Die Übertragung wurde unterbrochen.',
  '{name} holds floating-point numbers far beyond 0 to 1. Save it with 16 bits per channel':
    '{name} enthält Gleitkommazahlen weit außerhalb von 0 bis 1. Es mit 16 Bit je Kanal speichern',
  'The photo is HDR by its colour numbers; it was brought to Display P3, its light beyond white pressed into the highlights.':
    'Das Foto ist seinen Farbnummern nach HDR; es wurde nach Display P3 gebracht, sein Licht jenseits von Weiß in die Lichter gedrängt.',
  'The photo tells its colours by number; it was brought to Display P3, and colours beyond that were cut off.':
    'Das Foto nennt seine Farben in Nummern; es wurde nach Display P3 gebracht, und Farben jenseits davon wurden abgeschnitten.',
  '{name} has no end marker. If it was cut off, a few pixels at its lower right end are missing.':
    '{name} hat keine Endmarke. Falls es abgeschnitten wurde, fehlen unten rechts einige Pixel.',
  'numbers of a kind that is not read here ({kind})': 'Zahlen einer Art, die hier nicht gelesen wird ({kind})',
  '{name} holds {what:text}. Save it with 16 bits per channel':
    '{name} enthält {what}. Es mit 16 Bit je Kanal speichern',
  'floating-point numbers without a colour profile, so nothing says how bright they are meant':
    'Gleitkommazahlen ohne Farbprofil, sodass nichts sagt, wie hell sie gemeint sind',
};
