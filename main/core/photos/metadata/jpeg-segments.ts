/** A marker segment of a JPEG before its first scan. */
export interface JpegSegment {
  /** The second byte of the marker: 0xe1 for APP1 and so on. */
  marker: number;
  /** Without marker and length. */
  payload: Buffer;
  /** Where the segment, with its marker, begins and ends in the file. */
  start: number;
  end: number;
}

/** The segments up to the first scan; what is no JPEG has none. */
export function readSegments(jpeg: Buffer): JpegSegment[] {
  const segments: JpegSegment[] = [];
  let start = jpeg.readUInt16BE(0) === 0xffd8 ? 2 : jpeg.length;
  while (start + 4 <= jpeg.length && jpeg[start] === 0xff) {
    const marker = jpeg[start + 1] ?? 0;
    if (marker === startOfScan) break;
    const end = start + 2 + jpeg.readUInt16BE(start + 2);
    segments.push({ marker, payload: jpeg.subarray(start + 4, end), start, end });
    start = end;
  }
  return segments;
}

/** The JPEG with further segments behind those that tell of the application and before those that decode the picture. */
export function insertSegments(jpeg: Buffer, segments: readonly Pick<JpegSegment, 'marker' | 'payload'>[]): Buffer {
  const at = endOfApplicationSegments(jpeg);
  return Buffer.concat([jpeg.subarray(0, at), ...segments.map(serialise), jpeg.subarray(at)]);
}

/** Where segments put in by `insertSegments` begin. */
export function endOfApplicationSegments(jpeg: Buffer): number {
  let at = 2;
  for (const { marker, end } of readSegments(jpeg)) {
    if (marker < 0xe0 || marker > 0xef) break;
    at = end;
  }
  return at;
}

/** Bytes that a segment takes in the file beside its payload. */
export const segmentOverhead = 4;

const startOfScan = 0xda;

function serialise({ marker, payload }: Pick<JpegSegment, 'marker' | 'payload'>): Buffer {
  const head = Buffer.from([0xff, marker, 0, 0]);
  head.writeUInt16BE(payload.length + 2, 2);
  return Buffer.concat([head, payload]);
}
