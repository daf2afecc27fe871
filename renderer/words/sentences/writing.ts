import type { Sentences } from '../sentence-translator.ts';

/** Writing photos, one or many. */
export const writing: Sentences = {
  'Writing the photo': 'Das Foto wird geschrieben',
  'Looking at {name}': '{name} wird angesehen',

  '{name} is a folder. Choose a file name': '{name} ist ein Ordner. Einen Dateinamen wählen',
  '{name} is one of the original photos. Choose another name':
    '{name} ist eines der Originale. Einen anderen Namen wählen',
  '{name:text} lies in a folder that does not exist. Choose another folder':
    '{name} liegt in einem Ordner, den es nicht gibt. Einen anderen Ordner wählen',
  '{name:text} may not be written by this user. Choose another folder or change its permissions':
    '{name} darf hier nicht geschrieben werden. Einen anderen Ordner wählen oder die Zugriffsrechte ändern',
  '{name:text} may not be written: it is protected or open in another program. Choose another name':
    '{name} darf nicht geschrieben werden: die Datei ist geschützt oder in einem anderen Programm geöffnet. Einen anderen Namen wählen',
  '{name:text} lies on a disk that is read-only. Choose another folder':
    '{name} liegt auf einem Datenträger, der nur gelesen werden kann. Einen anderen Ordner wählen',
  '{name:text} has a name or a path that is too long for this disk. Choose a shorter one':
    'Name oder Pfad von {name} ist für diesen Datenträger zu lang. Einen kürzeren wählen',
  '{name:text} is a link that leads back to itself. Choose another name':
    '{name} ist eine Verknüpfung, die zu sich selbst führt. Einen anderen Namen wählen',
  '{name:text} cannot be written: its disk fails. Choose another disk':
    '{name} lässt sich nicht schreiben: der Datenträger versagt. Einen anderen wählen',
  'The disk is full: {name:text} could not be written. Make room or choose another disk':
    'Der Datenträger ist voll: {name} konnte nicht geschrieben werden. Platz schaffen oder einen anderen Datenträger wählen',
  'There is not enough memory to write {name:text}': 'Der Speicher reicht nicht, um {name} zu schreiben',
  'the small picture {name}': 'das kleine Bild zu {name}',
  'the preview of {name}': 'die Vorschau von {name}',
  'Expected a file name ending in .{ending} for {format}, but received one ending in {received}. Choose another name or the format {said}.':
    'Für {format} endet der Dateiname auf .{ending}, dieser endet auf {received}. Einen anderen Namen oder das Format {said} wählen.',
  'Expected a place to save that you chose, but received {path}. Choose where to save.':
    '{path} wurde nicht als Ort zum Sichern gewählt. Wählen, wohin gesichert werden soll.',
  'A {format} file holds at most {most} pixels a side, the picture has {width} x {height}. Choose PNG or TIFF':
    'Eine {format}-Datei fasst höchstens {most} Pixel je Seite, das Bild hat {width} × {height}. PNG oder TIFF wählen',
  'Written with 8 bits: there is not enough memory for more.':
    'Mit 8 Bit geschrieben: für mehr reicht der Speicher nicht.',
  'Written with 8 bits: {format} holds no more.': 'Mit 8 Bit geschrieben: mehr fasst {format} nicht.',
  'The HDR gain map of the photo was left out: only a JPEG can hold it here.':
    'Die HDR-Gain-Map des Fotos blieb weg: hier fasst sie nur ein JPEG.',
  'The HDR gain map of {name} was left out: it is of a kind that cannot be enlarged here.':
    'Die HDR-Gain-Map von {name} blieb weg: ihre Art lässt sich hier nicht vergrößern.',
  'The HDR gain map of {name} was left out: it does not say how it is meant.':
    'Die HDR-Gain-Map von {name} blieb weg: sie sagt nicht, wie sie gemeint ist.',
  'The HDR gain map of {name} was left out: it is damaged, or larger than the photo.':
    'Die HDR-Gain-Map von {name} blieb weg: sie ist beschädigt oder größer als das Foto.',
  'How the photo lies in a panorama was left out: it is told in pixels that are no longer the same.':
    'Wie das Foto in einem Panorama liegt, blieb weg: es ist in Pixeln angegeben, die nicht mehr dieselben sind.',
  'A part of the XMP was left out: it is too large for a JPEG. PNG and TIFF hold all of it.':
    'Ein Teil des XMP blieb weg: er ist zu groß für ein JPEG. PNG und TIFF fassen alles.',
  'The provenance map was left out of the XMP: it is too large for it. Choose a file beside the picture.':
    'Die Karte der Herkunft blieb aus dem XMP weg: sie ist zu groß dafür. Eine Datei neben dem Bild wählen.',
  'The XMP of the photo was left out: it is too large for {format}.':
    'Das XMP des Fotos blieb weg: es ist zu groß für {format}.',

  'Expected a batch of the list, but this one is no longer in it.': 'Dieser Export steht nicht mehr auf der Liste.',
  'Expected a batch whose photos are known, but this one has not begun yet.':
    'Die Fotos dieses Exports sind noch nicht bekannt; er hat noch nicht begonnen.',
  'Expected a photo of this batch, but it has none with that key.': 'Dieses Foto gehört nicht zu diesem Export.',
  'The tele was not found in the wide photo, so it was written as it is framed, not what the tele saw.':
    'Das Telebild wurde im Weitwinkelbild nicht gefunden, darum blieb der Ausschnitt, wie er ist, statt dessen, was das Tele sah.',
  'What the tele saw was asked for, so the framing of this pair was left out.':
    'Gewünscht war, was das Tele sah, darum blieb der eigene Ausschnitt dieses Paars unbeachtet.',
  'There is a file of that name already.': 'Eine Datei dieses Namens gibt es schon.',
  'Nothing has changed since it was written.': 'Seit dem Schreiben hat sich nichts geändert.',
  'It was finished before.': 'Es war schon fertig.',
  'The disk is full: {needed:number} {neededUnit} are needed in {folder}, {free:number} {freeUnit} are free. Make room; it goes on by itself.':
    'Der Datenträger ist voll: in {folder} werden {needed} {neededUnit} gebraucht, {free} {freeUnit} sind frei. Platz schaffen; dann geht es von selbst weiter.',
  'Expected to have {folder} alone, but another Telewide writes there. Wait for it, or choose another folder.':
    'In {folder} schreibt schon ein anderes Telewide. Darauf warten oder einen anderen Ordner wählen.',
  'Expected to have {folder} alone, but another Telewide writes there (process {process} on {host}). Wait for it, or choose another folder.':
    'In {folder} schreibt schon ein anderes Telewide (Prozess {process} auf {host}). Darauf warten oder einen anderen Ordner wählen.',
  'Expected a name template made of {known} and other text, for example {name}-telewide, but received {what}':
    'Ein Dateiname besteht aus {known} und anderem Text, zum Beispiel {name}-telewide, nicht aus {what}',
  'Expected a folder that can be written to, but {folder} cannot. Choose another one.':
    'In {folder} darf nicht geschrieben werden. Einen anderen Ordner wählen.',
  'Expected a folder for results that you chose, but received {folder}. Choose it again.':
    '{folder} wurde nicht als Ordner für die Ergebnisse gewählt. Ihn erneut wählen.',
  'Expected a name of your own, but the preset {name} comes with the program.':
    'Die Vorgabe {name} gehört zum Programm. Einen eigenen Namen wählen.',
  'Expected one of the presets {known}, but received "{name}".': 'Die Vorgabe „{name}“ gibt es nicht, nur {known}.',
  'Expected a manifest with version 1 and items of wide and tele photos, but {path} is not one: {why}':
    '{path} ist keine Liste von Weitwinkel- und Telebildern in der Version 1: {why}',
  'Expected a manifest with version 1 and items of wide and tele photos, but {path} is not one at {place}: {why}':
    '{path} ist bei {place} keine Liste von Weitwinkel- und Telebildern in der Version 1: {why}',
  'Expected a manifest, but {path} is not JSON': '{path} sollte eine Liste von Fotos sein, ist aber kein JSON',
  '{name} is the wide photo of the two, and was enlarged.':
    '{name} ist das Weitwinkelbild der beiden und wurde vergrößert.',
  '= {name} (another version)': '= {name} (eine andere Fassung)',
  '{count:number} to do, {others:number} other files': '{count} zu tun, {others} andere Dateien',
};
