import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { LibHeif } from 'libheif-js/libheif-wasm/libheif-bundle.js';
import { AppError } from '#contract/errors';
import type { Size } from '#contract/geometry';
import { say } from '#contract/messages';
import type { BitDepth } from '#contract/photos';
import type { ColourSignal } from '../colour/colour-signal.ts';

/** An opened HEIC photo. libheif applies its rotation, mirroring and crop itself, so sizes and pixels are upright. */
export interface HeifPhoto extends Size {
  depth: BitDepth;
  /** ICC profile as embedded. */
  profile: Uint8Array | null;
  /** What the file tells of its colours by number. */
  signal: ColourSignal | null;
  /** Starts with the TIFF header. */
  exif: Uint8Array | null;
  xmp: string | null;
  /** Interleaved RGB, alpha ignored, more than 8 bits stretched to 16. Throws when pixels are missing. */
  decode(): Uint8Array | Uint16Array;
}

/**
 * Opens a HEIC file, hands its main picture to `use`, and frees everything afterwards.
 * Each file gets a decoder of its own: its memory goes with it, and a file that breaks it breaks no other.
 * Throws `unreadable-image` when the file is damaged or pixels are missing.
 */
export function withHeif<Result>(path: string, use: (photo: HeifPhoto) => Result): Promise<Result> {
  return openHeif(path, (decoder, handle) => use(describe(decoder, handle)));
}

async function openHeif<Result>(path: string, use: (decoder: Decoder, handle: number) => Result): Promise<Result> {
  const bytes = await readFile(path);
  const heif = await createDecoder();
  const file = heif._malloc(bytes.length);
  const scratch = heif._malloc(scratchBytes);
  const context = heif._heif_context_alloc();
  const decoder: Decoder = { heif, scratch, name: basename(path) };
  let handle = 0;
  try {
    heif.HEAPU8.set(bytes, file);
    heif._heif_context_read_from_memory_without_copy(scratch, context, file, bytes.length, 0);
    check(decoder);
    heif._heif_context_get_primary_image_handle(scratch, context, scratch + outAt);
    check(decoder);
    handle = readInteger(heif, scratch + outAt);
    return use(decoder, handle);
  } finally {
    if (handle !== 0) heif._heif_image_handle_release(handle);
    heif._heif_context_free(context);
    heif._free(scratch);
    heif._free(file);
  }
}

/** Loaded with the first such file: it takes a third of a second, and most programs never meet one. */
async function createDecoder(): Promise<LibHeif> {
  const { default: create } = await import('libheif-js/libheif-wasm/libheif-bundle.js');
  return create();
}

/** The first small picture that a HEIC file holds beside its main one, upright, 8-bit RGB; null when it holds none. Throws as `withHeif` does. */
export function decodeHeifThumbnail(path: string, pixelLimit: number): Promise<SmallPicture | null> {
  return openHeif(path, (decoder, main) => {
    const { heif, scratch } = decoder;
    if (heif._heif_image_handle_get_number_of_thumbnails(main) === 0) return null;
    heif._heif_image_handle_get_list_of_thumbnail_IDs(main, scratch + outAt, 1);
    heif._heif_image_handle_get_thumbnail(scratch, main, readInteger(heif, scratch + outAt), scratch + outAt);
    check(decoder);
    const handle = readInteger(heif, scratch + outAt);
    try {
      return decodeSmall(decoder, handle, pixelLimit);
    } finally {
      heif._heif_image_handle_release(handle);
    }
  });
}

/** A picture of a kind, such as a gain map, that a HEIC file holds for its main one, and what its XMP says; null when it holds none. Throws as `withHeif` does. */
export function decodeHeifAuxiliary(
  path: string,
  kind: string,
  pixelLimit: number,
): Promise<{ picture: SmallPicture | null; xmp: string | null } | null> {
  return openHeif(path, (decoder, main) => {
    const { heif, scratch } = decoder;
    const all = 0;
    const count = Math.min(heif._heif_image_handle_get_number_of_auxiliary_images(main, all), maxMetadataBlocks);
    heif._heif_image_handle_get_list_of_auxiliary_image_IDs(main, all, scratch + outAt, count);
    const ids = Array.from({ length: count }, (_, index) => readInteger(heif, scratch + outAt + index * 4));
    for (const id of ids) {
      heif._heif_image_handle_get_auxiliary_image_handle(scratch, main, id, scratch + outAt);
      check(decoder);
      const handle = readInteger(heif, scratch + outAt);
      try {
        if (auxiliaryKind(decoder, handle) !== kind) continue;
        return { picture: decodeSmall(decoder, handle, pixelLimit), xmp: readMetadata(decoder, handle).xmp };
      } finally {
        heif._heif_image_handle_release(handle);
      }
    }
    return null;
  });
}

