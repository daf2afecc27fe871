import { describe, expect, it } from 'vitest';
import { formatOfFileName, parseCrop, parseDevice, parseWholeNumber } from '../../../../main/shells/cli/arguments.ts';

describe('arguments of the command line', () => {
  it.each(['', '1,2,3', '1,2,3,4,5', '-1,0,10,10', '1.5,0,10,10', '0,0,0,10', '0,0,10,0', 'a,b,c,d'])(
    'refuses "%s" as a crop, with an example of a right one',
    (text) => expect(() => parseCrop(text)).toThrow(/x,y,width,height.*100,200,1600,1200/),
  );

  it('takes a crop in whole pixels, blanks included', () => {
    expect(parseCrop('100, 200,1600,1200')).toEqual({ x: 100, y: 200, width: 1600, height: 1200 });
    expect(parseCrop('0,0,1,1')).toEqual({ x: 0, y: 0, width: 1, height: 1 });
  });

  it('names the devices when one is unknown', () => {
    expect(() => parseDevice('gpu')).toThrow(/auto.*cuda.*cpu.*"gpu"/);
    expect(parseDevice('webgpu')).toBe('webgpu');
  });

  it.each(['photo', 'photo.gif', 'photo.jpg.bak', ''])('does not guess a format for "%s"', (name) => {
    expect(() => formatOfFileName(name)).toThrow(/jpeg, png, tiff, webp, avif/);
  });

  it.each([
    ['a.JPG', 'jpeg'],
    ['b.c.jpeg', 'jpeg'],
    ['d.tif', 'tiff'],
    ['/e/f.avif', 'avif'],
  ])('knows the format of %s', (name, format) => expect(formatOfFileName(name)).toBe(format));

  it('takes whole numbers in their range only', () => {
    for (const text of ['0', '101', '5.5', 'many', '', '-3', '1e1']) {
      expect(() => parseWholeNumber('--quality', 1, 100, text)).toThrow(/--quality.*1 to 100/);
    }
    expect(parseWholeNumber('--quality', 1, 100, '100')).toBe(100);
  });
});
