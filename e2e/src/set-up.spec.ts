import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  readonly engines: { readonly node: string };
  readonly scripts: Readonly<Record<string, string>>;
};

function runUnder(nodeVersion: string): { readonly status: number | null; readonly stderr: string } {
  const versions = `data:text/javascript,Object.defineProperty(process.versions, 'node', { value: '${nodeVersion}' })`;
  return spawnSync(process.execPath, ['--import', versions, join(root, 'tools/run/run.mjs'), 'tools/kubectl/src/main.ts', 'none'], {
    encoding: 'utf8',
  });
}

describe('the set-up of the npm scripts', () => {
  test('the README, package.json and the refusal of an old Node.js name the same least version', () => {
    const least = /^>=(\d+)$/.exec(manifest.engines.node)?.[1];
    expect(readFileSync(join(root, 'README.md'), 'utf8')).toContain(`You need Node.js ${least} or newer and npm`);
    expect(runUnder(`${Number(least) - 1}.9.0`)).toMatchObject({
      status: 1,
      stderr: `klockwork: Node.js ${least} or newer is needed, this is ${Number(least) - 1}.9.0: install it from nodejs.org or with your version manager\n`,
    });
  });

  test('a script runs under the least version', () => {
    const least = /\d+/.exec(manifest.engines.node)?.[0];
    expect(runUnder(`${least}.0.0`)).toMatchObject({ status: 1, stderr: expect.stringMatching(/^kubectl none is not pinned: choose /m) });
  });

  test('each npm script that README.md or CONTRIBUTING.md names sets itself up', () => {
    const documents = ['README.md', 'CONTRIBUTING.md'].map((name) => readFileSync(join(root, name), 'utf8')).join('\n');
    const named = new Set([...documents.matchAll(/\bnpm (?:run ([\w:]+)|(start|test))\b/g)].map(([, script, short]) => script ?? short));
    expect(named.size).toBeGreaterThan(5);
    for (const script of named) expect(manifest.scripts[script as string], script).toMatch(/^node tools\/run\/run\.mjs /);
  });
});
