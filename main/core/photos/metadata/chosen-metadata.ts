import type { CompleteExportSettings } from '#contract/export-settings';
import { carryExif, type CarryOptions } from './carry-exif.ts';
import { carryXmp } from './carry-xmp.ts';
import type { ExifDirectories } from './exif-block.ts';
import { readExifDirectories, type PhotoHeader } from '../files/photo-header.ts';
import { addProcessingNote, escapeXml, type ProcessingNote } from './processing-xmp.ts';

/** What a picture gets of a photo's metadata; null for nothing. */
export interface ChosenMetadata {
  exif: ExifDirectories | null;
  xmp: string | null;
}

/**
 * Everything of the photo, brought up to date; its author and rights alone; or nothing. What was done to the picture is told only with
 * everything else: who wants a bare file gets one.
 */
export function chooseMetadata(
  photo: PhotoHeader,
  choice: CompleteExportSettings['metadata'],
  changes: CarryOptions,
  note: ProcessingNote | null,
): ChosenMetadata {
  if (choice === 'none') return { exif: null, xmp: null };
  const original = readExifDirectories(photo);
  if (choice === 'copyright') return copyrightOf(original, photo.xmp);
  const xmp = carryXmp(photo.xmp, changes);
  return { exif: carryExif(original, changes), xmp: note === null ? xmp : addProcessingNote(xmp, note) };
}

/** Artist and copyright. */
const rightsTags = [0x013b, 0x8298];

function copyrightOf(original: ExifDirectories | null, xmp: string | null): ChosenMetadata {
  const image = (original?.image ?? []).filter(({ tag }) => rightsTags.includes(tag));
  const exif: ExifDirectories | null =
    original === null || image.length === 0
      ? null
      : { ...original, image, photo: [], gps: [], interoperability: [], makerNoteOffset: null };
  return { exif, xmp: rightsPacket(xmp) };
}

const dublinCore = 'http://purl.org/dc/elements/1.1/';

/** Creator and rights as Dublin Core has them, in a packet of their own. */
function rightsPacket(xmp: string | null): string | null {
  const prefix = /xmlns:([\w.-]+)\s*=\s*["']http:\/\/purl\.org\/dc\/elements\/1\.1\/["']/.exec(xmp ?? '')?.[1];
  if (xmp === null || prefix === undefined) return null;
  const kept = ['creator', 'rights'].flatMap((name) => {
    const words = new RegExp(`<${prefix}:${name}\\b[^>]*>([\\s\\S]*?)</${prefix}:${name}>`).exec(xmp)?.[1] ?? '';
    const values = [...words.matchAll(/<rdf:li\b[^>]*>([^<]*)<\/rdf:li>/g)].map(([, value]) => value ?? '');
    const [kind, attribute] = name === 'rights' ? ['Alt', ' xml:lang="x-default"'] : ['Seq', ''];
    const items = values.map((value) => `<rdf:li${attribute}>${escapeXml(unescapeXml(value))}</rdf:li>`).join('');
    return items === '' ? [] : [`<dc:${name}><rdf:${kind}>${items}</rdf:${kind}></dc:${name}>`];
  });
  if (kept.length === 0) return null;
  return (
    '<?xpacket begin="\uFEFF" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">' +
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">' +
    `<rdf:Description rdf:about="" xmlns:dc="${dublinCore}">${kept.join('')}</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>`
  );
}

function unescapeXml(text: string): string {
  const named: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
  return text.replace(/&(#\d+|#x[0-9a-f]+|\w+);/gi, (whole, name: string) => {
    if (/^#x/i.test(name)) return String.fromCodePoint(parseInt(name.slice(2), 16));
    if (name.startsWith('#')) return String.fromCodePoint(Number(name.slice(1)));
    return named[name.toLowerCase()] ?? whole;
  });
}
