import { composePhotos, keptOutPhotos } from './scene-photos.ts';
import { photographLayers, type LayeredPair } from './layered-scene.ts';
import { simulatedPhones } from './simulated-phones.ts';

/** Objects before the ground, and photos that the ground is made of, along one side. */
const objects = 9;
const groundSide = 3;

/**
 * Scene number `index` with parallax of up to `nearest` wide pixels: 1,000 pixels of truth a side, ground and objects out of photos that no
 * training saw, taken by the simulated phones in turn.
 */
export async function layeredScene(index: number, nearest: number): Promise<LayeredPair> {
  const photos = keptOutPhotos();
  const pick = (number: number): string => photos[(index * 17 + number * 5) % photos.length] ?? '';
  const ground = Array.from({ length: groundSide ** 2 }, (_, part) => pick(part));
  const textures = [
    await composePhotos(ground, groundSide),
    ...(await Promise.all(
      Array.from({ length: objects }, (_, object) => composePhotos([pick(groundSide ** 2 + object)], 1)),
    )),
  ];
  const phone = simulatedPhones[index % simulatedPhones.length];
  if (phone === undefined) throw new RangeError('Expected at least one simulated phone');
  return photographLayers({ textures, side: 1000, nearest, phone, seed: 1000 + index });
}
