import type { Rectangle } from '#contract/geometry';
import { speak } from '#contract/messages';
import type { Registration } from '#contract/registration';

/** Where the tele lies and how sure that is, for a person. */
export function describeRegistration(registration: Registration): string {
  const { verdict, reason, corners, zoom, rotation, inliers, matches, residual, overlapShare } = registration;
  const lines = [`${verdict}: ${speak(reason, 'en')}`];
  if (corners.length > 0) {
    const places = corners.map(({ x, y }) => `(${Math.round(x)}, ${Math.round(y)})`).join(' ');
    lines.push(`corners of the tele in the wide: ${places}`);
    lines.push(
      `zoom ${zoom?.toFixed(2) ?? '?'}, turned by ${rotation?.toFixed(2) ?? '?'} degrees, covers ${Math.round(overlapShare * 100)} % of the wide`,
    );
    lines.push(
      `${inliers} of ${matches} matched points agree, median residual ${residual?.toFixed(2) ?? '?'} wide pixels`,
    );
  }
  return lines.join('\n');
}

/** The same of each tele of a set, and how much of the wide all of them see. */
export function describeSet(set: {
  readonly teles: readonly (Registration & { readonly name: string })[];
  readonly coverage: number;
  readonly nextPhoto: Rectangle | null;
}): string {
  const each = set.teles.map((tele) => `${tele.name}\n${describeRegistration(tele).replace(/^/gm, '  ')}`);
  const lines = [...each, `${Math.round(100 * set.coverage)} % of the wide is seen by a tele`];
  if (set.nextPhoto !== null) {
    const { x, y, width, height } = set.nextPhoto;
    lines.push(`another photo would help most from (${x}, ${y}) to (${x + width}, ${y + height})`);
  }
  return lines.join('\n');
}
