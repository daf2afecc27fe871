export const en = {
  'writing.photo': 'Writing the photo',
  'writing.looking-at': 'Looking at {name}',
  'writing.finished-of': '{done:whole} of {all:whole}',
  'writing.is-folder': '{name} is a folder. Choose a file name',
  'writing.is-original': '{name} is one of the original photos. Choose another name',
  'writing.no-folder': '{name} lies in a folder that does not exist. Choose another folder',
  'writing.not-allowed': '{name} may not be written by this user. Choose another folder or change its permissions',
  'writing.protected': '{name} may not be written: it is protected or open in another program. Choose another name',
  'writing.read-only': '{name} lies on a disk that is read-only. Choose another folder',
  'writing.name-too-long': '{name} has a name or a path that is too long for this disk. Choose a shorter one',
  'writing.link-to-itself': '{name} is a link that leads back to itself. Choose another name',
  'writing.disk-fails': '{name} cannot be written: its disk fails. Choose another disk',
  'writing.disk-full': 'The disk is full: {name} could not be written. Make room or choose another disk',
  'writing.memory-to-write': 'There is not enough memory to write {name}. Close other programs and try again',
  'writing.other-ending':
    'Expected a file name ending in .{ending} for {format}, but received one ending in {received}. Choose another name or the format {said}.',
  'writing.place-not-chosen': 'Expected a place to save that you chose, but received {path}. Choose where to save.',
  'writing.too-many-pixels':
    'A {format} file holds at most {most:plain} pixels a side, the picture has {width:plain} x {height:plain}. Choose PNG or TIFF',
  'writing.eight-bits-memory': 'Written with 8 bits: there is not enough memory for more.',
  'writing.eight-bits-format': 'Written with 8 bits: {format} holds no more.',
  'writing.gain-map-format': 'The HDR gain map of the photo was left out: only a JPEG can hold it here.',
  'writing.gain-map-straightened':
    'The HDR gain map of the photo was left out: it does not follow a straightened crop.',
  'writing.gain-map-kind': 'The HDR gain map of {name} was left out: it is of a kind that cannot be enlarged here.',
  'writing.gain-map-meaning': 'The HDR gain map of {name} was left out: it does not say how it is meant.',
  'writing.provenance-too-large':
    'The provenance map was left out of the XMP: it is too large for it. Choose a file beside the picture.',
  'writing.xmp-too-large': 'The XMP of the photo was left out: it is too large for {format}.',
  'writing.batch-damaged':
    'What {path} says of an export was damaged. It was left there, and the export does not go on; what it wrote stays. Export those photos again.',
  'writing.batch-gone': 'Expected a batch of the list, but this one is no longer in it.',
  'writing.batch-not-begun': 'Expected a batch whose photos are known, but this one has not begun yet.',
  'writing.photo-not-in-batch': 'Expected a photo of this batch, but it has none with that key.',
  'writing.tele-view-unknown':
    'The tele was not found in the wide photo, so it was written as it is framed, not what the tele saw.',
  'writing.framing-left-out': 'What the tele saw was asked for, so the framing of this pair was left out.',
  'writing.exists': 'There is a file of that name already.',
  'writing.unchanged': 'Nothing has changed since it was written.',
  'writing.finished-before': 'It was finished before.',
  'writing.waiting-for-room':
    'The disk is full: {needed:bytes} are needed in {folder}, {free:bytes} are free. Make room; it then resumes automatically.',
  'writing.folder-in-use':
    'Expected to have {folder} alone, but another Telewide writes there. Wait for it, or choose another folder.',
  'writing.folder-in-use-by':
    'Expected to have {folder} alone, but another Telewide writes there (process {process:plain} on {host}). Wait for it, or choose another folder.',
  'writing.name-template':
    'Expected a name template made of {known} and other text, for example {example}, but received {what}',
  'writing.folder-not-writable': 'Expected a folder that can be written to, but {folder} cannot. Choose another one.',
  'writing.folder-not-chosen': 'Expected a folder for results that you chose, but received {folder}. Choose it again.',
  'writing.preset-of-program': 'Expected a name of your own, but the preset {name} comes with the program.',
  'writing.unknown-preset': 'Expected one of the presets {known}, but received "{name}".',
  'writing.manifest-wrong':
    'Expected a manifest with version 1 and items of wide and tele photos, but {path} is not one: {why}',
  'writing.manifest-no-json': 'Expected a manifest, but {path} is not JSON',
  'writing.queue-address': 'Expected the address of a queue such as redis://host:6379',
  'writing.no-queue': 'Expected a Redis or Valkey at {address}, but nobody answers. Start it, or check the address.',
  'writing.queue-silent': 'The queue at {address} does not answer. Work resumes automatically when it does.',
  'writing.no-queue-job': 'Expected a photo of a batch, but the queue held something else.',
  'writing.queue-gave-up': 'The queue gave it up: {words}',
  'writing.outside-of-worker':
    'Expected photos and results inside {folders}, but received {outside}. Start the worker with its folder, too.',
  'writing.exchanged': '{name} is the wide photo of the two, and was enlarged.',
  'writing.queue-not-installed':
    'A queue needs the packages bullmq and ioredis, which installers leave out. Run telewide from a checkout of its sources, where npm ci brings them.',
  'writing.queue-password':
    'The queue at {address} wants another name or password. Put the address with the right ones into TELEWIDE_QUEUE.',
  'writing.result-missing':
    'A worker says that it is done, but the result is not there, or another one is. Look at the worker, and try again.',
  'writing.gain-map-damaged': 'The HDR gain map of {name} was left out: it is damaged, or larger than the photo.',
  'writing.panorama-left-out':
    'How the photo lies in a panorama was left out: it is told in pixels that are no longer the same.',
  'writing.xmp-shortened': 'A part of the XMP was left out: it is too large for a JPEG. PNG and TIFF hold all of it.',
  'writing.exif-shortened':
    'Long parts of the EXIF, such as the maker note, were left out: they are too large for {format}.',
} as const;

