import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { createPathGrants, type PathGrants } from '#host/path-grants';
import { temporaryFolder } from '../../support/temporary-folder.ts';

let root: string;
let grants: PathGrants;

beforeEach(() => {
  root = temporaryFolder();
  for (const folder of ['mine/below', 'mine-too', 'other']) mkdirSync(join(root, folder), { recursive: true });
  for (const file of ['mine/a.jpg', 'mine/below/b.jpg', 'mine-too/c.jpg', 'other/d.jpg'])
    writeFileSync(join(root, file), 'x');
  symlinkSync(join(root, 'other'), join(root, 'mine', 'link'));
  symlinkSync(join(root, 'other', 'd.jpg'), join(root, 'mine', 'link.jpg'));
  symlinkSync(join(root, 'mine'), join(root, 'way-in'));
  grants = createPathGrants();
});

const at = (path: string): string => join(root, path);

describe('reading', () => {
  test('nothing is allowed before anything is granted', async () => {
    expect(await grants.mayRead(at('mine/a.jpg'))).toBe(false);
    expect(await grants.mayRead('/')).toBe(false);
  });

  test.each([
    'mine-too/c.jpg',
    'other/d.jpg',
    'mine/../other/d.jpg',
    'mine/link/d.jpg',
    'mine/link.jpg',
    'mine/absent.jpg',
    '',
    'mine/..',
  ])('a folder does not open %j', async (path) => {
    grants.grantRead(at('mine'));
    expect(await grants.mayRead(path === 'mine/..' ? `${root}/mine/..` : at(path))).toBe(false);
  });

  test('relative paths and odd ones are refused', async () => {
    grants.grantRead('/');
    expect(await grants.mayRead(relative(process.cwd(), at('mine/a.jpg')))).toBe(false);
    expect(await grants.mayRead(`${at('mine/a.jpg')}\0`)).toBe(false);
    expect(await grants.mayRead('')).toBe(false);
  });

  test.each(['mine', 'mine/a.jpg', 'mine/below/b.jpg', 'mine/below/../a.jpg', 'way-in/a.jpg'])(
    'a folder opens %s',
    async (path) => {
      grants.grantRead(at('mine'));
      expect(await grants.mayRead(`${root}/${path}`)).toBe(true);
    },
  );

  test('a file opens itself alone', async () => {
    grants.grantRead(at('mine/a.jpg'));
    expect(await grants.mayRead(at('mine/a.jpg'))).toBe(true);
    expect(await grants.mayRead(at('mine/below/b.jpg'))).toBe(false);
    expect(await grants.mayWrite(at('mine/a.jpg'))).toBe(false);
  });

  test('a granted folder may be a link', async () => {
    grants.grantRead(at('way-in'));
    expect(await grants.mayRead(at('mine/a.jpg'))).toBe(true);
  });

  test('the root folder opens everything below it', async () => {
    grants.grantRead('/');
    expect(await grants.mayRead(at('other/d.jpg'))).toBe(true);
  });
});

describe('writing', () => {
  test.each(['mine/other.jpg', 'mine/new.jpg/x', 'new.jpg', 'mine', 'other/new.jpg'])(
    'one place does not open %s',
    async (path) => {
      grants.grantWrite(at('mine/new.jpg'));
      expect(await grants.mayWrite(at(path))).toBe(false);
    },
  );

  test('the granted place may be written, there or not, and is not thereby readable', async () => {
    grants.grantWrite(at('mine/new.jpg'));
    expect(await grants.mayWrite(at('mine/new.jpg'))).toBe(true);
    expect(await grants.mayWrite(`${root}/mine/below/../new.jpg`)).toBe(true);
    writeFileSync(at('mine/new.jpg'), 'x');
    expect(await grants.mayWrite(at('mine/new.jpg'))).toBe(true);
    expect(await grants.mayRead(at('mine/new.jpg'))).toBe(false);
  });

  test('a place whose folder is gone or never was is refused', async () => {
    grants.grantWrite(at('absent/new.jpg'));
    expect(await grants.mayWrite(at('absent/new.jpg'))).toBe(false);
  });
});

describe('naming what may not be there yet', () => {
  test.each(['mine/absent.jpg', 'mine/new/absent.jpg', 'mine/a.jpg', 'way-in/absent.jpg'])(
    '%s may be named',
    async (path) => {
      grants.grantRead(at('mine'));
      expect(await grants.mayName(at(path))).toBe(true);
    },
  );

  test.each(['other/absent.jpg', 'mine/link/absent.jpg', 'mine/../other/absent.jpg', 'mine-too/absent.jpg'])(
    '%s may not',
    async (path) => {
      grants.grantRead(at('mine'));
      expect(await grants.mayName(`${root}/${path}`)).toBe(false);
    },
  );
});

test.each(['//server/share/a.jpg', '\\\\server\\share\\a.jpg'])(
  '%s, on another machine, is not even looked at',
  async (path) => {
    grants.grantRead('/');
    expect(await grants.mayRead(path)).toBe(false);
    expect(await grants.mayName(path)).toBe(false);
  },
);
