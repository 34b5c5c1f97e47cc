import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '@klockwork/host';
import { kubectl } from '@klockwork/kubectl-tool';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { InstalledPackage, registryAnswers } from './installed-package.ts';

const manifest = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8')) as { readonly version: string };

describe.skipIf(!registryAnswers())('the package that people install', () => {
  let installed: InstalledPackage;
  beforeAll(async () => {
    installed = await InstalledPackage.install();
  });
  afterAll(async () => {
    await installed.klockwork('down');
    installed.remove();
  });

  test('the package needs the native SQLite and nothing else', () => {
    expect(installed.packages()).toEqual(['better-sqlite3', 'klockwork', 'node-addon-api']);
  });

  test('npx klockwork --version prints the version of package.json', async () => {
    expect(await installed.klockwork('--version')).toEqual({ code: 0, stdout: `${manifest.version}\n`, stderr: '' });
  });

  test('a lab of the package starts, answers kubectl and stops', async () => {
    const up = await installed.klockwork('up', '--detach', '--port', String(await freePort()));
    expect(up).toMatchObject({ code: 0, stdout: expect.stringMatching(/^Klockwork is up: 3 nodes Ready, /) });
    const env = { ...process.env, KUBECONFIG: join(installed.folder, '.klockwork/kubeconfig'), HOME: installed.folder };
    const ask = (...args: string[]) => execFileSync(kubectl('1.35'), args, { env, encoding: 'utf8' });
    const nodes = ask('get', 'nodes', '--no-headers').trim().split('\n');
    expect(nodes.map((line) => line.split(/\s+/).slice(0, 2))).toEqual(['node-1', 'node-2', 'node-3'].map((node) => [node, 'Ready']));
    // Each command loads a part of the bundle that start-up does not need.
    expect(ask('explain', 'pod.spec.nodeName')).toMatch(/^KIND: {7}Pod\n/);
    expect((await installed.klockwork('verify')).code).toBe(0);
    expect(await installed.klockwork('down')).toMatchObject({ code: 0 });
  });

  test('a test imports klockwork/testing from the package, and holds a cluster in its process', async () => {
    await installed.script(`
      const load = (name) => import(name);
      load('klockwork/testing').then(async ({ startCluster }) => {
        const cluster = await startCluster();
        await cluster.apply({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a' }, spec: { containers: [{ name: 'a', image: 'nginx' }] } });
        await cluster.until('pod/a condition=Ready', { within: '1m' });
        await cluster.stop();
      });
    `);
  });

  test('a data folder of a newer version is refused in one sentence', async () => {
    const log = join(installed.folder, '.klockwork/events.db');
    await installed.script(
      `const log = new (require('better-sqlite3'))(${JSON.stringify(log)}); log.pragma('user_version = 99'); log.close()`,
    );
    expect(await installed.klockwork('up', '--detach')).toEqual({
      code: 1,
      stdout: '',
      stderr: `klockwork: the event log ${log} was written by a newer version: use that version, or another data folder\n`,
    });
  });
});
