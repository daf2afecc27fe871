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
