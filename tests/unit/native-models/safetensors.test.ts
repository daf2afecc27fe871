import { describe, expect, it } from 'vitest';
import { readSafetensors, writeSafetensors, type Weights } from '#native-models/weights-file/safetensors';

const weights: Weights = new Map([
  ['second', { shape: [2, 1], data: Float32Array.of(1.5, -2) }],
  ['first', { shape: [], data: Float32Array.of(7) }],
]);

function fileOf(header: unknown, dataLength = 0): Uint8Array {
  const text = new TextEncoder().encode(typeof header === 'string' ? header : JSON.stringify(header));
  const bytes = new Uint8Array(8 + text.length + dataLength);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(text.length), true);
  bytes.set(text, 8);
  return bytes;
}

const entry = (shape: unknown, from: unknown, to: unknown): object => ({
  dtype: 'F32',
  shape,
  data_offsets: [from, to],
});

describe('readSafetensors refuses', () => {
  const endless = new Uint8Array(16);
  new DataView(endless.buffer).setBigUint64(0, 2n ** 63n, true);
  const notUtf8 = fileOf('{"a":1}');
  notUtf8[10] = 0xff;
  const infinite = fileOf({ a: entry([1], 0, 4) }, 4);
  infinite.set([0, 0, 0x80, 0x7f], infinite.length - 4);

  it.each([
    ['an empty file', new Uint8Array(0), /at least 8 bytes/],
    ['a header longer than the file', endless, /header of at most 8 bytes.*9223372036854775808/],
    ['a header that is not UTF-8', notUtf8, /utf-8/i],
    ['a header that is not JSON', fileOf('{"a":'), /in JSON/],
    ['a header that is a list', fileOf('[]'), /JSON object/],
    ['an entry that is no object', fileOf({ a: 5 }), /object for "a"/],
    [
      'another element type',
      fileOf({ a: { dtype: 'F16', shape: [1], data_offsets: [0, 2] } }, 2),
      /F32 for "a".*"F16"/,
    ],
    ['a negative size', fileOf({ a: entry([-1], 0, 4) }, 4), /whole numbers for "a".*\[-1\]/],
    ['a fractional size', fileOf({ a: entry([1.5], 0, 6) }, 6), /whole numbers/],
    ['too many dimensions', fileOf({ a: entry(Array(9).fill(1), 0, 4) }, 4), /at most 8/],
    ['a shape that is no list', fileOf({ a: entry('1', 0, 4) }, 4), /at most 8 whole numbers/],
    ['one offset', fileOf({ a: { dtype: 'F32', shape: [1], data_offsets: [4] } }, 4), /two rising offsets/],
    ['falling offsets', fileOf({ a: entry([1], 4, 0) }, 4), /two rising offsets/],
    ['a shape of other size than its bytes', fileOf({ a: entry([2], 0, 4) }, 4), /8 bytes for "a".*received 4/],
    ['sizes whose product is beyond measure', fileOf({ a: entry([2 ** 40, 2 ** 40], 0, 4) }, 4), /bytes for "a"/],
    ['bytes beyond the end', fileOf({ a: entry([2], 0, 8) }, 4), /8 bytes of data, received 4/],
    [
      'overlapping tensors',
      fileOf({ a: entry([2], 0, 8), b: entry([1], 4, 8) }, 8),
      /"b" to begin at byte 8, received 4/,
    ],
    ['a gap', fileOf({ a: entry([1], 0, 4), b: entry([1], 8, 12) }, 12), /"b" to begin at byte 4, received 8/],
    ['bytes of no tensor', fileOf({ a: entry([1], 0, 4) }, 8), /4 bytes of data, received 8/],
    [
      'one name twice',
      fileOf(`{"a":${JSON.stringify(entry([1], 0, 4))},"a":${JSON.stringify(entry([1], 0, 4))}}`, 4),
      /every name once/,
    ],
    ['a number that is not finite', infinite, /finite numbers in "a"/],
  ])('%s', (_, bytes, message) => {
    expect(() => readSafetensors(bytes)).toThrow(message);
  });

  it('any file cut short', () => {
    const whole = writeSafetensors(weights);
    for (let length = 0; length < whole.length; length += 1)
      expect(() => readSafetensors(whole.subarray(0, length))).toThrow();
  });
});

describe('safetensors', () => {
  it('reads what it wrote', () => {
    const read = readSafetensors(writeSafetensors(weights, { made: 'here' }));
    expect([...read].sort()).toEqual([...weights].sort());
  });

  it('reads from the middle of a buffer, and copies', () => {
    const file = writeSafetensors(weights);
    const buffer = Buffer.alloc(file.length + 3);
    buffer.set(file, 3);
    const read = readSafetensors(buffer.subarray(3));
    buffer.fill(0);
    expect(read.get('second')?.data).toEqual(Float32Array.of(1.5, -2));
    expect(read.get('second')?.data.buffer.byteLength).toBe(8);
  });

  it('writes the same bytes whatever the order, and aligned data', () => {
    const bytes = writeSafetensors(weights);
    expect(writeSafetensors(new Map([...weights].reverse()))).toEqual(bytes);
    expect(Number(new DataView(bytes.buffer).getBigUint64(0, true)) % 8).toBe(0);
  });

  it('keeps names with quotes, colons and braces apart', () => {
    const odd: Weights = new Map([
      ['{"a": 1}', { shape: [1], data: Float32Array.of(1) }],
      ['\\":[', { shape: [1], data: Float32Array.of(2) }],
    ]);
    expect(readSafetensors(writeSafetensors(odd)).get('\\":[')?.data[0]).toBe(2);
  });

  it('refuses to write values that do not fill their shape', () => {
    expect(() => writeSafetensors(new Map([['a', { shape: [3], data: new Float32Array(2) }]]))).toThrow(
      'Expected 3 values for "a" [3], received 2',
    );
  });
});
