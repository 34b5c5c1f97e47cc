import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hostActivity } from '@klockwork/host';
import { silentLogger } from '@klockwork/kernel';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ManifestFolders, readManifests } from './manifest-folder.ts';

let root: string;
let folder: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'manifests-'));
  folder = join(root, 'node-1', 'manifests');
  mkdirSync(folder, { recursive: true });
});
afterEach(() => rmSync(root, { recursive: true }));

test('a folder is read file by file, in the order of their names, but not the hidden ones and not the folders', () => {
  writeFileSync(join(folder, 'b.yaml'), '---\nkind: Pod\n---\nkind: Other\n');
  writeFileSync(join(folder, 'a.json'), '{ "kind": "Pod" }');
  writeFileSync(join(folder, 'c'), 'a: [1');
  writeFileSync(join(folder, '.b.yaml.swp'), 'kind: Pod');
  mkdirSync(join(folder, 'deeper'));
  expect(readManifests(folder, silentLogger)).toEqual([
    { path: join(folder, 'a.json'), value: { kind: 'Pod' } },
    { path: join(folder, 'b.yaml'), value: { kind: 'Pod' } },
    { path: join(folder, 'c'), problem: expect.stringMatching(/^error converting YAML to JSON: yaml: /) },
  ]);
  expect(readManifests(join(folder, 'none'), silentLogger)).toEqual([]);
});

test('a change is told once it has settled, as work from outside', async () => {
  const activity = hostActivity();
  const changed = vi.fn();
  const cancel = new ManifestFolders(root, { activity, logger: silentLogger }).follow('node-1', changed);
  expect(changed.mock.calls).toEqual([[[]]]);
  const before = activity.state().epoch;
  writeFileSync(join(folder, 'web.yaml'), 'kind: ');
  writeFileSync(join(folder, 'web.yaml'), 'kind: Pod');
  const web = [{ path: join(folder, 'web.yaml'), value: { kind: 'Pod' } }];
  await vi.waitFor(() => expect(changed).toHaveBeenLastCalledWith(web), 10_000);
  expect(changed).toHaveBeenCalledTimes(2);
  expect(activity.state()).toMatchObject({ idle: true, epoch: before + 1 });
  cancel();
});
