import { expect, test } from 'vitest';
import { scriptRunner } from '../../../testing/run-script.ts';

const [gnu, busybox] = [await scriptRunner('debian'), await scriptRunner('busybox')];
const script = "printf hello > f; chmod 640 f; touch -d '2026-01-02 03:04:05' f; stat f | grep -v -e Change -e Device";

test('stat prints the same as coreutils 9.1 and BusyBox 1.35', async () => {
  const stdout = [
    '  File: f',
    '  Size: 5         \tBlocks: 8          IO Block: 4096   regular file',
    'Access: (0640/-rw-r-----)  Uid: (    0/    root)   Gid: (    0/    root)',
    'Access: 2026-01-02 03:04:05.000000000 +0000',
    'Modify: 2026-01-02 03:04:05.000000000 +0000',
    '',
  ].join('\n');
  expect(await busybox('sh', script)).toEqual({ stdout, stderr: '', code: 0 });
  expect(await gnu('sh', script)).toEqual({ stdout: `${stdout} Birth: -\n`, stderr: '', code: 0 });
});
