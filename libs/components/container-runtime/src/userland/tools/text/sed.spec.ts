import { expect, test } from 'vitest';
import { scriptRunner } from '../../../testing/run-script.ts';

const run = await scriptRunner('debian');

test.each([
  ["echo hello world | sed 's/o/0/'", 'hell0 world\n'],
  ["echo hello world | sed 's/o/0/g'", 'hell0 w0rld\n'],
  ["echo hello world | sed 's/o/0/2'", 'hello w0rld\n'],
  ["echo /usr/bin | sed 's|/usr|/opt|'", '/opt/bin\n'],
  ["echo abc | sed 's/\\(a\\)\\(b\\)/\\2\\1/'", 'bac\n'],
  ["echo abc | sed -E 's/(a)(b)/[&]\\2/'", '[ab]bc\n'],
  ["seq 5 | sed -n '2,3p'", '2\n3\n'],
  ["seq 5 | sed -n '$p'", '5\n'],
  ["seq 5 | sed '2d;4d'", '1\n3\n5\n'],
  ["seq 5 | sed '/2/,/4/d'", '1\n5\n'],
  ["seq 5 | sed '3q'", '1\n2\n3\n'],
  ["seq 2 | sed '1a after'", '1\nafter\n2\n'],
  ["seq 2 | sed -e '1i before' -e 's/2/two/'", 'before\n1\ntwo\n'],
  ["seq 3 | sed '/2/!d'", '2\n'],
  ["printf 'a=1\\nb=2\\n' > f; sed -i 's/1/one/' f; cat f", 'a=one\nb=2\n'],
  ["echo abc | sed 's/b*/x/g'", 'xaxcx\n'],
  ["echo aaa | sed 's/a*/x/g'", 'x\n'],
  ["echo aaa | sed 's/x*/-/g'", '-a-a-a-\n'],
])('%s', async (script, stdout) => {
  expect(await run('sh', script)).toEqual({ stdout, stderr: '', code: 0 });
});

test('sed reports an unsupported script', async () => {
  expect(await run('sh', "echo a | sed 'y/a/b/'")).toEqual({
    stdout: '',
    stderr: "sed: -e expression #1, char 6: unknown command: `y'\n",
    code: 1,
  });
});
