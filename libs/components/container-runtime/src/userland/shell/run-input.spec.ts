import { expect, test } from 'vitest';
import { scriptRunner } from '../../testing/run-script.ts';

const run = await scriptRunner('debian');

test('a session prompts for each line, and for the rest of a command that is not whole; mistakes end only their line', async () => {
  const typed = String.raw`echo a\nif true\nthen echo b\nfi\n)\nnonexistent-cmd\nexit 3\necho never\n`;
  expect(await run('sh', `printf '${typed}' | sh -i`)).toEqual({
    stdout: 'a\nb\n',
    stderr: '# # > > # sh: Syntax error: ")" unexpected\n# sh: nonexistent-cmd: not found\n# ',
    code: 3,
  });
});

test("a session ends with its input, and with the last command's exit code", async () => {
  expect(await run('sh', "printf 'false\\n' | sh -i")).toEqual({ stdout: '', stderr: '# # ', code: 1 });
});
