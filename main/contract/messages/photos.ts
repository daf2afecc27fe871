export const en = {
  'photos.searching': 'Looking for photos',
  'photos.searching-found': 'Looking for photos: {files:whole} so far',
  'photos.comparing': 'Comparing photo {done:whole} of {all:whole}',
  'photos.looking-for-pairs': 'Looking for pairs',
  'photos.reading-one': 'Reading the photo',
  'photos.reading': 'Reading photo {done:whole} of {all:whole}',
  'photos.not-a-file': 'Expected a photo, but {name} is not a file',
  'photos.empty': '{name} is empty',
  'photos.unsupported':
    'Expected a JPEG, PNG, TIFF, WebP, AVIF or HEIC photo, but {name} is {kind}. Convert it to one of them first',
  'photos.gif': 'a GIF',
  'photos.bmp': 'a BMP',
  'photos.jpeg-2000': 'a JPEG 2000 picture',
  'photos.jpeg-xl': 'a JPEG XL picture',
  'photos.photoshop': 'a Photoshop document',
  'photos.pdf': 'a PDF',
  'photos.svg': 'an SVG drawing',
  'photos.raw': 'a camera raw file',
  'photos.video': 'a video',
  'photos.unknown': 'not a picture that can be read here',
  'photos.raw-file': 'Expected a photo, but {name} is a camera raw file. Export it as TIFF first',
  'photos.incomplete': '{name} is incomplete: some of its pixels are missing. Use an undamaged copy',
  'photos.damaged': '{name} is damaged or incomplete ({why}). Use an undamaged copy',
  'photos.overloaded':
    '{name} holds more packed text, frames or profiles beside its pixels than a photo does. Save the picture anew with another program',
  'photos.too-many-bytes':
    '{name} is larger than {max:whole} MB, as no photo of its kind is. Choose another one, or save the picture as TIFF',
  'photos.missing': '{name} does not exist. It may have been moved or renamed',
  'photos.missing-folder': '{name} does not exist: a part of its path is a file',
  'photos.not-readable': '{name} may not be read by this user. Change its permissions',
  'photos.name-too-long': '{name} has a name or a path that is too long for this system. Move or rename it',
  'photos.link-to-itself': '{name} is a link that leads back to itself. Choose the file that it was meant for',
  'photos.disk-fails': '{name} cannot be read: its disk fails. Copy what is on it to another one',
  'photos.is-folder': '{name} is a folder, expected a photo',
  'photos.unreadable': '{name} cannot be read',
  'photos.pixels-missing': 'Expected {width:plain} x {height:plain} RGB pixels, received {values:plain} values',
  'photos.memory-to-read': 'There is not enough memory to read {name}. Close other programs and try again',
  'photos.too-many-pixels':
    '{name} has {width:plain} x {height:plain} pixels, {megapixels:1} megapixels; the limit is {limit:1}. Raise the limit in the settings or use a smaller photo',
  'photos.too-few-pixels':
    '{name} has {width:plain} x {height:plain} pixels; a photo needs at least {least:whole} on each side',
  'photos.reader-ended':
    'Reading this file ended the program that read it, or took more memory than it may. It is probably damaged.',
  'photos.no-longer-there': 'The photo {path} is no longer there. Put it back, or add it again from its new place.',
  'photos.not-shown': 'This photo cannot be shown.',
  'photos.not-opened-by-you':
    'Expected a file or folder that you opened, but {path} lies outside of what is allowed or is not there. Open it again.',
  'photos.upload-unnamed': 'Expected the name of the file, as in /upload?name=photo.jpg, but received none.',
  'photos.upload-too-large':
    'Expected a photo of at most {megabytes:whole} MB, but received a larger file. Choose another one.',
  'photos.upload-empty': 'Expected a photo, but received an empty file. Choose another one.',
  'photos.upload-no-room': 'Expected room for the photo, but the disk is full. Make room and try again.',
  'photos.not-taken-over': '{name} was not taken over: the transfer was interrupted.',
  'photos.not-taken-over-status': '{name} could not be taken over (status {status:plain}). Try again.',
  'photos.numbers-beyond': '{name} holds floating-point numbers far beyond 0 to 1. Save it with 16 bits per channel',
  'photos.numbers-unknown':
    '{name} holds numbers of a kind that is not read here ({kind}). Save it with 16 bits per channel',
  'photos.numbers-without-profile':
    '{name} holds floating-point numbers without a colour profile, so nothing says how bright they are meant. Save it with 16 bits per channel',
  'photos.brought-from-hdr':
    'The photo is HDR by its colour numbers; it was brought to Display P3, its light beyond white pressed into the highlights.',
  'photos.brought-to-p3':
    'The photo tells its colours by number; it was brought to Display P3, and colours beyond that were cut off.',
  'photos.no-end-marker':
    '{name} has no end marker. If it was cut off, a few pixels at its lower right end are missing.',
} as const;

