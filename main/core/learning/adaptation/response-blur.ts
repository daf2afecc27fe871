import type { PhoneFacts } from '#contract/model-card';
import type { CameraResponse } from '#native-models/camera-response';

/** The deviations along the axes of the ellipse that the response's positive part makes; weights below 3 % of the largest are noise. */
export function blurOf({ size, values }: CameraResponse): PhoneFacts['blur'] {
  const largest = Math.max(...Array.from(values));
  const weights = Array.from(values, (value) => (value > 0.03 * largest ? value : 0));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const moment = (of: (x: number, y: number) => number): number =>
    weights.reduce((sum, weight, at) => sum + weight * of(at % size, Math.floor(at / size)), 0) / total;
  const [x, y] = [moment((across) => across), moment((_, down) => down)];
  const xx = moment((across) => (across - x) ** 2);
  const yy = moment((_, down) => (down - y) ** 2);
  const xy = moment((across, down) => (across - x) * (down - y));
  const [mean, spread] = [(xx + yy) / 2, Math.hypot((xx - yy) / 2, xy)];
  return { most: Math.sqrt(mean + spread), least: Math.sqrt(Math.max(0, mean - spread)) };
}
