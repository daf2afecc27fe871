import sharp from 'sharp';

/** sharp, set up once: without its cache memory stays flat and a file that changed is read anew. */
sharp.cache(false);

export { sharp };