export const de: Record<keyof typeof en, string> = {
  'photos.searching': 'Fotos werden gesucht',
  'photos.searching-found': 'Fotos werden gesucht, bisher {files:whole}',
  'photos.comparing': 'Foto {done:whole} von {all:whole} wird verglichen',
  'photos.looking-for-pairs': 'Paare werden gesucht',
  'photos.reading-one': 'Das Foto wird gelesen',
  'photos.reading': 'Foto {done:whole} von {all:whole} wird gelesen',
  'photos.not-a-file': '{name} ist keine Datei, gebraucht wird ein Foto',
  'photos.empty': '{name} ist leer',
  'photos.unsupported':
    'Gebraucht wird ein Foto als JPEG, PNG, TIFF, WebP, AVIF oder HEIC, doch {name} ist {kind}. Es zuerst in eines davon umwandeln',
  'photos.gif': 'ein GIF',
  'photos.bmp': 'ein BMP',
  'photos.jpeg-2000': 'ein Bild als JPEG 2000',
  'photos.jpeg-xl': 'ein Bild als JPEG XL',
  'photos.photoshop': 'ein Photoshop-Dokument',
  'photos.pdf': 'ein PDF',
  'photos.svg': 'eine SVG-Zeichnung',
  'photos.raw': 'eine Rohdatei einer Kamera',
  'photos.video': 'ein Video',
  'photos.unknown': 'kein Bild, das sich hier lesen lässt',
  'photos.raw-file': '{name} ist eine Rohdatei einer Kamera. Sie zuerst als TIFF exportieren',
  'photos.incomplete': '{name} ist unvollständig: einige Pixel fehlen. Eine unbeschädigte Kopie verwenden',
  'photos.damaged': '{name} ist beschädigt oder unvollständig ({why}). Eine unbeschädigte Kopie verwenden',
  'photos.overloaded':
    '{name} enthält neben seinen Bildpunkten mehr gepackten Text, Einzelbilder oder Profile als ein Foto. Das Bild mit einem anderen Programm neu sichern',
  'photos.too-many-bytes':
    '{name} ist größer als {max:whole} MB, wie es kein Foto dieser Art ist. Ein anderes wählen oder das Bild als TIFF sichern',
  'photos.missing': '{name} ist nicht vorhanden. Vielleicht wurde die Datei verschoben oder umbenannt',
  'photos.missing-folder': '{name} ist nicht vorhanden: ein Teil des Pfads ist eine Datei',
  'photos.not-readable': '{name} darf hier nicht gelesen werden. Die Zugriffsrechte ändern',
  'photos.name-too-long':
    'Name oder Pfad von {name} ist für dieses System zu lang. Die Datei verschieben oder umbenennen',
  'photos.link-to-itself': '{name} ist eine Verknüpfung, die zu sich selbst führt. Die gemeinte Datei wählen',
  'photos.disk-fails':
    '{name} lässt sich nicht lesen: der Datenträger versagt. Was darauf ist, auf einen anderen kopieren',
  'photos.is-folder': '{name} ist ein Ordner, gebraucht wird ein Foto',
  'photos.unreadable': '{name} lässt sich nicht lesen',
  'photos.pixels-missing': '{width:plain} × {height:plain} RGB-Pixel wurden erwartet, {values:plain} Werte kamen',
  'photos.memory-to-read':
    'Der Speicher reicht nicht, um {name} zu lesen. Andere Programme schließen und erneut versuchen',
  'photos.too-many-pixels':
    '{name} hat {width:plain} × {height:plain} Pixel, {megapixels:1} Megapixel; die Grenze liegt bei {limit:1}. Die Grenze in den Einstellungen anheben oder ein kleineres Foto verwenden',
  'photos.too-few-pixels':
    '{name} hat {width:plain} × {height:plain} Pixel; ein Foto braucht an jeder Seite mindestens {least:whole}',
  'photos.reader-ended':
    'An dieser Datei ist das Programm gescheitert, das sie lesen sollte, oder es brauchte mehr Speicher, als es darf. Sie ist vermutlich beschädigt.',
  'photos.no-longer-there':
    'Das Foto {path} ist nicht mehr da. Es zurücklegen oder von seinem neuen Ort erneut hinzufügen.',
  'photos.not-shown': 'Dieses Foto lässt sich nicht anzeigen.',
  'photos.not-opened-by-you':
    '{path} liegt außerhalb dessen, was erlaubt ist, oder ist nicht da. Die Datei oder den Ordner erneut öffnen.',
  'photos.upload-unnamed': 'Der Name der Datei fehlt, etwa /upload?name=photo.jpg.',
  'photos.upload-too-large': 'Die Datei ist größer als {megabytes:whole} MB. Ein anderes Foto wählen.',
  'photos.upload-empty': 'Die Datei ist leer. Ein anderes Foto wählen.',
  'photos.upload-no-room': 'Für das Foto ist kein Platz mehr auf dem Datenträger. Platz schaffen und erneut versuchen.',
  'photos.not-taken-over': '{name} wurde nicht übernommen: die Übertragung wurde unterbrochen.',
  'photos.not-taken-over-status': '{name} ließ sich nicht übernehmen (Status {status:plain}). Bitte erneut versuchen.',
  'photos.numbers-beyond':
    '{name} enthält Gleitkommazahlen weit außerhalb von 0 bis 1. Es mit 16 Bit je Kanal speichern',
  'photos.numbers-unknown':
    '{name} enthält Zahlen einer Art, die hier nicht gelesen wird ({kind}). Es mit 16 Bit je Kanal speichern',
  'photos.numbers-without-profile':
    '{name} enthält Gleitkommazahlen ohne Farbprofil, sodass nichts sagt, wie hell sie gemeint sind. Es mit 16 Bit je Kanal speichern',
  'photos.brought-from-hdr':
    'Das Foto ist seinen Farbnummern nach HDR; es wurde nach Display P3 gebracht, sein Licht jenseits von Weiß in die Lichter gedrängt.',
  'photos.brought-to-p3':
    'Das Foto nennt seine Farben in Nummern; es wurde nach Display P3 gebracht, und Farben jenseits davon wurden abgeschnitten.',
  'photos.no-end-marker': '{name} hat keine Endmarke. Falls es abgeschnitten wurde, fehlen unten rechts einige Pixel.',
};
