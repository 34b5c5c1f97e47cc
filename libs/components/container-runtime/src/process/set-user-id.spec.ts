import { expect, test } from 'vitest';
import { scriptRunner } from '../testing/run-script.ts';

const IMAGE = 'registry.k8s.io/e2e-test-images/nonewprivs:1.3';
const user = { uid: 1000 };

test.each([
  ['runs as the owner of its file', { user }, 'Effective uid: 0\n'],
  ['keeps the user of its caller in a container without new privileges', { user, noNewPrivileges: true }, 'Effective uid: 1000\n'],
])('a set-user-ID program %s', async (_, container, stdout) => {
  const run = await scriptRunner(IMAGE, { container });
  expect(await run('sh', 'nnp')).toEqual({ stdout, stderr: '', code: 0 });
});

test('a program without the set-user-ID bit keeps the user of its caller', async () => {
  const run = await scriptRunner(IMAGE, { container: { user } });
  expect(await run('sh', 'cp /usr/local/bin/nnp /tmp/nnp; /tmp/nnp')).toEqual({ stdout: 'Effective uid: 1000\n', stderr: '', code: 0 });
});
