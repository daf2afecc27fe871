import { createRandom, type Random } from '../../../native-models/random.ts';
import { gatherAmbientLight } from './rendering/ambient-light.ts';
import { BoundingVolumes } from './rendering/bounding-volumes.ts';
import { createSceneBuilder, type SceneBuilder } from './rendering/scene-builder.ts';
import type { Scene } from './rendering/scene.ts';
import { createSky } from './rendering/sky.ts';
import type { Vector } from './rendering/vector.ts';
import { buildMarketStreet } from './scenery/market-street.ts';
import { buildShopShelves } from './scenery/shop-shelves.ts';

export type SceneKind = 'market-street' | 'shop-shelves';

interface KindOfScene {
  build: (scene: SceneBuilder, random: Random) => void;
  /** Where the sun may stand, as the direction towards it. */
  suns: readonly Vector[];
}

const kindsOfScene: Record<SceneKind, KindOfScene> = {
  'market-street': {
    build: buildMarketStreet,
    suns: [
      [-0.52, 0.62, -0.58],
      [-0.4, 0.5, -0.76],
    ],
  },
  'shop-shelves': {
    build: buildShopShelves,
    suns: [
      [-0.5, 0.55, -0.66],
      [0.45, 0.6, -0.65],
    ],
  },
};

export const sceneKinds: readonly SceneKind[] = ['market-street', 'shop-shelves'];

/** The eye height that scenes are built for: a camera at this point that looks along z sees the middle of the scene. */
export const viewpoint: Vector = [0, 1.55, 0];

/**
 * A scene of the given kind, invented from the seed: names, books, colours, plants, light and weather differ from seed
 * to seed and are the same for the same one. `lightRays` per point measure the light between things: 16 for a sketch,
 * 128 for a clean picture.
 */
export function syntheticScene(seed: number, kind: SceneKind, lightRays: number): Scene {
  const random = createRandom(seed).fork(kind);
  const builder = createSceneBuilder(seed);
  const { build, suns } = kindsOfScene[kind];
  build(builder, random.fork('things'));
  const geometry = builder.finish();
  const volumes = new BoundingVolumes(geometry);
  const weather = random.fork('weather');
  const sky = createSky({
    seed: weather.integer(0, 9999),
    sunDirection: weather.pick(suns),
    cloudCover: weather.between(0.2, 0.55),
  });
  return { geometry, volumes, sky, ambient: gatherAmbientLight(geometry, volumes, sky, lightRays) };
}
