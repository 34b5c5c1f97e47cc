import { advance, settle } from '@klockwork/userland/testing';
import { expect, test } from 'vitest';
import { DescribedContainer } from '../../../../testing/described-container.ts';
import { scriptRunner } from '../../../../testing/run-script.ts';

const run = await scriptRunner('debian');

test('a function may call itself hundreds of times', async () => {
  const program = 'function sum(n) { return n == 0 ? 0 : n + sum(n - 1) } BEGIN { print sum(600) }';
  expect(await run('sh', `awk '${program}'`)).toEqual({ stdout: '180300\n', stderr: '', code: 0 });
});

test('endless recursion ends with an error', async () => {
  expect(await run('sh', "awk 'function f() { return f() }\nBEGIN { f() }'")).toEqual({
    stdout: '',
    stderr: 'awk: line 1: function f nested too deeply\n',
    code: 2,
  });
});

test('a program that never ends lets time pass, and can be killed', async () => {
  const app = await new DescribedContainer({ tools: 'gnu', entrypoint: ['awk', 'BEGIN { while (1) n++ }'] }).start();
  await advance(app.clock, 0);
  for (let turn = 0; turn < 20; turn++) {
    while (app.clock.nextDeadline().at === null) await settle();
    await app.advance((app.clock.nextDeadline().at ?? 0) - app.clock.now());
  }
  expect(app.state).toBe('running');
  await app.stop();
  await app.advance(30_000);
  expect(app.state).toMatch(/^exited 137/);
});

test('a record is available as soon as its line arrives', async () => {
  const script = `start=$(date +%s); (echo a; sleep 2; echo b) | awk -v start=$start '{ print $1, systime() - start }'`;
  expect(await run('sh', script)).toEqual({ stdout: 'a 0\nb 2\n', stderr: '', code: 0 });
});

test.each(['{ print }', 'BEGIN { RS = "" } { print }', 'BEGIN { RS = "ab+" } { print }', 'BEGIN { getline line < "/dev/zero" }'])(
  'a record without an end takes all memory of its container: %s',
  async (program) => {
    const entrypoint = ['awk', program, '/dev/zero'];
    const app = await new DescribedContainer({ tools: 'gnu', entrypoint }).start({ limits: { memoryBytes: 64 * 1_024 ** 2 } });
    for (let turn = 0; turn < 100 && app.state === 'running'; turn++) await app.advance(100);
    expect(app.state).toMatch(/^exited 137 OOMKilled/);
  },
);

test('a long line is one record, followed by a short record', async () => {
  expect(await run('sh', 'head -c 3000000 /dev/zero | tr "\\0" x > f; echo >> f; echo y >> f; awk "{ print length }" f')).toMatchObject({
    stdout: '3000000\n1\n',
    code: 0,
  });
});
