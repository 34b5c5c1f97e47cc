import { FileTree } from '@klockwork/files';
import { describe, expect, test } from 'vitest';
import { scriptRunner } from '../../testing/run-script.ts';
import { freeTable } from './memory.ts';

/** A machine, and what its tools said of it: procps 4.0.2. */
const MEMORY = { total: 24_684_084, free: 17_405_444, available: 21_431_760, shared: 8_872, buffers: 73_872, cache: 4_289_604 };
const HEADER = '               total        used        free      shared  buff/cache   available\n';
const WIDE = '               total        used        free      shared     buffers       cache   available\n';
const SWAP = 'Swap:              0           0           0\n';
const NO_SWAP = 'Swap:             0B          0B          0B\n';

test.each([
  ['', `${HEADER}Mem:        24684084     3252324    17405444        8872     4363476    21431760\n${SWAP}`],
  ['b', `${HEADER}Mem:     25276502016  3330379776 17823174656     9084928  4468199424 21946122240\n${SWAP}`],
  ['m', `${HEADER}Mem:           24105        3176       16997           8        4261       20929\n${SWAP}`],
  ['g', `${HEADER}Mem:              23           3          16           0           4          20\n${SWAP}`],
  ['h', `${HEADER}Mem:            23Gi       3.1Gi        16Gi       8.7Mi       4.2Gi        20Gi\n${NO_SWAP}`],
  ['w', `${WIDE}Mem:        24684084     3252324    17405444        8872       73872     4289604    21431760\n${SWAP}`],
  [
    'hwt',
    `${WIDE}Mem:            23Gi       3.1Gi        16Gi       8.7Mi        72Mi       4.1Gi        20Gi\n${NO_SWAP}Total:          23Gi       3.1Gi        16Gi\n`,
  ],
])('free -%s prints what procps printed', (letters, text) => {
  expect(freeTable(MEMORY, { has: (letter) => letters.includes(letter), flavour: 'gnu' })).toBe(text);
});

describe('a file system of a mebibyte in memory that holds 300,000 bytes', async () => {
  const files = new FileTree({ now: () => 0, type: 'ext4' });
  files.root.makeFolders('/cache');
  const tree = new FileTree({ now: () => 0, type: 'tmpfs', bytesMax: 1_048_576 });
  tree.root.write('/x', '0'.repeat(300_000));
  files.mount({ at: '/cache', tree });
  const place = { node: { files }, container: { mounts: [{ containerPath: '/cache', hostPath: '/cache' }] } };
  const [gnu, busybox] = [await scriptRunner('debian', place), await scriptRunner('busybox', place)];

  test.each([
    ['df', 'Filesystem     1K-blocks  Used Available Use% Mounted on\ntmpfs               1024   296       728  29% /cache\n'],
    ['df -h', 'Filesystem      Size  Used Avail Use% Mounted on\ntmpfs           1.0M  296K  728K  29% /cache\n'],
    ['df -hT', 'Filesystem     Type   Size  Used Avail Use% Mounted on\ntmpfs          tmpfs  1.0M  296K  728K  29% /cache\n'],
    [
      'df -T',
      'Filesystem     Type  1K-blocks  Used Available Use% Mounted on\ntmpfs          tmpfs      1024   296       728  29% /cache\n',
    ],
    [
      'df -P',
      'Filesystem     1024-blocks  Used Available Capacity Mounted on\ntmpfs                 1024   296       728      29% /cache\n',
    ],
    ['df -m', 'Filesystem     1M-blocks  Used Available Use% Mounted on\ntmpfs                  1     1         1  29% /cache\n'],
  ])('is shown by %s as coreutils 9.1 showed it', async (command, stdout) => {
    expect(await gnu('sh', `${command} /cache`)).toEqual({ stdout, stderr: '', code: 0 });
  });

  test.each([
    [
      'df',
      'Filesystem           1K-blocks      Used Available Use% Mounted on\ntmpfs                     1024       296       728  29% /cache\n',
    ],
    [
      'df -h',
      'Filesystem                Size      Used Available Use% Mounted on\ntmpfs                     1.0M    296.0K    728.0K  29% /cache\n',
    ],
    [
      'df -hT',
      'Filesystem           Type            Size      Used Available Use% Mounted on\ntmpfs                tmpfs           1.0M    296.0K    728.0K  29% /cache\n',
    ],
    [
      'df -P',
      'Filesystem           1024-blocks    Used Available Capacity Mounted on\ntmpfs                     1024       296       728  29% /cache\n',
    ],
    [
      'df -m',
      'Filesystem           1M-blocks      Used Available Use% Mounted on\ntmpfs                        1         0         1  29% /cache\n',
    ],
  ])('is shown by %s as BusyBox 1.35 showed it', async (command, stdout) => {
    expect(await busybox('sh', `${command} /cache`)).toEqual({ stdout, stderr: '', code: 0 });
  });
});
