import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';

const FOLDER = fileURLToPath(new URL('../../../dist/console/', import.meta.url));
/** Max bytes of the first load, compressed. */
const FIRST_LOAD_MAX = 500_000;

test.skipIf(!existsSync(FOLDER))('the first load of the console is small', () => {
  const page = readFileSync(`${FOLDER}index.html`, 'utf8');
  const files = [...page.matchAll(/(?:src|href)="\/([^"]+)"/g)].map(([, path = '']) => readFileSync(`${FOLDER}${path}`));
  expect(files.length).toBeGreaterThan(1);
  expect(files.reduce((sum, bytes) => sum + gzipSync(bytes).length, 0)).toBeLessThan(FIRST_LOAD_MAX);
});
