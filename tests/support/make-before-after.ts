/**
 * Makes the README's picture out of what `npm run demo` wrote: the same spots of the sample pair's wide photo, enlarged by bicubic
 * interpolation on the left and enhanced on the right, pixel by pixel. Run by hand: npx tsx tests/support/make-before-after.ts
 */
import sharp from 'sharp';

const spots = [
  { left: 1490, top: 1640, width: 480, height: 300 },
  { left: 2360, top: 1930, width: 480, height: 300 },
];
const gap = 8;

const before = await sharp('native-models/sample-pair/wide.jpg').resize(4000, 3000, { kernel: 'cubic' }).toBuffer();
const pieces = await Promise.all(
  spots.flatMap((spot, row) =>
    [before, 'build/demo.jpg'].map(async (picture, column) => ({
      input: await sharp(picture).extract(spot).png().toBuffer(),
      left: column * (spot.width + gap),
      top: row * (spot.height + gap),
    })),
  ),
);
await sharp({ create: { width: 2 * 480 + gap, height: 2 * 300 + gap, channels: 3, background: 'white' } })
  .composite(pieces)
  .webp({ quality: 92 })
  .toFile('main/documentation/pictures/before-after.webp');
