import { describe, expect, test } from 'vitest';
import { DescribedContainer } from '../../../testing/described-container.ts';
import { scriptRunner } from '../../../testing/run-script.ts';

const MIB = 1_024 ** 2;
const size = { processors: 2, memoryBytes: 1_024 * MIB, diskBytes: 10_240 * MIB };
const container = { limits: { cpuMilli: 500, memoryBytes: 64 * MIB } };
const [gnu, busybox] = [await scriptRunner('debian', { node: { size } }), await scriptRunner('busybox', { node: { size }, container })];

describe('a container', () => {
  test.each([
    ['nproc; nproc --all; nproc --ignore=1; nproc --ignore=9', '2\n2\n1\n1\n'],
    ['grep -c ^processor /proc/cpuinfo', '2\n'],
    ['grep Mem /proc/meminfo', 'MemTotal:        1048576 kB\nMemFree:         1047552 kB\nMemAvailable:    1047552 kB\n'],
    ['cd /sys/fs/cgroup; cat cpu.max memory.max memory.current pids.current', '50000 100000\n67108864\n1048576\n2\n'],
    ['cat /sys/fs/cgroup/cpuset.cpus.effective /sys/fs/cgroup/pids.max', '0-1\nmax\n'],
    [
      'head -n 1 /proc/mounts; mount | tail -n 2 | head -n 1',
      'overlay / overlay rw,relatime 0 0\n/dev/vda1 on /etc/hostname type ext4 (rw,relatime)\n',
    ],
    ['uptime | cut -d, -f2-', '  0 users,  load average: 0.00, 0.00, 0.00\n'],
  ])('a container sees its node, and its own limits in control groups: %s', async (script, stdout) => {
    expect(await busybox('sh', script)).toEqual({ stdout, stderr: '', code: 0 });
  });

  test('a container without limits has unlimited control groups', async () => {
    expect(await gnu('sh', 'cd /sys/fs/cgroup; cat cpu.max memory.max')).toMatchObject({ stdout: 'max 100000\nmax\n' });
  });

  test("a container sees its root and volumes on its node's disk", async () => {
    expect(await busybox('sh', 'df -h')).toMatchObject({
      stdout: [
        'Filesystem                Size      Used Available Use% Mounted on',
        'overlay                  10.0G      2.1M     10.0G   0% /',
        'tmpfs                    64.0M         0     64.0M   0% /dev',
        '/dev/vda1                10.0G      2.1M     10.0G   0% /etc/hostname',
        '/dev/vda1                10.0G      2.1M     10.0G   0% /etc/resolv.conf',
        '',
      ].join('\n'),
    });
    // Each device once.
    expect(await gnu('sh', 'df -h')).toMatchObject({
      stdout: [
        'Filesystem      Size  Used Avail Use% Mounted on',
        'overlay          10G   47M   10G   1% /',
        'tmpfs            64M     0   64M   0% /dev',
        '/dev/vda1        10G   47M   10G   1% /etc/hostname',
        '',
      ].join('\n'),
    });
  });

  test.each([
    ['df /nope', 'df: /nope: No such file or directory\n', "df: /nope: can't find mount point\n"],
    ['df -z', "df: invalid option -- 'z'\nTry 'df --help' for more information.\n", "df: invalid option -- 'z'\n"],
    ['nproc --ignore=x', "nproc: invalid number: 'x'\n", "nproc: invalid number 'x'\n"],
    [
      'echo 1 > /sys/fs/cgroup/pids.max',
      'sh: 1: cannot create /sys/fs/cgroup/pids.max: Read-only file system\n',
      "sh: can't create /sys/fs/cgroup/pids.max: Read-only file system\n",
    ],
  ])('a tool reports its error: %s', async (script, fromGnu, fromBusybox) => {
    expect([(await gnu('sh', script)).stderr, (await busybox('sh', script)).stderr]).toEqual([fromGnu, fromBusybox]);
  });

  test('top of procps without -b requires a terminal', async () => {
    expect(await gnu('sh', 'top')).toMatchObject({ stderr: 'top: failed tty get\n', code: 1 });
  });
});

