import { expect, test } from 'vitest';
import { DescribedContainer } from '../../testing/described-container.ts';

/** Output of `env` for a shell's own variables, before and after a `cd`. */
test.each([
  ['busybox', 'sh', ['SHLVL=1', 'PWD=/', 'SHLVL=1', 'PWD=/tmp', 'OLDPWD=/']],
  ['gnu', 'sh', ['PWD=/', 'PWD=/tmp', 'OLDPWD=/']],
  ['gnu', 'bash', ['SHLVL=1', 'PWD=/', 'SHLVL=1', 'PWD=/tmp', 'OLDPWD=/']],
] as const)('with tools of %s, %s exports PWD, and SHLVL except in dash', async (tools, shell, lines) => {
  const app = await new DescribedContainer({ tools, entrypoint: [shell, '-c', 'env; cd /tmp; env'] }).start();
  const own = app.log.map((line) => line.slice(2)).filter((line) => /^(SHLVL|PWD|OLDPWD)=/.test(line));
  expect(own).toEqual(lines);
});

test('a nested shell has a higher SHLVL', async () => {
  const app = await new DescribedContainer({ tools: 'busybox', entrypoint: ['sh', '-c', "sh -c 'echo $SHLVL'; echo $SHLVL"] }).start();
  expect(app.log).toEqual(['0 2', '0 1']);
});
