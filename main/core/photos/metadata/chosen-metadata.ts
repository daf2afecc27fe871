import type { CompleteExportSettings } from '#contract/export-settings';
import { carryExif, type CarryOptions } from './carry-exif.ts';
import { carryXmp } from './carry-xmp.ts';
import type { ExifDirectories } from './exif-block.ts';
import { readExifDirectories, type PhotoHeader } from '../files/photo-header.ts';
import { addProcessingNote, type ProcessingNote } from './processing-xmp.ts';
import { escapeXml } from './rewrite-xml.ts';
import { walkXml } from './walk-xml.ts';

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

/** Creator and rights as Dublin Core has them, in a packet of their own. */
function rightsPacket(xmp: string | null): string | null {
  const kept = { creator: [] as string[], rights: [] as string[] };
  let list: string[] | null = null;
  let item: string | null = null;
  const isWhole =
    xmp !== null &&
    walkXml(xmp, {
      open({ uri, local }) {
        if (uri === dublinCore && (local === 'creator' || local === 'rights')) list = kept[local];
        else if (list !== null && uri === rdf && local === 'li') item = '';
      },
      text: (text) => (item === null ? undefined : void (item += text)),
      close({ uri, local }) {
        if (uri === dublinCore) list = null;
        if (uri !== rdf || local !== 'li' || item === null) return;
        list?.push(item);
        item = null;
      },
    });
  const properties = [listOf('creator', 'Seq', '', kept.creator), listOf('rights', 'Alt', language, kept.rights)].join(
    '',
  );
  if (!isWhole || properties === '') return null;
  return (
    '<?xpacket begin="\uFEFF" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">' +
    `<rdf:RDF xmlns:rdf="${rdf}">` +
    `<rdf:Description rdf:about="" xmlns:dc="${dublinCore}">${properties}</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>`
  );
}

const dublinCore = 'http://purl.org/dc/elements/1.1/';
const rdf = 'http://www.w3.org/1999/02/22-rdf-syntax-ns#';
const language = ' xml:lang="x-default"';

function listOf(name: string, kind: string, attribute: string, values: readonly string[]): string {
  const items = values.map((value) => `<rdf:li${attribute}>${escapeXml(value)}</rdf:li>`).join('');
  return items === '' ? '' : `<dc:${name}><rdf:${kind}>${items}</rdf:${kind}></dc:${name}>`;
}
