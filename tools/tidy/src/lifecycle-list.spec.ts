import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const folder = new URL('../../../docs/lifecycle/', import.meta.url);

/** Rows of the list that name a test: `[behaviour, path of spec, title]`. */
function rows(): [string, string, string][] {
  const list = readFileSync(new URL('README.md', folder), 'utf8');
  return [...list.matchAll(/^\| (.+?) \| \[[^\]]+\]\((\S+?)\): (.+) \|$/gm)].map(([, what = '', path = '', name = '']) => [
    what,
    path,
    name,
  ]);
}

/** Test titles of a file. */
function titles(path: string): string[] {
  const text = readFileSync(fileURLToPath(new URL(path, folder)), 'utf8');
  return [...text.matchAll(/(?:\b(?:test|it)|\]\)|\))\(\s*(['"`])(.+?)\1,/g)].map(([, , title = '']) => title);
}

test('each test that the list of a pod’s life names exists', () => {
  expect(rows().length).toBeGreaterThan(80);
  expect(rows().filter(([, path, name]) => !titles(path).includes(name))).toEqual([]);
});
