import { provenanceClasses, type OutputScale, type ProvenanceShares } from '#contract/enhancement';
import { escapeXml } from './rewrite-xml.ts';

/** What was done to a picture, as its XMP says it. */
export interface ProcessingNote {
  /** Name and version of the program. */
  software: string;
  model: string;
  /** SHA-256 of the model's weights: its version. */
  weights: string;
  /** Name of the tele photo whose detail is in the picture; null when it was enlarged alone. */
  reference: string | null;
  /** How many times as wide and high as the photo the picture was made. */
  scale: OutputScale;
  provenance: ProvenanceShares;
  /** The provenance map as a PNG, to be kept in the XMP; null keeps it out. */
  provenanceMap: Uint8Array | null;
}

/** Documented in main/documentation/xmp.md. A name, not a place to look anything up. */
const processingNamespace = 'urn:telewide:enhancement:1.0#';

/** How the namespace of every version's notes begins. */
export const earlierNotes = 'urn:telewide:enhancement:';

/**
 * The packet, as `carryXmp` gives it, with a description of what was done, in our own namespace, and the program as creator tool.
 * Without a packet a new one.
 */
export function addProcessingNote(packet: string | null, note: ProcessingNote): string {
  const about = / rdf:about=("[^"]*")/.exec(packet ?? '')?.[1] ?? '""';
  return addDescription(packet, describe(note, about, (packet ?? '').includes('CreatorTool')));
}

/** The packet, or a new one, with one more `rdf:Description`. */
export function addDescription(packet: string | null, description: string): string {
  const whole = packet?.includes('</rdf:RDF>') === true ? packet : emptyPacket;
  const end = whole.lastIndexOf('</rdf:RDF>');
  return whole.slice(0, end) + description + whole.slice(end);
}

const emptyPacket =
  '<?xpacket begin="\uFEFF" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">' +
  '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"></rdf:RDF></x:xmpmeta><?xpacket end="w"?>';

const times: Record<OutputScale, string> = { 2: 'twice', 3: 'three times', 4: 'four times' };

function describe(note: ProcessingNote, about: string, hasTool: boolean): string {
  const shares = provenanceClasses.map((name) => `${name} ${(note.provenance[name] * 100).toFixed(1)} %`).join(', ');
  const enlarged = `Enlarged to ${times[note.scale]} its width and height`;
  const action = note.reference === null ? enlarged : `${enlarged} with detail from ${note.reference}`;
  const properties: [string, string][] = [
    ['Action', action],
    ['Software', note.software],
    ['Model', note.model],
    ['ModelWeights', note.weights],
    ['DetailFrom', shares],
  ];
  if (note.provenanceMap !== null)
    properties.push(['ProvenanceMap', Buffer.from(note.provenanceMap).toString('base64')]);
  const attributes = properties.map(([name, value]) => ` telewide:${name}="${escapeXml(value)}"`).join('');
  const tool = hasTool ? '' : ` xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmp:CreatorTool="${escapeXml(note.software)}"`;
  return `<rdf:Description rdf:about=${about} xmlns:telewide="${processingNamespace}"${tool}${attributes}/>`;
}