export const de: Record<keyof typeof en, string> = {
  'writing.photo': 'Das Foto wird geschrieben',
  'writing.looking-at': '{name} wird angesehen',
  'writing.finished-of': '{done:whole} von {all:whole}',
  'writing.is-folder': '{name} ist ein Ordner. Einen Dateinamen wählen',
  'writing.is-original': '{name} ist eines der Originale. Einen anderen Namen wählen',
  'writing.no-folder': '{name} liegt in einem Ordner, den es nicht gibt. Einen anderen Ordner wählen',
  'writing.not-allowed':
    '{name} darf hier nicht geschrieben werden. Einen anderen Ordner wählen oder die Zugriffsrechte ändern',
  'writing.protected':
    '{name} darf nicht geschrieben werden: die Datei ist geschützt oder in einem anderen Programm geöffnet. Einen anderen Namen wählen',
  'writing.read-only': '{name} liegt auf einem Datenträger, der nur gelesen werden kann. Einen anderen Ordner wählen',
  'writing.name-too-long': 'Name oder Pfad von {name} ist für diesen Datenträger zu lang. Einen kürzeren wählen',
  'writing.link-to-itself': '{name} ist eine Verknüpfung, die zu sich selbst führt. Einen anderen Namen wählen',
  'writing.disk-fails': '{name} lässt sich nicht schreiben: der Datenträger versagt. Einen anderen wählen',
  'writing.disk-full':
    'Der Datenträger ist voll: {name} konnte nicht geschrieben werden. Platz schaffen oder einen anderen Datenträger wählen',
  'writing.memory-to-write':
    'Der Speicher reicht nicht, um {name} zu schreiben. Andere Programme schließen und erneut versuchen',
  'writing.other-ending':
    'Für {format} endet der Dateiname auf .{ending}, dieser endet auf {received}. Einen anderen Namen oder das Format {said} wählen.',
  'writing.place-not-chosen': '{path} wurde nicht als Ort zum Sichern gewählt. Wählen, wohin gesichert werden soll.',
  'writing.too-many-pixels':
    'Eine {format}-Datei fasst höchstens {most:plain} Pixel je Seite, das Bild hat {width:plain} × {height:plain}. PNG oder TIFF wählen',
  'writing.eight-bits-memory': 'Mit 8 Bit geschrieben: für mehr reicht der Speicher nicht.',
  'writing.eight-bits-format': 'Mit 8 Bit geschrieben: mehr fasst {format} nicht.',
  'writing.gain-map-format': 'Die HDR-Gain-Map des Fotos blieb weg: hier fasst sie nur ein JPEG.',
  'writing.gain-map-straightened':
    'Die HDR-Gain-Map des Fotos blieb weg: sie folgt keinem gerade gerichteten Ausschnitt.',
  'writing.gain-map-kind': 'Die HDR-Gain-Map von {name} blieb weg: ihre Art lässt sich hier nicht vergrößern.',
  'writing.gain-map-meaning': 'Die HDR-Gain-Map von {name} blieb weg: sie sagt nicht, wie sie gemeint ist.',
  'writing.provenance-too-large':
    'Die Karte der Herkunft blieb aus dem XMP weg: sie ist zu groß dafür. Eine Datei neben dem Bild wählen.',
  'writing.xmp-too-large': 'Das XMP des Fotos blieb weg: es ist zu groß für {format}.',
  'writing.batch-damaged':
    'Was {path} von einem Export sagt, ist beschädigt. Die Datei blieb dort, der Export geht nicht weiter; was er schrieb, bleibt. Jene Fotos erneut exportieren.',
  'writing.batch-gone': 'Dieser Export steht nicht mehr auf der Liste.',
  'writing.batch-not-begun': 'Die Fotos dieses Exports sind noch nicht bekannt; er hat noch nicht begonnen.',
  'writing.photo-not-in-batch': 'Dieses Foto gehört nicht zu diesem Export.',
  'writing.tele-view-unknown':
    'Das Telebild wurde im Weitwinkelbild nicht gefunden, darum blieb der Ausschnitt, wie er ist, statt dessen, was das Tele sah.',
  'writing.framing-left-out':
    'Gewünscht war, was das Tele sah, darum blieb der eigene Ausschnitt dieses Paars unbeachtet.',
  'writing.exists': 'Eine Datei dieses Namens gibt es schon.',
  'writing.unchanged': 'Seit dem Schreiben hat sich nichts geändert.',
  'writing.finished-before': 'Es war schon fertig.',
  'writing.waiting-for-room':
    'Der Datenträger ist voll: in {folder} werden {needed:bytes} gebraucht, {free:bytes} sind frei. Platz schaffen; dann geht es von selbst weiter.',
  'writing.folder-in-use':
    'In {folder} schreibt schon ein anderes Telewide. Darauf warten oder einen anderen Ordner wählen.',
  'writing.folder-in-use-by':
    'In {folder} schreibt schon ein anderes Telewide (Prozess {process:plain} auf {host}). Darauf warten oder einen anderen Ordner wählen.',
  'writing.name-template':
    'Ein Dateiname besteht aus {known} und anderem Text, zum Beispiel {example}, nicht aus {what}',
  'writing.folder-not-writable': 'In {folder} darf nicht geschrieben werden. Einen anderen Ordner wählen.',
  'writing.folder-not-chosen': '{folder} wurde nicht als Ordner für die Ergebnisse gewählt. Ihn erneut wählen.',
  'writing.preset-of-program': 'Die Vorgabe {name} gehört zum Programm. Einen eigenen Namen wählen.',
  'writing.unknown-preset': 'Die Vorgabe „{name}“ gibt es nicht, nur {known}.',
  'writing.manifest-wrong': '{path} ist keine Liste von Weitwinkel- und Telebildern in der Version 1: {why}',
  'writing.manifest-no-json': '{path} sollte eine Liste von Fotos sein, ist aber kein JSON',
  'writing.queue-address': 'Eine Warteschlange hat eine Adresse wie redis://host:6379',
  'writing.no-queue': 'Unter {address} antwortet kein Redis oder Valkey. Es starten oder die Adresse prüfen.',
  'writing.queue-silent':
    'Die Warteschlange unter {address} antwortet nicht. Sobald sie es tut, geht es von selbst weiter.',
  'writing.no-queue-job': 'In der Warteschlange lag etwas anderes als ein Foto eines Exports.',
  'writing.queue-gave-up': 'Die Warteschlange hat es aufgegeben: {words}',
  'writing.outside-of-worker': '{outside} liegt nicht in {folders}. Dem Worker auch diesen Ordner angeben.',
  'writing.exchanged': '{name} ist das Weitwinkelbild der beiden und wurde vergrößert.',
  'writing.queue-not-installed':
    'Eine Warteschlange braucht die Pakete bullmq und ioredis, die den Installationsprogrammen fehlen. Telewide aus seinen Quellen starten, wo npm ci sie mitbringt.',
  'writing.queue-password':
    'Die Warteschlange unter {address} verlangt einen anderen Namen oder ein anderes Passwort. Die Adresse mit den richtigen in TELEWIDE_QUEUE eintragen.',
  'writing.result-missing':
    'Ein Worker meldet, dass er fertig ist, aber das Ergebnis fehlt oder ist ein anderes. Beim Worker nachsehen und es erneut versuchen.',
  'writing.gain-map-damaged': 'Die HDR-Gain-Map von {name} blieb weg: sie ist beschädigt oder größer als das Foto.',
  'writing.panorama-left-out':
    'Wie das Foto in einem Panorama liegt, blieb weg: es ist in Pixeln angegeben, die nicht mehr dieselben sind.',
  'writing.xmp-shortened': 'Ein Teil des XMP blieb weg: er ist zu groß für ein JPEG. PNG und TIFF fassen alles.',
  'writing.exif-shortened':
    'Lange Teile der EXIF-Daten, etwa die Notiz des Herstellers, blieben weg: sie sind zu groß für {format}.',
};
