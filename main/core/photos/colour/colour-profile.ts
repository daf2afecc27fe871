import { writeFile, mkdtemp, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { bigTiffHeader } from '../scratch/big-tiff.ts';
import { sharp } from '../image-library.ts';
import type { PixelImage } from '../pixel-image.ts';
import { signalInProfile, type ColourSignal } from './colour-signal.ts';
import { tmpdir } from 'node:os';
import { isRunning } from '#core/ground/disk/is-running';

/** The name inside an ICC profile, 'sRGB' when there is no profile, 'unnamed profile' when it has no readable name. */
export function profileName(profile: Uint8Array | null): string {
  if (profile === null) return 'sRGB';
  const view = Buffer.from(profile.buffer, profile.byteOffset, profile.length);
  const description = findTag(view, 'desc');
  const name = description === null ? '' : readDescription(description);
  return name === '' ? 'unnamed profile' : (builtInNames[name] ?? name);
}

/** The signal that a profile carries beside its curves, as those of HDR do; null for others. */
export function signalOfProfile(profile: Uint8Array): ColourSignal | null {
  return signalInProfile(findTag(Buffer.from(profile.buffer, profile.byteOffset, profile.length), 'cicp'));
}

/** Whether a profile speaks of RGB at all; photos are seen with profiles of another kind or with rubbish. */
export function isRgbProfile(profile: Uint8Array): boolean {
  const view = Buffer.from(profile.buffer, profile.byteOffset, profile.length);
  return view.length > 132 && view.toString('latin1', 16, 20) === 'RGB ' && view.toString('latin1', 36, 40) === 'acsp';
}

/** The ICC profile of Display P3, with the tone curve of sRGB. */
export function displayP3Profile(): Promise<Uint8Array> {
  return builtInProfile('p3');
}

/** The ICC profile of sRGB, for pictures that shall say so. */
export function srgbProfile(): Promise<Uint8Array> {
  return builtInProfile('srgb');
}

/**
 * The image with its values re-encoded for another profile, through ICC with 16 bits between; its depth stays.
 * `target` null means sRGB. An image that has this profile already comes back as it is.
 */
export async function convertProfile(
  image: PixelImage,
  target: Uint8Array | null,
  signal?: AbortSignal,
): Promise<PixelImage> {
  if (haveSameProfile(image.profile, target)) return image;
  return withProfileFolder(async (folder) => {
    const targetPath = join(folder, 'target.icc');
    await writeFile(targetPath, target ?? (await builtInProfile('srgb')));
    const source = image.profile ?? (await builtInProfile('srgb'));
    const data = image.depth === 8 ? new Uint8Array(image.data.length) : new Uint16Array(image.data.length);
    const rows = Math.max(1, Math.floor(pixelsPerBand / image.width));
    for (let top = 0; top < image.height; top += rows) {
      signal?.throwIfAborted();
      const first = top * image.width * 3;
      const band = image.data.subarray(first, first + rows * image.width * 3);
      const converted = await convertBand(band, image.width, source, targetPath);
      if (image.depth === 16) data.set(converted, first);
      else
        for (let index = 0; index < converted.length; index++)
          data[first + index] = (converted[index] ?? 0) / 257 + 0.5;
    }
    return { ...image, data, profile: target };
  });
}

/** Keeps the memory of a conversion flat, whatever the size of the photo. */
const pixelsPerBand = 2 ** 20;

/** What libvips calls the compact profiles that it brings along. */
const builtInNames: Record<string, string> = { sRGB: 'sRGB', sP3C: 'Display P3' };

const builtInProfiles = new Map<string, Promise<Uint8Array>>();

function builtInProfile(name: 'srgb' | 'p3'): Promise<Uint8Array> {
  const known = builtInProfiles.get(name) ?? extractProfile(name);
  builtInProfiles.set(name, known);
  return known;
}

async function extractProfile(name: 'srgb' | 'p3'): Promise<Uint8Array> {
  const blank = sharp({ create: { width: 1, height: 1, channels: 3, background: 'black' } });
  const { icc } = await sharp(await blank.withIccProfile(name).png().toBuffer()).metadata();
  if (icc === undefined) throw new Error(`Expected libvips to know the profile ${name}, received none`);
  return Uint8Array.from(icc);
}

function haveSameProfile(first: Uint8Array | null, second: Uint8Array | null): boolean {
  if (first === null || second === null) return first === second || isSrgb(first ?? second);
  return Buffer.compare(first, second) === 0;
}

/** Whether a profile means what having none means. */
function isSrgb(profile: Uint8Array | null): boolean {
  return /^sRGB\b/.test(profileName(profile));
}

/** `ignoreIcc` keeps sharp from converting to its own working space first; the embedded profile is still where the conversion starts. */
async function convertBand(
  band: Uint8Array | Uint16Array,
  width: number,
  source: Uint8Array,
  targetPath: string,
): Promise<Uint16Array> {
  const header = bigTiffHeader({ width, height: band.length / width / 3, depth: 16, profile: source });
  const file = Buffer.from(new ArrayBuffer(header.length + band.length * 2));
  header.copy(file);
  const pixels = new Uint16Array(file.buffer, header.length, band.length);
  const gain = band instanceof Uint16Array ? 1 : 257;
  for (let index = 0; index < band.length; index++) pixels[index] = (band[index] ?? 0) * gain;
  const converted = await sharp(file, { ignoreIcc: true, limitInputPixels: false })
    .toColourspace('rgb16')
    .withIccProfile(targetPath)
    .raw({ depth: 'ushort' })
    .toBuffer();
  return new Uint16Array(converted.buffer, converted.byteOffset, converted.length / 2);
}

/** The bytes of one tag of an ICC profile (ICC.1, 7.3). */
function findTag(profile: Buffer, signature: string): Buffer | null {
  if (profile.length < 132) return null;
  const count = Math.min(profile.readUInt32BE(128), 100);
  for (let entry = 132; entry + 12 <= profile.length && entry < 132 + count * 12; entry += 12) {
    if (profile.toString('latin1', entry, entry + 4) !== signature) continue;
    const offset = profile.readUInt32BE(entry + 4);
    return profile.subarray(offset, offset + profile.readUInt32BE(entry + 8));
  }
  return null;
}

/** A description is ASCII in version 2 and a list of translations in UTF-16 in version 4; the first is taken. */
function readDescription(tag: Buffer): string {
  const type = tag.toString('latin1', 0, 4);
  if (type === 'desc' && tag.length > 12) {
    return tag
      .toString('latin1', 12, 12 + tag.readUInt32BE(8))
      .replace(/\0.*$/s, '')
      .trim();
  }
  if (type === 'mluc' && tag.length >= 28) {
    const [length, offset] = [tag.readUInt32BE(20), tag.readUInt32BE(24)];
    const text = Buffer.from(tag.subarray(offset, offset + length - (length % 2)));
    return text.swap16().toString('utf16le').replace(/\0.*$/s, '').trim();
  }
  return '';
}

/** Gives `work` an empty folder for profiles, which libvips only takes as files, and removes it afterwards. */
export async function withProfileFolder<Result>(work: (folder: string) => Promise<Result>): Promise<Result> {
  await (sweeping ??= removeAbandoned());
  const folder = await mkdtemp(join(tmpdir(), `${prefix}${process.pid}-`));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const prefix = 'telewide-profile-';

/** Once for each process. */
let sweeping: Promise<void> | null = null;

/** A process that was killed could not remove its own. */
async function removeAbandoned(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    const owner = /^(\d+)-/.exec(name.startsWith(prefix) ? name.slice(prefix.length) : '')?.[1];
    if (owner === undefined || isRunning(Number(owner))) continue;
    // What another user left is theirs to remove.
    await rm(join(tmpdir(), name), { recursive: true, force: true }).catch(() => undefined);
  }
}
