import { lumaOf } from '#core/learning/evaluation/luma';
import { psnr } from '#core/learning/evaluation/metrics';
import type { PixelImage } from '#core/photos/pixel-image';

/** Differences of many pictures together, and the mean of what each is worth against its truth. */
export class PictureDifferences {
  /** Of channels of pixels, by difference in 257ths of a level. */
  readonly #counts = new Float64Array(65536);
  readonly #fullQuality: number[] = [];
  readonly #halfQuality: number[] = [];
  #pictures = 0;

  add(full: PixelImage, half: PixelImage, truth: PixelImage | null): void {
    this.#pictures += 1;
    full.data.forEach((value, index) => {
      const apart = Math.abs(value - (half.data[index] ?? 0));
      this.#counts[apart] = (this.#counts[apart] ?? 0) + 1;
    });
    if (truth === null) return;
    this.#fullQuality.push(psnr(lumaOf(truth), lumaOf(full)));
    this.#halfQuality.push(psnr(lumaOf(truth), lumaOf(half)));
  }

  text(): string {
    const total = this.#sum(() => 1);
    const noise = this.#sum((level) => level * level) / total;
    const cells = [
      String(this.#pictures),
      this.#quantile(1).toFixed(2),
      this.#quantile(0.9999).toFixed(3),
      (10 * Math.log10((255 * 255) / noise)).toFixed(1),
      `${((100 * this.#sum((level) => (level > 0.5 ? 1 : 0))) / total).toFixed(5)} %`,
      mean(this.#fullQuality).toFixed(4),
      mean(this.#halfQuality).toFixed(4),
    ];
    return cells.join(' | ');
  }

  #sum(valueOf: (level: number) => number): number {
    return this.#counts.reduce((sum, count, step) => sum + (count === 0 ? 0 : count * valueOf(step / 257)), 0);
  }

  #quantile(share: number): number {
    const wanted = share * this.#sum(() => 1);
    let sum = 0;
    for (const [step, count] of this.#counts.entries()) {
      sum += count;
      if (sum >= wanted) return step / 257;
    }
    return NaN;
  }
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
