import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { readRepository } from './repository.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const folder = join(root, 'tools/tidy/dist/snippets');

// Errors about undeclared names: examples may assume a clock or a pod.
const GIVEN = /error TS(?:2304|2552|18004|2503|7006|7031):/;

// Users import the library under the name of the installed package.
const LIBRARY = '../../../../apps/testing/src/main.ts';

function snippets(): { path: string; code: string }[] {
  const documents = [...readRepository(root).files].filter(([path]) => path.endsWith('.md'));
  return documents.flatMap(([path, text]) => {
    const blocks = [...text.matchAll(/^```ts\n([\s\S]*?)^```/gm)];
    return blocks.map(({ 1: code }, number) => ({ path: `${path.replace(/\W+/g, '-')}-${number + 1}.ts`, code: code! }));
  });
}

/** All packages: the compiler reads the declarations of a package that is built, and builds others. */
function references(): { path: string }[] {
  const { references: packages } = JSON.parse(readFileSync(join(root, 'tsconfig.json'), 'utf8')) as { references: { path: string }[] };
  return packages.map(({ path }) => ({ path: join(root, path) }));
}

test('the examples in the documents compile', () => {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const config = {
    extends: '../../../../tsconfig.node.json',
    compilerOptions: { composite: false, noEmit: true, rootDir: '../../../..', paths: { 'klockwork/testing': [LIBRARY] } },
    include: ['*.ts'],
    references: references(),
  };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config));
  for (const { path, code } of snippets()) writeFileSync(join(folder, path), `${code}\nexport {};\n`);
  const { stdout } = spawnSync(process.execPath, ['node_modules/typescript/bin/tsc', '--build', folder, '--pretty', 'false'], {
    cwd: root,
    encoding: 'utf8',
  });
  const errors = stdout.split('\n').filter((line) => line.includes('dist/snippets/') && !GIVEN.test(line));
  expect(errors).toEqual([]);
}, 60_000);