describe('a program that uses processor and memory', () => {
  const programs = { app: { cpu: { base: '1' }, memory: { base: '200Mi' } } };
  const started = (tools: 'busybox' | 'gnu', limits = {}) => new DescribedContainer({ tools, programs }).start({ limits });

  test("the busiest program is first in BusyBox's top, in shares of the node", async () => {
    const app = await (await started('busybox')).advance(60_000);
    expect(await app.exec('top', '-b', '-n', '1')).toBe(
      [
        'Mem: 205824K used, 8182784K free, 0K shrd, 0K buff, 0K cached',
        'CPU:  25% usr   0% sys   0% nic  75% idle   0% io   0% irq   0% sirq',
        'Load average: 1.00 1.00 1.00 1/2 2',
        '  PID  PPID USER     STAT   VSZ %VSZ %CPU COMMAND',
        '    1     0 root     S     202m   2%  25% app',
        '    2     0 root     R     2192   0%   0% top -b -n 1',
        '',
      ].join('\n'),
    );
    expect(await app.exec('ps')).toContain('    1 root      1:00 app\n');
  });

  test("the busiest program is first in procps' top, in shares of one processor and within its limit", async () => {
    const app = await (await started('gnu', { cpuMilli: 250 })).advance(60_000);
    expect(await app.exec('top', '-b', '-n', '1')).toBe(
      [
        'top - 00:01:00 up 1 min,  0 user,  load average: 0.25, 0.25, 0.25',
        'Tasks:   2 total,   1 running,   1 sleeping,   0 stopped,   0 zombie',
        '%Cpu(s):  6.3 us,  0.0 sy,  0.0 ni, 93.8 id,  0.0 wa,  0.0 hi,  0.0 si,  0.0 st ',
        'MiB Mem :   8192.0 total,   7991.0 free,    201.0 used,      0.0 buff/cache     ',
        'MiB Swap:      0.0 total,      0.0 free,      0.0 used.   7991.0 avail Mem ',
        '',
        '    PID USER      PR  NI    VIRT    RES    SHR S  %CPU  %MEM     TIME+ COMMAND',
        '      1 root      20   0  206992 205312      0 S  25.0   2.4   0:15.00 app',
        '      2 root      20   0    2192    512      0 R   0.0   0.0   0:00.00 top',
        '',
      ].join('\n'),
    );
    expect((await app.exec('ps', 'aux')).split('\n')[1]).toBe('root           1 25.0  2.4 206992 205312 ?       S    00:00   0:15 app');
    expect(await app.exec('cat', '/sys/fs/cgroup/cpu.stat')).toBe(
      'usage_usec 15000000\nuser_usec 15000000\nsystem_usec 0\nnr_throttled 600\nthrottled_usec 60000000\n',
    );
  });

  test('a resized container shows its new limits', async () => {
    const app = await started('busybox', { cpuMilli: 250 });
    expect(await app.exec('cat', '/sys/fs/cgroup/cpu.weight')).toBe('1\n');
    app.limit({ cpuRequestMilli: 1_000, cpuMilli: 1_000, memoryBytes: 300 * MIB + 5 });
    expect(await app.exec('cat', '/sys/fs/cgroup/cpu.weight')).toBe('100\n');
    expect(await app.exec('sh', '-c', 'cat /sys/fs/cgroup/*.max')).toBe('100000 100000\n314572800\nmax\n');
  });
});

test('mount lists mounts of a type', async () => {
  const { stdout } = await busybox('sh', 'mount -t cgroup2; mount -t nfs');
  expect(stdout).toBe('cgroup on /sys/fs/cgroup type cgroup2 (ro,relatime)\n');
});

test('top refreshes its screen as often as requested', async () => {
  const { stdout } = await busybox('sh', 'top -b -n 3 -d 2');
  expect(stdout.match(/^Load average/gm)?.length).toBe(3);
});
