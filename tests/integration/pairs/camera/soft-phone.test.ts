import { describe, expect, it } from 'vitest';
import { composeHomographies, invertHomography, scaleHomography } from '#contract/geometry';
import { measureWideCamera } from '#core/pairs/camera/wide-camera';
import { matchColour } from '#core/pairs/registering/match-colour';
import { hasRealPhotos, needsRealPhotos } from '../../../support/real-photos.ts';
import { photoScenes } from '../../../support/scene-photos.ts';
import { photographScene, simulatedPhones } from '../../../support/simulated-phones.ts';
import { registrationOf } from '../../../unit/pairs/camera/known-camera.ts';

describe.skipIf(!hasRealPhotos)(`the camera of a phone whose wide lens is very soft${needsRealPhotos}`, () => {
  it('weighs light, though patches that were put in place by their encoded values say otherwise', async () => {
    const phone = simulatedPhones.find(({ name }) => name === 'very soft');
    const scene = (await photoScenes(10))[5];
    if (phone === undefined || scene === undefined) throw new Error('Expected a phone and a scene');
    const { wide, tele, truth } = photographScene(scene, phone, 206);
    const registration = registrationOf(truth, tele);
    const gridToTele = composeHomographies(invertHomography(truth), scaleHomography(0.5, 0.5));
    const source = { tele, gridToTele, colour: matchColour(wide, tele, registration) };
    const camera = await measureWideCamera({
      wide,
      source,
      overlap: registration.overlap,
      pause: async () => undefined,
    });
    expect(camera?.exponent).toBe(2.2);
  });
});
