export const en = {
  'registration.good':
    'The photos fit: {points:whole} points agree, the alignment is within {pixels:1} pixels, and {share:share} of the shared area looks the same in both.',
  'registration.too-small':
    'The photos are too small to be compared: each needs at least {pixels:whole} pixels on its short side.',
  'registration.another-scene':
    'The two photos do not seem to show the same scene: {points|one=# matching point was|other=# matching points were} found, at least {needed:whole} are needed.',
  'registration.nowhere': 'The tele photo fits nowhere in the wide photo in a way a camera could have seen it.',
  'registration.bent':
    'The tele photo only fits the wide photo when it is bent more than a camera could; they were probably taken from very different places.',
  'registration.unaligned':
    'The photos could not be aligned: only {share:share} of the shared area looks the same in both, at least {needed:share} is needed. They may have been taken from different places or at different moments.',
  'registration.swapped':
    'The photos seem swapped: the one given as tele shows {times:1} times more of the scene than the one given as wide. Swap them.',
  'registration.same-view':
    'Both photos show the same part of the scene (zoom {zoom:2}); the tele should be zoomed in 1.5 to 5 times.',
  'registration.hardly-overlaps':
    'The photos hardly overlap: only {share:share} of the tele photo lies inside the wide one.',
  'registration.turned':
    'The tele photo lies turned by {degrees:0} degrees in the wide one. That fits, but check whether one of the photos lost its orientation.',
  'registration.little-zoom': 'The tele photo is zoomed in only {zoom:2} times; it can add little detail.',
  'registration.much-zoom': 'The tele photo is zoomed in {zoom:1} times, more than the 5 times that can be relied on.',
  'registration.few-pixels':
    'The tele photo has hardly more pixels on the scene than the wide photo ({times:2} times along a side); it can add little detail.',
  'registration.little-overlap': 'Only {share:share} of the tele photo lies inside the wide one.',
  'registration.little-structure': 'The shared area has too little structure to be sure that the photos fit.',
  'registration.little-agreement':
    'Only {share:share} of the shared area looks the same in both photos: something moved, or near things are seen from another place.',
  'registration.few-points':
    'Only {points|one=# matching point was|other=# matching points were} found; {needed:whole} are needed to be sure.',
  'registration.contradicting-points':
    'Only {points:whole} of {all:whole} matching points agree on how the photos lie; the others contradict.',
  'registration.points-together': 'The matching points lie close together; elsewhere the photos may not fit.',
  'registration.inexact':
    'The photos fit only within {pixels:1} pixels; near things are probably seen from another place.',
  'registration.somewhat-bent':
    'The tele photo fits only when it is bent a good deal; the camera moved between the photos.',
  'registration.hand-unlike':
    'Where the tele was put, only {share:share} of the shared area looks the same in both photos. Put it nearer to its place, pin what you recognise, or refine it automatically.',
  'registration.hand-insisted': 'It is used because you want it so; only what agrees with the wide photo is taken.',
  'registration.hand-few-places':
    'Only {places|one=# place looks|other=# places look} the same in both photos where the tele was put. Pin what you recognise, or refine it automatically.',
  'registration.hand-nowhere':
    'The tele photo was put where it hardly meets the wide photo, or in a way that a camera could not have seen it.',
  'registration.no-tele': 'Expected a pair with a tele photo, but this one has none. Pair it first.',
  'registration.no-start': 'Expected to know about where the tele lies. Put it there by hand first.',
  'registration.nothing-better':
    'Nothing around there fits better. Put the tele nearer to its place, or pin what you recognise in both photos.',
  'registration.failed': 'Comparing the photos failed: {why}. Try again.',
  'registration.digital-zoom':
    'Both photos came through the same lens: the nearer one is an enlarged part of what it saw (digital zoom) and holds no detail of a telephoto.',
  'clue.only-two': 'They were the only two photos.',
  'clue.names': 'Their names say wide and telephoto.',
  'clue.time': 'Taken {seconds|0=at the same moment|one=one second apart|other=# seconds apart}.',
  'clue.no-camera': 'Neither names its camera.',
  'clue.camera': 'Taken with the same camera, {model}.',
  'clue.focal-lengths': 'Focal lengths of {wide:whole} mm and {tele:whole} mm.',
  'clue.numbers': 'Counted one right after the other.',
  'clue.content': 'The telephoto shows a part of the wide photo ({agreement:share} alike).',
  'clue.contents': '{teles:whole} telephotos show parts of the wide photo (each at least {agreement:share} alike).',
  'clue.same-view': '{count|one=One more|other=# more} of the same view {count|one=was|other=were} left out: {names}.',
  'clue.order': 'Nothing says which is the wide one; the first was taken for it.',
} as const;

