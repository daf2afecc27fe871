import type { Sentences } from '../sentence-translator.ts';

/** How well two photos fit, and how they were found to belong together. */
export const registration: Sentences = {
  'The photos fit: {points:number} points agree, the alignment is within {pixels:number} pixels, and {share} of the shared area looks the same in both.':
    'Die Fotos passen: {points} Punkte stimmen überein, sie liegen auf {pixels} Pixel genau, und die gemeinsame Fläche sieht zu {share} in beiden gleich aus.',
  'The photos are too small to be compared: each needs at least {pixels:number} pixels on its short side.':
    'Die Fotos sind zu klein für einen Vergleich: jedes braucht an der kurzen Seite mindestens {pixels} Pixel.',
  'The two photos do not seem to show the same scene: 1 matching point was found, at least {needed:number} are needed.':
    'Die beiden Fotos zeigen wohl nicht dieselbe Szene: nur ein übereinstimmender Punkt wurde gefunden, mindestens {needed} sind nötig.',
  'The two photos do not seem to show the same scene: {points:number} matching points were found, at least {needed:number} are needed.':
    'Die beiden Fotos zeigen wohl nicht dieselbe Szene: {points} übereinstimmende Punkte wurden gefunden, mindestens {needed} sind nötig.',
  'The tele photo fits nowhere in the wide photo in a way a camera could have seen it.':
    'Das Telebild passt nirgends so in das Weitwinkelbild, wie eine Kamera es gesehen haben könnte.',
  'The tele photo only fits the wide photo when it is bent more than a camera could; they were probably taken from very different places.':
    'Das Telebild passt nur verzerrt in das Weitwinkelbild, stärker als eine Kamera es könnte; vermutlich sind sie von sehr verschiedenen Orten aus aufgenommen.',
  'The photos could not be aligned: only {share} of the shared area looks the same in both, at least {needed} is needed. They may have been taken from different places or at different moments.':
    'Die Fotos ließen sich nicht übereinanderlegen: die gemeinsame Fläche sieht nur zu {share} in beiden gleich aus, nötig sind mindestens {needed}. Vielleicht sind sie von verschiedenen Orten aus oder zu verschiedenen Zeiten aufgenommen.',
  'The photos seem swapped: the one given as tele shows {times:number} times more of the scene than the one given as wide. Swap them.':
    'Die Fotos sind wohl vertauscht: das Telebild zeigt {times}-mal mehr von der Szene als das Weitwinkelbild. Weitwinkel und Tele vertauschen.',
  'Both photos show the same part of the scene (zoom {zoom:number}); the tele should be zoomed in 1.5 to 5 times.':
    'Beide Fotos zeigen denselben Teil der Szene (Vergrößerung {zoom}); das Tele sollte 1,5- bis 5-fach vergrößern.',
  'The photos hardly overlap: only {share} of the tele photo lies inside the wide one.':
    'Die Fotos überlappen sich kaum: nur {share} des Telebilds liegen im Weitwinkelbild.',
  'The tele photo lies turned by {degrees:number} degrees in the wide one. That fits, but check whether one of the photos lost its orientation.':
    'Das Telebild liegt um {degrees} Grad gedreht im Weitwinkelbild. Das passt, doch vielleicht ist bei einem der Fotos die Ausrichtung verloren gegangen.',
  'The tele photo is zoomed in only {zoom:number} times; it can add little detail.':
    'Das Telebild vergrößert nur {zoom}-fach; es kann wenig Einzelheiten einbringen.',
  'The tele photo is zoomed in {zoom:number} times, more than the 5 times that can be relied on.':
    'Das Telebild vergrößert {zoom}-fach; verlässlich ist es bis 5-fach.',
  'The tele photo has hardly more pixels on the scene than the wide photo ({times:number} times along a side); it can add little detail.':
    'Das Telebild hat kaum mehr Pixel für die Szene als das Weitwinkelbild ({times}-mal so viele an einer Seite); es kann wenig Einzelheiten einbringen.',
  'Only {share} of the tele photo lies inside the wide one.': 'Nur {share} des Telebilds liegen im Weitwinkelbild.',
  'The shared area has too little structure to be sure that the photos fit.':
    'Die gemeinsame Fläche hat zu wenig Struktur, um sicher zu sein, dass die Fotos passen.',
  'Only {share} of the shared area looks the same in both photos: something moved, or near things are seen from another place.':
    'Die gemeinsame Fläche sieht nur zu {share} in beiden Fotos gleich aus: etwas hat sich bewegt, oder Nahes ist von einem anderen Ort aus zu sehen.',
  'Only 1 matching point was found; {needed:number} are needed to be sure.':
    'Nur ein übereinstimmender Punkt wurde gefunden; um sicher zu sein, sind {needed} nötig.',
  'Only {points:number} matching points were found; {needed:number} are needed to be sure.':
    'Nur {points} übereinstimmende Punkte wurden gefunden; um sicher zu sein, sind {needed} nötig.',
  'Only {points:number} of {all:number} matching points agree on how the photos lie; the others contradict.':
    'Nur {points} von {all} übereinstimmenden Punkten sind sich einig, wie die Fotos liegen; die anderen widersprechen.',
  'The matching points lie close together; elsewhere the photos may not fit.':
    'Die übereinstimmenden Punkte liegen eng beieinander; anderswo passen die Fotos vielleicht nicht.',
  'The photos fit only within {pixels:number} pixels; near things are probably seen from another place.':
    'Die Fotos passen nur auf {pixels} Pixel genau; vermutlich ist Nahes von einem anderen Ort aus zu sehen.',
  'The tele photo fits only when it is bent a good deal; the camera moved between the photos.':
    'Das Telebild passt nur stark verzerrt; die Kamera hat sich zwischen den Fotos bewegt.',

  'Where the tele was put, only {share} % of the shared area looks the same in both photos. Put it nearer to its place, pin what you recognise, or refine it automatically.':
    'Wo das Telebild hingelegt wurde, sieht die gemeinsame Fläche nur zu {share} % in beiden Fotos gleich aus. Es näher an seinen Platz legen, Wiedererkanntes anheften oder automatisch verfeinern.',
  'Only 1 place looks the same in both photos where the tele was put. Pin what you recognise, or refine it automatically.':
    'Wo das Telebild hingelegt wurde, sieht nur eine Stelle in beiden Fotos gleich aus. Wiedererkanntes anheften oder automatisch verfeinern.',
  'Only {places:number} places look the same in both photos where the tele was put. Pin what you recognise, or refine it automatically.':
    'Wo das Telebild hingelegt wurde, sehen nur {places} Stellen in beiden Fotos gleich aus. Wiedererkanntes anheften oder automatisch verfeinern.',
  'The tele photo was put where it hardly meets the wide photo, or in a way that a camera could not have seen it.':
    'Das Telebild wurde dorthin gelegt, wo es das Weitwinkelbild kaum berührt, oder so, wie eine Kamera es nicht gesehen haben kann.',
  'Expected a pair with a tele photo, but this one has none. Pair it first.':
    'Zu diesem Foto gibt es kein Telebild. Es zuerst mit einem verbinden.',
  'Expected to know about where the tele lies. Put it there by hand first.':
    'Noch ist nicht bekannt, wo das Telebild ungefähr liegt. Es zuerst von Hand dorthin legen.',
  'Nothing around there fits better. Put the tele nearer to its place, or pin what you recognise in both photos.':
    'Dort in der Nähe passt nichts besser. Das Telebild näher an seinen Platz legen oder anheften, was in beiden Fotos wiederzuerkennen ist.',
  'Comparing the photos failed: {why:text}. Try again.':
    'Der Vergleich der Fotos ist fehlgeschlagen: {why}. Bitte erneut versuchen.',
  'its thread ended with code {code}': 'er endete mit dem Code {code}',

  'The tele shows a part of what the wide shows; {share} % of it looks the same.':
    'Das Telebild zeigt einen Teil dessen, was das Weitwinkelbild zeigt; {share} % davon sehen gleich aus.',
  'Their names say wide and tele of one scene.': 'Den Namen nach Weitwinkel und Tele einer Szene.',
  'Taken {apart:text} with {camera:text}; {lengths:text}.': '{apart} mit {camera} aufgenommen; {lengths}.',
  'at the same moment': 'Im selben Augenblick',
  '1 second apart': 'Im Abstand von einer Sekunde',
  '{seconds:number} seconds apart': 'Im Abstand von {seconds} Sekunden',
  'the same camera': 'derselben Kamera',
  'focal lengths {wide:number} mm and {tele:number} mm': 'Brennweiten {wide} mm und {tele} mm',
  'focal lengths unknown': 'Brennweiten unbekannt',
  'Both photos came through the same lens: the nearer one is an enlarged part of what it saw (digital zoom) and holds no detail of a telephoto.':
    'Beide Fotos kamen durch dasselbe Objektiv: Das nähere ist ein vergrößerter Teil davon (digitaler Zoom) und enthält keine Einzelheiten eines Teleobjektivs.',
};
