import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { collectLicences, licencesAsText } from '../../../packaging/collect-licences.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const page = [{ name: 'painter', version: '3.0.0', identifier: 'MIT', text: 'Painter text' }];

function install(packages: Record<string, { files?: Record<string, string>; json: object }>): {
  modules: string;
  page: string;
} {
  const folder = temporaryFolder();
  const modules = join(folder, 'node_modules');
  for (const [name, { files = {}, json }] of Object.entries(packages)) {
    mkdirSync(join(modules, name, 'dist'), { recursive: true });
    writeFileSync(join(modules, name, 'package.json'), JSON.stringify(json));
    // Says only how the files below are to be read.
    writeFileSync(join(modules, name, 'dist/package.json'), '{"type":"commonjs"}');
    for (const [file, text] of Object.entries(files)) writeFileSync(join(modules, name, file), text);
  }
  writeFileSync(join(folder, 'page.json'), JSON.stringify(page));
  return { modules, page: join(folder, 'page.json') };
}

test('a package that names no licence is not shipped', async () => {
  const { modules, page: pageFile } = install({ secret: { json: { name: 'secret', version: '1.0.0' } } });
  await expect(collectLicences(modules, pageFile)).rejects.toThrow('Expected secret to name its licence');
});

test('every package, scoped and nested ones too, is listed once with its texts, and so is what the page bundles', async () => {
  const { modules, page: pageFile } = install({
    plain: {
      json: { name: 'plain', version: '1.0.0', license: 'ISC' },
      files: { LICENSE: 'Plain text', NOTICE: 'Notice' },
    },
    '@scope/native': {
      json: { name: '@scope/native', version: '2.0.0', license: 'LGPL-3.0' },
      files: { 'README.md': 'Terms' },
    },
    'plain/node_modules/inner': {
      json: { name: 'inner', version: '0.1.0', licenses: [{ type: 'MIT' }] },
      files: { 'licence.md': 'Inner text' },
    },
  });
  const licences = await collectLicences(modules, pageFile);
  expect(licences.map(({ name, identifier, text }) => [name, identifier, text])).toEqual([
    ['@scope/native', 'LGPL-3.0', 'Terms'],
    ['inner', 'MIT', 'Inner text'],
    ['painter', 'MIT', 'Painter text'],
    ['plain', 'ISC', 'Plain text\n\nNotice'],
  ]);
  const text = licencesAsText(licences);
  for (const { name, version, text: own } of licences) {
    expect(text).toContain(`${name} ${version}: `);
    expect(text).toContain(`${name} ${version} (`);
    expect(text).toContain(own);
  }
});
