import { FileTree } from '@klockwork/files';
import { describe, expect, test } from 'vitest';
import { scriptRunner } from '../../../testing/run-script.ts';

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
  ])('a tmpfs of 1 MiB with a file of 300,000 bytes: %s prints the same as coreutils 9.1', async (command, stdout) => {
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
  ])('a tmpfs of 1 MiB with a file of 300,000 bytes: %s prints the same as BusyBox 1.35', async (command, stdout) => {
    expect(await busybox('sh', `${command} /cache`)).toEqual({ stdout, stderr: '', code: 0 });
  });
});
