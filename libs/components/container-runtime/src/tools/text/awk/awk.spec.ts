import { expect, test } from 'vitest';
import { DescribedContainer } from '../../../testing/described-container.ts';
import { advance, settle } from '../../../testing/lab-time.ts';
import { scriptRunner } from '../../../testing/run-script.ts';

const run = await scriptRunner('debian');

test('a function may call itself hundreds of times', async () => {
  const program = 'function sum(n) { return n == 0 ? 0 : n + sum(n - 1) } BEGIN { print sum(600) }';
  expect(await run('sh', `awk '${program}'`)).toEqual({ stdout: '180300\n', stderr: '', code: 0 });
});

test('one that calls itself for ever ends with what is wrong', async () => {
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

test('records are there as soon as their lines come in', async () => {
  const script = `start=$(date +%s); (echo a; sleep 2; echo b) | awk -v start=$start '{ print $1, systime() - start }'`;
  expect(await run('sh', script)).toEqual({ stdout: 'a 0\nb 2\n', stderr: '', code: 0 });
});
