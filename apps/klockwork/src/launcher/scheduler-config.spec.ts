import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { UserError } from '../user-error.ts';
import { readSchedulerConfig } from './scheduler-config.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'scheduler-config-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function fileWith(text: string): string {
  const file = join(folder, 'config.yaml');
  writeFileSync(file, text);
  return file;
}

const HEAD = 'apiVersion: kubescheduler.config.k8s.io/v1\nkind: KubeSchedulerConfiguration\n';

test('a file of YAML is read as JSON', () => {
  const file = fileWith(`${HEAD}profiles:\n- schedulerName: packing\n`);
  expect(JSON.parse(readSchedulerConfig(file))).toEqual({
    apiVersion: 'kubescheduler.config.k8s.io/v1',
    kind: 'KubeSchedulerConfiguration',
    profiles: [{ schedulerName: 'packing' }],
  });
});

test.each([
  ['', "Object 'Kind' is missing in the file"],
  [`${HEAD}percentage: 3\n`, 'strict decoding error: unknown field "percentage"'],
  [`${HEAD}parallelism: -1\n`, 'parallelism: Invalid value: -1: should be an integer value greater than zero'],
])('a file with %j is refused', (text, message) => {
  const file = fileWith(text);
  expect(() => readSchedulerConfig(file)).toThrow(new UserError(`${file}: ${message}`));
});

test('a file that is no YAML or too large is refused, and a missing one', () => {
  expect(() => readSchedulerConfig(fileWith('a: [\n'))).toThrow(/config\.yaml is not YAML: /);
  expect(() => readSchedulerConfig(fileWith(`${HEAD}a: ${'x'.repeat(100_000)}\n`))).toThrow(/config\.yaml has more than 100000 bytes$/);
  expect(() => readSchedulerConfig(join(folder, 'none'))).toThrow(/^cannot read .*none: ENOENT/);
});
