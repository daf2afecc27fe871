/** Named tensors: float32 values, row by row. */
export type Weights = Map<string, { shape: readonly number[]; data: Float32Array }>;

interface Entry {
  name: string;
  shape: readonly number[];
  start: number;
  end: number;
}

const headerLimit = 16 * 1024 * 1024;
const elementLimit = 2 ** 28;

/**
 * Reads a safetensors file of float32 tensors. The file is not trusted: every size is checked before it is used, and a
 * RangeError or TypeError says what is wrong with it. The values are copies; NaN and infinity are refused.
 */
export function readSafetensors(bytes: Uint8Array): Weights {
  const { text, dataStart } = headerOf(bytes);
  const entries = readHeader(text);
  checkCoverage(entries, bytes.length - dataStart);
  return new Map(
    entries.map(({ name, shape, start, end }) => {
      const copy = new Uint8Array(bytes.subarray(dataStart + start, dataStart + end));
      const data = new Float32Array(copy.buffer);
      if (!data.every(Number.isFinite)) throw new RangeError(`Expected finite numbers in "${name}", received others`);
      return [name, { shape, data }];
    }),
  );
}

/** The text that a file carries beside its tensors; none of it is trusted. Throws like `readSafetensors`. */
export function readSafetensorsMetadata(bytes: Uint8Array): Readonly<Record<string, string>> {
  const { __metadata__: metadata = {} } = parseHeader(headerOf(bytes).text);
  if (!isRecord(metadata)) throw new TypeError('Expected metadata that is a JSON object, received another value');
  return Object.fromEntries(
    Object.entries(metadata).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}

/** Writes tensors, sorted by name, as a safetensors file. Throws a RangeError when a shape and its values disagree. */
export function writeSafetensors(weights: Weights, metadata?: Readonly<Record<string, string>>): Uint8Array {
  const sorted = [...weights].sort(([a], [b]) => (a < b ? -1 : 1));
  const header: Record<string, unknown> = metadata === undefined ? {} : { __metadata__: metadata };
  let offset = 0;
  for (const [name, { shape, data }] of sorted) {
    if (product(shape) !== data.length)
      throw new RangeError(
        `Expected ${product(shape)} values for "${name}" [${shape.join(', ')}], received ${data.length}`,
      );
    header[name] = { dtype: 'F32', shape, data_offsets: [offset, offset + data.byteLength] };
    offset += data.byteLength;
  }
  const text = new TextEncoder().encode(JSON.stringify(header));
  const headerLength = Math.ceil(text.length / 8) * 8;
  const bytes = new Uint8Array(8 + headerLength + offset);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(headerLength), true);
  bytes.fill(0x20, 8, 8 + headerLength);
  bytes.set(text, 8);
  let position = 8 + headerLength;
  for (const [, { data }] of sorted) {
    bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), position);
    position += data.byteLength;
  }
  return bytes;
}

function headerOf(bytes: Uint8Array): { text: string; dataStart: number } {
  if (bytes.length < 8) throw new RangeError(`Expected at least 8 bytes of safetensors, received ${bytes.length}`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const headerLength = view.getBigUint64(0, true);
  if (headerLength > BigInt(Math.min(headerLimit, bytes.length - 8)))
    throw new RangeError(
      `Expected a header of at most ${Math.min(headerLimit, bytes.length - 8)} bytes, received a length of ${String(headerLength)}`,
    );
  const dataStart = 8 + Number(headerLength);
  return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(8, dataStart)), dataStart };
}

function parseHeader(text: string): Record<string, unknown> {
  let header: unknown;
  try {
    header = JSON.parse(text);
  } catch (error) {
    throw new TypeError('Expected a header in JSON, received something else', { cause: error });
  }
  if (!isRecord(header)) throw new TypeError('Expected a header that is a JSON object, received another value');
  checkNoDuplicates(text, Object.keys(header).length);
  return header;
}

function readHeader(text: string): Entry[] {
  const header = parseHeader(text);
  return Object.entries(header)
    .filter(([name]) => name !== '__metadata__')
    .map(([name, value]) => readEntry(name, value));
}

function readEntry(name: string, value: unknown): Entry {
  if (!isRecord(value)) throw new TypeError(`Expected an object for "${name}", received another value`);
  if (value.dtype !== 'F32')
    throw new TypeError(`Expected the type F32 for "${name}", received ${JSON.stringify(value.dtype)}`);
  const { shape, data_offsets: offsets } = value;
  if (!isSizes(shape) || shape.length > 8)
    throw new RangeError(
      `Expected a shape of at most 8 whole numbers for "${name}", received ${JSON.stringify(shape)}`,
    );
  const [start, end] = isSizes(offsets) ? offsets : [];
  if (start === undefined || end === undefined || !isSizes(offsets) || offsets.length !== 2 || start > end)
    throw new RangeError(`Expected two rising offsets for "${name}", received ${JSON.stringify(offsets)}`);
  const count = product(shape);
  if (count > elementLimit || end - start !== count * 4)
    throw new RangeError(`Expected ${count * 4} bytes for "${name}" [${shape.join(', ')}], received ${end - start}`);
  return { name, shape, start, end };
}

/** The tensors must fill the data exactly: no overlap, no gap, nothing beyond its end. */
function checkCoverage(entries: readonly Entry[], dataLength: number): void {
  let position = 0;
  for (const { name, start, end } of entries.toSorted((a, b) => a.start - b.start || a.end - b.end)) {
    if (start !== position) throw new RangeError(`Expected "${name}" to begin at byte ${position}, received ${start}`);
    position = end;
  }
  if (position !== dataLength) throw new RangeError(`Expected ${position} bytes of data, received ${dataLength}`);
}

/** JSON.parse keeps the last of two equal names; here that is an error. Counts the names of the outermost object. */
function checkNoDuplicates(text: string, distinct: number): void {
  let depth = 0;
  let names = 0;
  for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"|[{}[\]:]/gs)) {
    if (token === '{' || token === '[') depth += 1;
    else if (token === '}' || token === ']') depth -= 1;
    else if (token === ':' && depth === 1) names += 1;
  }
  if (names !== distinct) throw new RangeError(`Expected every name once, received ${names - distinct} repeated`);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isSizes(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((size) => Number.isSafeInteger(size) && size >= 0);
}

function product(shape: readonly number[]): number {
  return shape.reduce((total, size) => total * size, 1);
}
