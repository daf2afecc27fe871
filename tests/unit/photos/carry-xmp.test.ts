import { describe, expect, it, test } from 'vitest';
import { completeSettings, defaultExportSettings } from '#contract/export-settings';
import { carryXmp } from '#core/photos/metadata/carry-xmp';
import { chooseMetadata } from '#core/photos/metadata/chosen-metadata';
import { readPhotoHeader } from '#core/photos/files/photo-header';
import { addProcessingNote, type ProcessingNote } from '#core/photos/metadata/processing-xmp';
import { gradientImage, pipelineOf, savePicture } from '../../support/sample-pictures.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const options = { size: { width: 20, height: 10 }, software: 'Telewide <1>', keepGps: false };
const head =
  '<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">';
const tail = '</rdf:RDF></x:xmpmeta><?xpacket end="w"?>';
const gainMap = 'http://ns.adobe.com/hdr-gain-map/1.0/';

function packet(content: string): string {
  return head + content + tail;
}

function described(attributes: string, content = ''): string {
  return packet(`<rdf:Description rdf:about="" ${attributes}>${content}</rdf:Description>`);
}

describe('what is no XMP, or is meant to do harm,', () => {
  const open = `xmlns:hdrgm="${gainMap}"`;

  test.each([
    ['200,000 elements that are never closed', described(open, '<hdrgm:a>'.repeat(200_000))],
    ['200,000 elements in each other', described(open, '<hdrgm:a>'.repeat(200_000) + '</hdrgm:a>'.repeat(200_000))],
    ['descriptions that never end', packet('<rdf:Description '.repeat(60_000))],
    ['a number that is no character', described('xmlns:a="urn:a"', '<a:b>&#xFFFFFFFF;</a:b>')],
    [
      'entities of its own',
      `<!DOCTYPE a [<!ENTITY b "${'c'.repeat(1000)}">]>${packet('<rdf:Description>&b;</rdf:Description>')}`,
    ],
    ['a prefix that nobody declared', packet('<rdf:Description a:b="c"/>')],
    ['text', 'rdf:RDF'],
    ['nothing', ''],
    ['more than there can be of it', packet(' '.repeat(9 * 2 ** 20))],
  ])('%s is not carried', (_, xmp) => {
    expect(carryXmp(xmp, options)).toBeNull();
  });

  it('keeps nobody waiting, however many prefixes it has', () => {
    const prefixes = Array.from({ length: 30_000 }, (_, index) => `xmlns:p${index}="${gainMap}"`).join(' ');
    expect(carryXmp(described(`${prefixes} p7:Version="1.0"`), options)).not.toContain('Version');
  });
});

describe('a packet', () => {
  it('keeps what it says of the scene and loses what it says of the file', () => {
    const carried = carryXmp(
      described(
        `xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:g="${gainMap}" g:Version='1.0' dc:format="a&#x26;&quot;b"`,
        '<dc:title>A &lt;B&gt;<![CDATA[ & C]]></dc:title><g:Base><rdf:Seq><rdf:li>1</rdf:li></rdf:Seq></g:Base><dc:source/>',
      ),
      options,
    );
    expect(carried).toContain('dc:format="a&#38;&#34;b"');
    expect(carried).toContain('<dc:title>A &#60;B&#62; &#38; C</dc:title><dc:source/>');
    expect(carried).not.toMatch(/Version|Base|rdf:li/);
    expect(carried).toContain('<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?>');
  });

  it('tells the new size and program, as attribute and as element, under any prefix', () => {
    const carried = carryXmp(
      described(
        'xmlns:t="http://ns.adobe.com/tiff/1.0/" xmlns:x="http://ns.adobe.com/xap/1.0/" t:Orientation="6"',
        '<t:ImageWidth>5</t:ImageWidth><x:CreatorTool>Old</x:CreatorTool>',
      ),
      options,
    );
    expect(carried).toContain('t:Orientation="1"');
    expect(carried).toContain('<t:ImageWidth>20</t:ImageWidth><x:CreatorTool>Telewide &#60;1&#62;</x:CreatorTool>');
  });

  it('goes as a whole when it still speaks of a place, however that is written', () => {
    const exif = 'xmlns:exif="http://ns.adobe.com/exif/1.0/"';
    expect(carryXmp(described(`${exif} exif:GPSLatitude="1"`), options)).not.toContain('GPS');
    expect(carryXmp(described('xmlns:a="urn:a" a:note="G&#80;S 48N"'), options)).toBeNull();
    expect(carryXmp(described(`${exif} exif:GPSLatitude="1"`), { ...options, keepGps: true })).toContain('GPSLatitude');
  });

  it('carries one note at most', () => {
    const note: ProcessingNote = {
      software: 'Telewide',
      model: 'fast',
      weights: '0',
      reference: 'a>b.jpg',
      scale: 3,
      provenance: { photographed: 1, transferred: 0, upscaled: 0 },
      provenanceMap: null,
    };
    const once = addProcessingNote(carryXmp(described('xmlns:a="urn:a" a:b="kept"'), options), note);
    const twice = addProcessingNote(carryXmp(once, options), note);
    expect(twice.match(/telewide:Action/g)).toHaveLength(1);
    expect(twice).toContain('Enlarged to three times its width and height with detail from a');
    expect(twice).toContain('a:b="kept"');
  });
});

test('author and rights are told as they were written', async () => {
  const dc = 'xmlns:dc="http://purl.org/dc/elements/1.1/"';
  const xmp = described(
    dc,
    '<dc:creator><rdf:Seq><rdf:li>&lt;A &#x26; B&gt;</rdf:li></rdf:Seq></dc:creator><dc:rights><rdf:Alt><rdf:li xml:lang="de">Meins</rdf:li></rdf:Alt></dc:rights>',
  );
  const path = await savePicture(temporaryFolder(), 'a.jpg', pipelineOf(gradientImage(64, 48)).jpeg());
  const { metadata } = completeSettings({ ...defaultExportSettings, metadata: 'copyright' });
  const rightsOf = async (text: string): Promise<string | null> =>
    chooseMetadata({ ...(await readPhotoHeader(path)), xmp: text }, metadata, options, null).xmp;
  expect(await rightsOf(xmp)).toContain('<rdf:li>&#60;A &#38; B&#62;</rdf:li>');
  expect(await rightsOf(xmp)).toContain('<dc:rights><rdf:Alt><rdf:li xml:lang="x-default">Meins</rdf:li>');
  expect(await rightsOf(xmp.replace('&#x26;', '&#xFFFFFFFF;'))).toBeNull();
});