export const de: Record<keyof typeof en, string> = {
  'registration.good':
    'Die Fotos passen: {points:whole} Punkte stimmen überein, sie liegen auf {pixels:1} Pixel genau, und die gemeinsame Fläche sieht zu {share:share} in beiden gleich aus.',
  'registration.too-small':
    'Die Fotos sind zu klein für einen Vergleich: jedes braucht an der kurzen Seite mindestens {pixels:whole} Pixel.',
  'registration.another-scene':
    'Die beiden Fotos zeigen wohl nicht dieselbe Szene: {points|one=nur ein übereinstimmender Punkt wurde|other=# übereinstimmende Punkte wurden} gefunden, mindestens {needed:whole} sind nötig.',
  'registration.nowhere':
    'Das Telebild passt nirgends so in das Weitwinkelbild, wie eine Kamera es gesehen haben könnte.',
  'registration.bent':
    'Das Telebild passt nur verzerrt in das Weitwinkelbild, stärker als eine Kamera es könnte; vermutlich sind sie von sehr verschiedenen Orten aus aufgenommen.',
  'registration.unaligned':
    'Die Fotos ließen sich nicht übereinanderlegen: die gemeinsame Fläche sieht nur zu {share:share} in beiden gleich aus, nötig sind mindestens {needed:share}. Vielleicht sind sie von verschiedenen Orten aus oder zu verschiedenen Zeiten aufgenommen.',
  'registration.swapped':
    'Die Fotos sind wohl vertauscht: das Telebild zeigt {times:1}-mal mehr von der Szene als das Weitwinkelbild. Weitwinkel und Tele vertauschen.',
  'registration.same-view':
    'Beide Fotos zeigen denselben Teil der Szene (Vergrößerung {zoom:2}); das Tele sollte 1,5- bis 5-fach vergrößern.',
  'registration.hardly-overlaps':
    'Die Fotos überlappen sich kaum: nur {share:share} des Telebilds liegen im Weitwinkelbild.',
  'registration.turned':
    'Das Telebild liegt um {degrees:0} Grad gedreht im Weitwinkelbild. Das passt, doch vielleicht ist bei einem der Fotos die Ausrichtung verloren gegangen.',
  'registration.little-zoom': 'Das Telebild vergrößert nur {zoom:2}-fach; es kann wenig Einzelheiten einbringen.',
  'registration.much-zoom': 'Das Telebild vergrößert {zoom:1}-fach; verlässlich ist es bis 5-fach.',
  'registration.few-pixels':
    'Das Telebild hat kaum mehr Pixel für die Szene als das Weitwinkelbild ({times:2}-mal so viele an einer Seite); es kann wenig Einzelheiten einbringen.',
  'registration.little-overlap': 'Nur {share:share} des Telebilds liegen im Weitwinkelbild.',
  'registration.little-structure':
    'Die gemeinsame Fläche hat zu wenig Struktur, um sicher zu sein, dass die Fotos passen.',
  'registration.little-agreement':
    'Die gemeinsame Fläche sieht nur zu {share:share} in beiden Fotos gleich aus: etwas hat sich bewegt, oder Nahes ist von einem anderen Ort aus zu sehen.',
  'registration.few-points':
    'Nur {points|one=ein übereinstimmender Punkt wurde|other=# übereinstimmende Punkte wurden} gefunden; um sicher zu sein, sind {needed:whole} nötig.',
  'registration.contradicting-points':
    'Nur {points:whole} von {all:whole} übereinstimmenden Punkten sind sich einig, wie die Fotos liegen; die anderen widersprechen.',
  'registration.points-together':
    'Die übereinstimmenden Punkte liegen eng beieinander; anderswo passen die Fotos vielleicht nicht.',
  'registration.inexact':
    'Die Fotos passen nur auf {pixels:1} Pixel genau; vermutlich ist Nahes von einem anderen Ort aus zu sehen.',
  'registration.somewhat-bent': 'Das Telebild passt nur stark verzerrt; die Kamera hat sich zwischen den Fotos bewegt.',
  'registration.hand-unlike':
    'Wo das Telebild hingelegt wurde, sieht die gemeinsame Fläche nur zu {share:share} in beiden Fotos gleich aus. Es näher an seinen Platz legen, Wiedererkanntes anheften oder automatisch verfeinern.',
  'registration.hand-insisted':
    'Es wird auf Wunsch trotzdem verwendet; übernommen wird nur, was mit dem Weitwinkelbild übereinstimmt.',
  'registration.hand-few-places':
    'Wo das Telebild hingelegt wurde, {places|one=sieht nur eine Stelle|other=sehen nur # Stellen} in beiden Fotos gleich aus. Wiedererkanntes anheften oder automatisch verfeinern.',
  'registration.hand-nowhere':
    'Das Telebild wurde dorthin gelegt, wo es das Weitwinkelbild kaum berührt, oder so, wie eine Kamera es nicht gesehen haben kann.',
  'registration.no-tele': 'Zu diesem Foto gibt es kein Telebild. Es zuerst mit einem verbinden.',
  'registration.no-start': 'Noch ist nicht bekannt, wo das Telebild ungefähr liegt. Es zuerst von Hand dorthin legen.',
  'registration.nothing-better':
    'Dort in der Nähe passt nichts besser. Das Telebild näher an seinen Platz legen oder anheften, was in beiden Fotos wiederzuerkennen ist.',
  'registration.failed': 'Der Vergleich der Fotos ist fehlgeschlagen: {why}. Bitte erneut versuchen.',
  'registration.digital-zoom':
    'Beide Fotos kamen durch dasselbe Objektiv: Das nähere ist ein vergrößerter Teil davon (digitaler Zoom) und enthält keine Einzelheiten eines Teleobjektivs.',
  'clue.only-two': 'Es waren die einzigen zwei Fotos.',
  'clue.names': 'Die Namen sagen Weitwinkel und Tele.',
  'clue.time':
    'Im {seconds|0=selben Augenblick|one=Abstand von einer Sekunde|other=Abstand von # Sekunden} aufgenommen.',
  'clue.no-camera': 'Keines nennt seine Kamera.',
  'clue.camera': 'Mit derselben Kamera aufgenommen, {model}.',
  'clue.focal-lengths': 'Brennweiten von {wide:whole} mm und {tele:whole} mm.',
  'clue.numbers': 'Direkt nacheinander gezählt.',
  'clue.content': 'Das Tele zeigt einen Teil des Weitwinkels (zu {agreement:share} gleich).',
  'clue.contents':
    '{teles:whole} Telebilder zeigen Teile des Weitwinkels (jedes zu mindestens {agreement:share} gleich).',
  'clue.same-view':
    '{count|one=Ein weiteres|other=# weitere} derselben Ansicht {count|one=bleibt|other=bleiben} außen vor: {names}.',
  'clue.order': 'Nichts sagt, welches das Weitwinkel ist; das erste wurde dafür genommen.',
};
