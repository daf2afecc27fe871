import type { Sentences } from '../sentence-translator.ts';

/** Enhancing a pair, from reading it to its picture, and on what it is computed. */
export const enhancing: Sentences = {
  Starting: 'Beginnt',
  'Reading the wide photo': 'Das Weitwinkelbild wird gelesen',
  'Reading the tele photo': 'Das Telebild wird gelesen',
  'Finding the tele in the wide': 'Das Telebild wird im Weitwinkelbild gesucht',
  'Refining where the tele lies': 'Die Lage des Telebilds wird verfeinert',
  'Comparing the two photos': 'Die beiden Fotos werden verglichen',
  'Enhancing tile {done:number} of {all:number}': 'Kachel {done} von {all} wird verbessert',
  Straightening: 'Wird gerade gerichtet',
  Enhanced: 'Verbessert',
  'Preparing the picture': 'Das Bild wird vorbereitet',

  'Upscaling the wide photo alone was asked for.': 'Das Weitwinkelbild sollte für sich vergrößert werden.',
  'There is no tele photo.': 'Es gibt kein Telebild.',
  'The tele photo was not registered.': 'Das Telebild wurde nicht gesucht.',
  'The tele photo could not be registered.': 'Das Telebild ließ sich nicht einpassen.',
  'The tele photo is softer than the wide one: it is out of focus, or moved.':
    'Das Telebild ist weicher als das Weitwinkelbild: es ist unscharf oder verwackelt.',
  'The tele photo lies outside the wide one.': 'Das Telebild liegt außerhalb des Weitwinkelbilds.',
  'The registration is good.': 'Die Überlappung passt gut.',
  'The registration is doubtful.': 'Die Überlappung ist zweifelhaft.',
  'Yet nowhere in this part does the tele show what the wide photo shows.':
    'Doch in diesem Ausschnitt zeigt das Telebild nirgends, was das Weitwinkelbild zeigt.',

  'Expected a crop inside the photo of {width}x{height} pixels, received {cropWidth}x{cropHeight} at ({x}, {y}).':
    'Der Ausschnitt von {cropWidth} × {cropHeight} Pixeln bei ({x}, {y}) reicht über das Foto von {width} × {height} Pixeln hinaus.',
  'Expected a crop inside the photo of {width}x{height} pixels turned by {degrees:number} degrees, received {cropWidth}x{cropHeight} at ({x}, {y}).':
    'Der Ausschnitt von {cropWidth} × {cropHeight} Pixeln bei ({x}, {y}) reicht über das um {degrees} Grad gedrehte Foto von {width} × {height} Pixeln hinaus.',
  'Expected a pixel of a picture of {width}x{height}, but received ({x}, {y}).':
    'Das Pixel ({x}, {y}) liegt nicht im Bild von {width} × {height} Pixeln.',
  'Expected a finished enhancement to compare with. Enhance the photo first.':
    'Zum Vergleichen fehlt ein verbessertes Foto. Das Foto zuerst verbessern.',
  'Expected a finished enhancement, but this one is no longer kept. Enhance the photo again.':
    'Das verbesserte Foto ist nicht mehr vorhanden. Das Foto erneut verbessern.',
  'Another spot is previewed now.': 'Inzwischen wird eine andere Stelle gezeigt.',
  'The computation stopped before the photo was done, as happens when a driver fails. Try again; if it happens again, choose another device, such as cpu.':
    'Die Berechnung brach ab, bevor das Foto fertig war, wie es bei einem Treiberfehler vorkommt. Bitte erneut versuchen; geschieht es wieder, ein anderes Gerät wählen, etwa cpu.',
  'The computation stopped without an answer ({how:text}), as happens when a driver fails. Try again; if it happens again, choose another device, such as cpu.':
    'Die Berechnung brach ohne Antwort ab ({how}), wie es bei einem Treiberfehler vorkommt. Bitte erneut versuchen; geschieht es wieder, ein anderes Gerät wählen, etwa cpu.',

  'The processor was chosen by hand.': 'Der Prozessor wurde von Hand gewählt.',
  'Chosen by hand.': 'Von Hand gewählt.',
  'The processor runs, as no faster device can be used.':
    'Es rechnet der Prozessor, denn kein schnelleres Gerät ist verwendbar.',
  'The processor failed, and there is no device after it.':
    'Der Prozessor hat versagt, und nach ihm gibt es kein weiteres Gerät.',
  'The processor needs {milliseconds:number} ms, so auto leaves this device alone.':
    'Der Prozessor braucht {milliseconds} ms, darum lässt „Automatisch“ dieses Gerät aus.',
  'The device {device} was asked for.': 'Gewünscht war das Gerät {device}.',
  'Choose auto or cpu instead.': 'Stattdessen „Automatisch“ oder cpu wählen.',
  '{lost} was lost in the middle of the work, so {device} went on.':
    '{lost} ging mitten in der Arbeit verloren, darum rechnete {device} weiter.',
  'It was lost in the middle of the work.': 'Es ging mitten in der Arbeit verloren.',
  'It ended its process in the middle of the work.': 'Es hat seinen Prozess mitten in der Arbeit beendet.',
  'Not part of the program on this operating system.': 'Auf diesem Betriebssystem kein Teil des Programms.',
  'No card or driver for it was found.': 'Dafür wurde weder Karte noch Treiber gefunden.',
  'It gave the known answer in {milliseconds:number} ms.': 'Es gab die bekannte Antwort in {milliseconds} ms.',
  'It gave a wrong answer, off by {error:number} of a typical value.':
    'Es gab eine falsche Antwort, um das {error}-Fache eines typischen Werts daneben.',
  'It needs an NVIDIA card, CUDA 12, cuDNN 9 and the CUDA libraries of onnxruntime.':
    'Es braucht eine NVIDIA-Karte, CUDA 12, cuDNN 9 und die CUDA-Bibliotheken von onnxruntime.',
  'It needs a graphics card with a Vulkan, Direct3D 12 or Metal driver.':
    'Es braucht eine Grafikkarte mit einem Treiber für Vulkan, Direct3D 12 oder Metal.',
  'It did not answer within {seconds:number} seconds.': 'Es antwortete nicht innerhalb von {seconds} Sekunden.',
  'Its trial gave no readable answer.': 'Die Probe ergab keine lesbare Antwort.',
  'Its trial ended without an answer ({how:text}).': 'Die Probe endete ohne Antwort ({how}).',
  'exit code {code}': 'Exit-Code {code}',
  'Full precision was chosen by hand.': 'Volle Genauigkeit wurde von Hand gewählt.',
  'The processor computes with 32-bit floats.': 'Der Prozessor rechnet mit 32-Bit-Gleitkommazahlen.',
  'It computes with 32-bit floats only.': 'Es rechnet nur mit 32-Bit-Gleitkommazahlen.',
  'It does not compute with 16-bit floats.': 'Es rechnet nicht mit 16-Bit-Gleitkommazahlen.',
  'Half precision was left alone.': 'Halbe Genauigkeit wurde ausgelassen.',
  'Half precision was asked for on {device}.': 'Gewünscht war halbe Genauigkeit auf {device}.',
  'Choose auto or full precision instead.': 'Stattdessen „Automatisch“ oder volle Genauigkeit wählen.',
  'Half precision was chosen by hand. It gave the same picture within {levels:number} levels of 255, in {half:number} ms a tile against {full:number} ms.':
    'Halbe Genauigkeit wurde von Hand gewählt. Sie gab dasselbe Bild auf {levels} Stufen von 255 genau, in {half} ms je Kachel statt {full} ms.',
  'Half precision gave the same picture within {levels:number} levels of 255, in {half:number} ms a tile against {full:number} ms.':
    'Halbe Genauigkeit gab dasselbe Bild auf {levels} Stufen von 255 genau, in {half} ms je Kachel statt {full} ms.',
  'Half precision is not faster here: {half:number} ms a tile against {full:number} ms.':
    'Halbe Genauigkeit ist hier nicht schneller: {half} ms je Kachel statt {full} ms.',
  'It gave no picture.': 'Es gab kein Bild.',
  'Its picture was {levels:number} levels of 255 from the right one.':
    'Sein Bild lag {levels} Stufen von 255 neben dem richtigen.',
  'The model could not be run on {device}: {why}': 'Das Modell ließ sich auf {device} nicht rechnen: {why}',
  'Not enough memory on {device} for this step. Close other programs or lower the memory budget, then try again.':
    'Auf {device} reicht der Speicher für diesen Schritt nicht. Andere Programme schließen oder weniger Speicher einstellen und erneut versuchen.',
  'The device {device} cannot be used, or was lost. Update its driver, or choose another device such as cpu.':
    'Das Gerät {device} ist nicht verwendbar oder ging verloren. Seinen Treiber erneuern oder ein anderes Gerät wählen, etwa cpu.',
  '{subject}: {text:text}': '{subject}: {text}',
  'Learn it again from your pairs (telewide adapt, or "Learn your phone")':
    'Es aus eigenen Paaren neu lernen (telewide adapt oder „Vom Telefon lernen“)',
  'Install it again': 'Es neu installieren',
  "The model '{id}' ({name}) was made for another version of the network. {way:text}, or choose another model.":
    'Das Modell „{id}“ ({name}) ist für eine andere Version des Netzes. {way} oder ein anderes Modell wählen.',
  '{path} holds a model for another version of the network ({theirs}, here it is {ours}). Learn it again, or use the program that it was made for.':
    '{path} enthält ein Modell für eine andere Version des Netzes ({theirs}, hier ist es {ours}). Es neu lernen oder das Programm benutzen, für das es gemacht ist.',
};
