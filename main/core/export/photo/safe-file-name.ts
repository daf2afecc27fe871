/** UTF-8 bytes: every file system takes 255, and something may be put in front. */
export const longestName = 180;
/** Devices, whatever ending they have; the superscript digits count, too. */
const reservedOnWindows = /^(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[\d¹²³])\s*(\.|$)/i;

/**
 * A file name that every system takes and that cannot lead out of its folder: no separators, control or reserved
 * characters, no leading or trailing dots and spaces, at most 180 UTF-8 bytes with the ending kept. Never empty: `fallback`
 * when nothing is left. A name that is safe already stays as it is.
 */
export function safeFileName(name: string, fallback = 'photo'): string {
  const cleaned = name
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Cf}\p{Cs}<>:"/\\|?*]/gu, '_')
    .replace(/^[\s.]+|[\s.]+$/g, '');
  const { stem, ending } = splitEnding(cleaned);
  const usable = reservedOnWindows.test(cleaned) ? `_${stem}` : stem;
  return `${shorten(usable, longestName - byteLength(ending))}${ending}` || fallback;
}

/** `photo.tar.gz` is `photo.tar` and `.gz`; an ending is short and plain, or it is part of the stem. */
export function splitEnding(name: string): { stem: string; ending: string } {
  const ending = /(?<=.)\.[a-z0-9]{1,8}$/i.exec(name)?.[0] ?? '';
  return { stem: name.slice(0, name.length - ending.length), ending };
}

/** As much of the text's beginning as fits into so many UTF-8 bytes, whole characters only. */
export function shorten(text: string, bytes: number): string {
  let kept = '';
  for (const character of text) {
    if (byteLength(kept + character) > bytes) break;
    kept += character;
  }
  return kept.trimEnd();
}

function byteLength(text: string): number {
  return new TextEncoder().encode(text).length;
}
