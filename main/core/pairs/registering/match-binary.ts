import type { Features } from './detect-features.ts';
import { bestPerTarget, correspondencesOf, distinctness, type Correspondences, type Match } from './match-features.ts';

/** Descriptors that differ in more bits are not each other's: of AKAZE's 486 bits unrelated ones differ in some 220. */
const farthest = 150;
/** A descriptor as words of 32 bits. Two of them are looked at first: unrelated ones differ there in 31 bits, related ones in 7. */
const words = 16;
const firstWords: readonly number[] = [2, 7];
const firstFarthest = 18;

/**
 * Features of `from` with exactly one likely counterpart in `to`, the likeliest first; no feature of `to` is used twice. For AKAZE
 * alone, and a few times faster than OpenCV's matcher, because most are given up after two words.
 */
export function matchBinary(from: Features, to: Features): Correspondences {
  const [rows, others] = [packed(from), packed(to)];
  const matches: Match[] = [];
  for (let index = 0; index < from.count; index += 1) {
    const match = nearest(rows, index * words, others, to.count);
    if (match !== null) matches.push({ from: index, ...match });
  }
  const likeliestFirst = bestPerTarget(matches).sort((one, other) => one.distance - other.distance);
  return correspondencesOf(from, to, likeliestFirst);
}

/** Null when nothing is near, or two are nearly as near. */
function nearest(
  rows: Int32Array,
  start: number,
  others: Int32Array,
  count: number,
): { to: number; distance: number } | null {
  let [first, second, to] = [farthest, farthest, -1];
  const firstWord = rows[start] ?? 0;
  const secondWord = rows[start + 1] ?? 0;
  for (let index = 0, at = 0; index < count; index += 1, at += words) {
    let distance = bitsOf(firstWord ^ (others[at] ?? 0)) + bitsOf(secondWord ^ (others[at + 1] ?? 0));
    if (distance > firstFarthest) continue;
    for (let word = 2; word < words && distance < second; word += 1) {
      distance += bitsOf((rows[start + word] ?? 0) ^ (others[at + word] ?? 0));
    }
    if (distance < first) [second, first, to] = [first, distance, index];
    else if (distance < second) second = distance;
  }
  return to >= 0 && first < distinctness * second ? { to, distance: first } : null;
}

/** How many bits of a word are set. */
function bitsOf(word: number): number {
  const pairs = word - ((word >>> 1) & 0x55555555);
  const fours = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
  return Math.imul((fours + (fours >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

/** Descriptors as words, those that are looked at first in front. */
function packed({ count, descriptorBytes, descriptors }: Features): Int32Array {
  const later = Array.from({ length: words }, (_, word) => word).filter((word) => !firstWords.includes(word));
  const order = [...firstWords, ...later];
  const result = new Int32Array(count * words);
  const row = new Int32Array(words);
  const bytes = new Uint8Array(row.buffer);
  for (let index = 0; index < count; index += 1) {
    bytes.set(descriptors.subarray(index * descriptorBytes, (index + 1) * descriptorBytes));
    order.forEach((word, place) => (result[index * words + place] = row[word] ?? 0));
  }
  return result;
}
