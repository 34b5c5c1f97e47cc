import { expect, test } from 'vitest';
import { scriptRunner } from '../../testing/run-script.ts';

const NAMES = ['pwd', 'printf', 'echo', 'kill', 'test', '[', 'true', 'false', 'link', 'unlink', 'nice', 'setsid', 'comm', 'fold'];

test.each(['busybox', 'debian'])('a builtin of the shell of %s exists as an executable too', async (image) => {
  const run = await scriptRunner(image);
  expect(await run('sh', `which ${NAMES.join(' ')} | wc -l`)).toMatchObject({ code: 0, stdout: `${NAMES.length}\n` });
});

test.each([
  ['env pwd', '/work\n'],
  ['env printf "%03d\\n" 7', '007\n'],
  ['env [ 1 -lt 2 ] && env test -d /tmp && echo yes', 'yes\n'],
  ['echo text > a; link a b; unlink a; cat b; ls', 'text\nb\n'],
  ['nice; nice -n 5 echo done', '0\ndone\n'],
  ['setsid -w sh -c "exit 3"; echo $?', '3\n'],
  ['setsid nope 2> /dev/null; echo $?', '127\n'],
  ['printf "a\\nb\\nd\\n" > 1; printf "b\\nc\\n" > 2; comm 1 2; comm -12 1 2', 'a\n\t\tb\n\tc\nd\nb\n'],
  ['echo "one two three" | fold -s -w 8; echo abcdef | fold -w 4', 'one two \nthree\nabcd\nef\n'],
])('`%s` prints what the real one prints', async (line, stdout) => {
  for (const image of ['busybox', 'debian']) {
    const run = await scriptRunner(image);
    expect(await run('sh', line)).toEqual({ code: 0, stdout, stderr: '' });
  }
});