function auxiliaryKind(decoder: Decoder, handle: number): string {
  const { heif, scratch } = decoder;
  heif._heif_image_handle_get_auxiliary_type(scratch, handle, scratch + outAt);
  check(decoder);
  const kind = readText(heif, readInteger(heif, scratch + outAt));
  heif._heif_image_handle_release_auxiliary_type(handle, scratch + outAt);
  return kind;
}

/** Upright, 8-bit RGB. */
type SmallPicture = Size & { data: Uint8Array };

function decodeSmall(decoder: Decoder, handle: number, pixelLimit: number): SmallPicture | null {
  const { heif } = decoder;
  const size = {
    width: heif._heif_image_handle_get_width(handle),
    height: heif._heif_image_handle_get_height(handle),
  };
  if (size.width * size.height > pixelLimit) return null;
  const data = decode(decoder, handle, 8);
  return data instanceof Uint8Array && data.length === size.width * size.height * 3 ? { ...size, data } : null;
}

interface Decoder {
  heif: LibHeif;
  /** Room for one `heif_error` (3 integers), and from `outAt` for what a function gives back. */
  scratch: number;
  name: string;
}

const outAt = 16;
const maxMetadataBlocks = 32;
const scratchBytes = outAt + maxMetadataBlocks * 4;

/** Constants of libheif's C interface. */
const rgbColourSpace = 1;
const interleavedRgb = 10;
const interleavedRgb16LittleEndian = 14;
const interleavedChannel = 10;

function describe(decoder: Decoder, handle: number): HeifPhoto {
  const { heif } = decoder;
  const metadata = readMetadata(decoder, handle);
  const depth: BitDepth = heif._heif_image_handle_get_luma_bits_per_pixel(handle) > 8 ? 16 : 8;
  return {
    width: heif._heif_image_handle_get_width(handle),
    height: heif._heif_image_handle_get_height(handle),
    depth,
    profile: readProfile(decoder, handle),
    signal: readSignal(decoder, handle),
    ...metadata,
    decode: () => decode(decoder, handle, depth),
  };
}

function decode(decoder: Decoder, handle: number, depth: BitDepth): Uint8Array | Uint16Array {
  const { heif, scratch, name } = decoder;
  const chroma = depth === 8 ? interleavedRgb : interleavedRgb16LittleEndian;
  heif._heif_decode_image(scratch, handle, scratch + outAt, rgbColourSpace, chroma, 0);
  check(decoder);
  const image = readInteger(heif, scratch + outAt);
  try {
    if (countMissing(decoder, image) > 0) {
      throw new AppError('unreadable-image', say('photos.incomplete', { name }));
    }
    const size = {
      width: heif._heif_image_get_width(image, interleavedChannel),
      height: heif._heif_image_get_height(image, interleavedChannel),
    };
    const plane = heif._heif_image_get_plane_readonly2(image, interleavedChannel, scratch + outAt);
    const stride = readInteger(heif, scratch + outAt);
    const bits = heif._heif_image_get_bits_per_pixel_range(image, interleavedChannel);
    return depth === 8 ? copyRows(heif, size, plane, stride) : copyStretchedRows(heif, size, plane, stride, bits);
  } finally {
    heif._heif_image_release(image);
  }
}

/** Warnings that speak of pixels: a decoder also warns when two parts of a file name different colours, of which the format chooses one. */
function countMissing({ heif, scratch }: Decoder, image: number): number {
  let missing = 0;
  for (let index = 0; index < maxWarnings; index++) {
    if (heif._heif_image_get_decoding_warnings(image, index, scratch, 1) <= 0) break;
    if (readInteger(heif, scratch + 4) !== coloursDisagree) missing += 1;
  }
  return missing;
}

const maxWarnings = 1000;
/** libheif's `heif_suberror` for a colour box that contradicts the bitstream. */
const coloursDisagree = 152;

