import { expect, test } from 'vitest';
import { scriptRunner } from '../../testing/run-script.ts';

test.each(["'a('", '"s/("'])('a condition with the invalid expression %s has the status 2, and its shell continues', async (expression) => {
  const run = await scriptRunner('debian');
  expect(await run('bash', `[[ a =~ ${expression} ]]; echo $?`)).toEqual({ stdout: '2\n', stderr: '', code: 0 });
});
