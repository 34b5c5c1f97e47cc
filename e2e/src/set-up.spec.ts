import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  readonly version: string;
  readonly engines: { readonly node: string };
  readonly devEngines: { readonly runtime: { readonly name: string; readonly version: string } };
  readonly scripts: Readonly<Record<string, string>>;
};

/** Runs a script of the repository as if under Node.js `version`. */
function runUnder(version: string, ...script: string[]): { readonly status: number | null; readonly stderr: string } {
  const versions = `data:text/javascript,Object.defineProperty(process.versions, 'node', { value: '${version}' })`;
  return spawnSync(process.execPath, ['--import', versions, ...script], { cwd: root, encoding: 'utf8' });
}

const SCRIPT = ['tools/run/run.mjs', 'tools/kubectl/src/main.ts', 'none'];

describe('the set-up of the npm scripts', () => {
  test('the README, package.json and the refusal of an old Node.js name the same least version of the repository', () => {
    const least = Number(/Requirements: Node.js (\d+) or newer, and npm/.exec(readFileSync(join(root, 'README.md'), 'utf8'))?.[1]);
    expect(manifest.devEngines.runtime).toMatchObject({ name: 'node', version: `>=${least}` });
    expect(runUnder(`${least - 1}.9.0`, ...SCRIPT)).toMatchObject({
      status: 1,
      stderr: `klockwork: Node.js ${least} or newer is needed, this is ${least - 1}.9.0: install it from nodejs.org or with your version manager\n`,
    });
    expect(runUnder(`${least}.0.0`, ...SCRIPT)).toMatchObject({
      status: 1,
      stderr: expect.stringMatching(/^kubectl none is not pinned: choose /m),
    });
  });

  test('npx runs the command line of a clone on the least Node.js of the repository without a warning', () => {
    const cache = mkdtempSync(join(tmpdir(), 'klockwork-npx-'));
    const least = manifest.devEngines.runtime.version.slice('>='.length);
    const version = `data:text/javascript,Object.defineProperty(process, 'version', { value: 'v${least}.0.0' })`;
    const env = { ...process.env, NODE_OPTIONS: `--import "${version}"`, npm_config_cache: cache };
    const { stdout, stderr } = spawnSync('npx', ['klockwork', '--version'], { cwd: root, encoding: 'utf8', env });
    rmSync(cache, { recursive: true });
    expect([stdout, stderr]).toEqual([`${manifest.version}\n`, '']);
  });

  test('the README, package.json, the command line and the services name the same least Node.js of the package', async () => {
    const least = /^>=(\d+\.\d+)\.0$/.exec(manifest.engines.node)?.[1];
    expect(readFileSync(join(root, 'README.md'), 'utf8')).toContain(`Node.js ${least} or newer, and no build`);
    expect(readFileSync(join(root, 'apps/klockwork/bin/klockwork.mjs'), 'utf8')).toContain(`LEAST = [${least?.replace('.', ', ')}];`);
    expect(readFileSync(join(root, 'libs/adapters/nest-platform/src/run-service.ts'), 'utf8')).toContain(`NODE_LEAST = '${least}.0';`);
  });

  test('each npm script that README.md or CONTRIBUTING.md names sets itself up', () => {
    const documents = ['README.md', 'CONTRIBUTING.md'].map((name) => readFileSync(join(root, name), 'utf8')).join('\n');
    const named = new Set([...documents.matchAll(/\bnpm (?:run ([\w:]+)|(start|test))\b/g)].map(([, script, short]) => script ?? short));
    expect(named.size).toBeGreaterThan(5);
    for (const script of named) expect(manifest.scripts[script as string], script).toMatch(/^node tools\/run\/run\.mjs /);
  });
});