function copyRows(heif: LibHeif, { width, height }: Size, plane: number, stride: number): Uint8Array {
  const pixels = new Uint8Array(width * height * 3);
  for (let row = 0; row < height; row++) {
    const start = plane + row * stride;
    pixels.set(heif.HEAPU8.subarray(start, start + width * 3), row * width * 3);
  }
  return pixels;
}

/** Stretches values of `bits` bits so that white becomes 65535. */
function copyStretchedRows(
  heif: LibHeif,
  { width, height }: Size,
  plane: number,
  stride: number,
  bits: number,
): Uint16Array {
  const pixels = new Uint16Array(width * height * 3);
  const gain = 65535 / (2 ** bits - 1);
  for (let row = 0; row < height; row++) {
    const line = new Uint16Array(heif.HEAPU8.buffer, plane + row * stride, width * 3);
    const target = pixels.subarray(row * width * 3, (row + 1) * width * 3);
    for (let index = 0; index < target.length; index++) target[index] = (line[index] ?? 0) * gain + 0.5;
  }
  return pixels;
}

function readProfile(decoder: Decoder, handle: number): Uint8Array | null {
  const { heif, scratch } = decoder;
  const length = heif._heif_image_handle_get_raw_color_profile_size(handle);
  return length === 0
    ? null
    : copyOut(decoder, length, (out) => heif._heif_image_handle_get_raw_color_profile(scratch, handle, out));
}

function readSignal({ heif, scratch }: Decoder, handle: number): ColourSignal | null {
  heif._heif_image_handle_get_nclx_color_profile(scratch, handle, scratch + outAt);
  if (readInteger(heif, scratch) !== 0) return null;
  const profile = readInteger(heif, scratch + outAt);
  const signal = { primaries: readInteger(heif, profile + 4), transfer: readInteger(heif, profile + 8) };
  heif._heif_nclx_color_profile_free(profile);
  return signal;
}

function readMetadata(decoder: Decoder, handle: number): { exif: Uint8Array | null; xmp: string | null } {
  const { heif, scratch } = decoder;
  const count = Math.min(heif._heif_image_handle_get_number_of_metadata_blocks(handle, 0), maxMetadataBlocks);
  heif._heif_image_handle_get_list_of_metadata_block_IDs(handle, 0, scratch + outAt, count);
  const ids = Array.from({ length: count }, (_, index) => readInteger(heif, scratch + outAt + index * 4));
  const found: { exif: Uint8Array | null; xmp: string | null } = { exif: null, xmp: null };
  for (const id of ids) {
    const type = readText(heif, heif._heif_image_handle_get_metadata_type(handle, id));
    const isXmp =
      readText(heif, heif._heif_image_handle_get_metadata_content_type(handle, id)) === 'application/rdf+xml';
    if (type !== 'Exif' && !isXmp) continue;
    const length = heif._heif_image_handle_get_metadata_size(handle, id);
    const block = copyOut(decoder, length, (out) => heif._heif_image_handle_get_metadata(scratch, handle, id, out));
    if (isXmp) found.xmp ??= Buffer.from(block).toString('utf8');
    else found.exif ??= tiffPartOf(block);
  }
  return found;
}

/** A HEIF Exif item starts with four bytes that say how much to skip before the TIFF header. */
function tiffPartOf(item: Uint8Array): Uint8Array | null {
  if (item.length < 4) return null;
  const skip = new DataView(item.buffer, item.byteOffset).getUint32(0);
  return skip < item.length - 4 ? item.subarray(4 + skip) : null;
}

function copyOut(decoder: Decoder, length: number, write: (out: number) => void): Uint8Array {
  const { heif } = decoder;
  const out = heif._malloc(length);
  try {
    write(out);
    check(decoder);
    return heif.HEAPU8.slice(out, out + length);
  } finally {
    heif._free(out);
  }
}

/** Throws when the last call wrote an error. */
function check({ heif, scratch, name }: Decoder): void {
  if (readInteger(heif, scratch) === 0) return;
  const reason = readText(heif, readInteger(heif, scratch + 8));
  throw new AppError('unreadable-image', say('photos.damaged', { name, why: reason }));
}

function readInteger(heif: LibHeif, pointer: number): number {
  return new DataView(heif.HEAPU8.buffer).getInt32(pointer, true);
}

function readText(heif: LibHeif, pointer: number): string {
  if (pointer === 0) return '';
  return Buffer.from(heif.HEAPU8.subarray(pointer, heif.HEAPU8.indexOf(0, pointer))).toString('utf8');
}
