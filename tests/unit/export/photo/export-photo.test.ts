import { beforeEach, expect, test, vi } from 'vitest';
import { exportPhoto } from '#core/export/photo/export-photo';
import { writeImage } from '#core/photos/files/write-image';

vi.mock('#core/photos/files/write-image', () => ({ writeImage: vi.fn(async () => undefined) }));
beforeEach(() => void vi.mocked(writeImage).mockClear());

const job = {
  scratchPath: '/cache/result.tif',
  targetPath: '/out/photo.jpg',
  settings: { format: 'jpeg', quality: 92, keepGps: true },
  metadataFrom: '/photos/wide.jpg',
  originals: ['/photos/wide.jpg', '/photos/tele.jpg'],
  software: 'Telewide',
  signal: new AbortController().signal,
} as const;

test('a name that says another format is refused before anything is written', async () => {
  const failure = exportPhoto({ ...job, targetPath: '/out/photo.PNG' });
  await expect(failure).rejects.toMatchObject({
    code: 'invalid-request',
    message: expect.stringContaining('.jpg') as string,
  });
  expect(writeImage).not.toHaveBeenCalled();
});

test('what was cancelled before it began writes nothing', async () => {
  await expect(exportPhoto({ ...job, signal: AbortSignal.abort() })).rejects.toMatchObject({ name: 'AbortError' });
  expect(writeImage).not.toHaveBeenCalled();
});

test.each(['/out/photo.jpg', '/out/photo.JPEG', '/out/photo', '/out/photo.2024'])(
  '%s is written, originals named',
  async (targetPath) => {
    await exportPhoto({ ...job, targetPath });
    const { originals, ...rest } = job;
    expect(writeImage).toHaveBeenCalledExactlyOnceWith({ ...rest, targetPath, never: originals });
  },
);

test('a failure of writing comes through', async () => {
  vi.mocked(writeImage).mockRejectedValueOnce(new Error('no'));
  await expect(exportPhoto(job)).rejects.toThrow('no');
});
