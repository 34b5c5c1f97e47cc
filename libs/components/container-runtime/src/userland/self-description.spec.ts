import { expect, test } from 'vitest';
import { scriptRunner } from '../testing/run-script.ts';

test('GNU tools print their versions', async () => {
  const run = await scriptRunner('debian');
  const { stdout } = await run(
    'sh',
    'for tool in ls tar grep find sed awk ps gzip bash; do $tool --version | head -n1; done; ls --help; echo $?',
  );
  expect(stdout.split('\n')).toEqual([
    'ls (GNU coreutils) 9.1',
    'tar (GNU tar) 1.34',
    'grep (GNU grep) 3.8',
    'find (GNU findutils) 4.9.0',
    'sed (GNU sed) 4.9',
    'mawk 1.3.4 20200120',
    'ps from procps-ng 4.0.2',
    'gzip 1.12',
    'GNU bash, version 5.2.15(1)-release (x86_64-pc-linux-gnu)',
    'Usage: ls [OPTION]...',
    '0',
    '',
  ]);
});

test('applets of BusyBox have no help, and print their version', async () => {
  const run = await scriptRunner('busybox:1.36');
  const { stdout, code } = await run('sh', 'tar --help 2>&1; echo $?; echo --help; ls --help 2>/dev/null');
  expect([stdout, code]).toEqual(['BusyBox v1.36.1 multi-call binary.\n\nNo help available.\n\n0\n--help\n', 0]);
});
