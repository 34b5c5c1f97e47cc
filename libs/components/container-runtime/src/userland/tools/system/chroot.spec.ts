import { describe, expect, test } from 'vitest';
import { containerSpec } from '../../../testing/container-runtime.contract.ts';
import { NetworkLab } from '../../../testing/network-lab.ts';
import { scriptRunner } from '../../../testing/run-script.ts';

const container = { mounts: [{ containerPath: '/host', hostPath: '/' }] };
const [busybox, gnu] = [await scriptRunner('busybox', { container }), await scriptRunner('debian', { container })];

describe('chroot', () => {
  test.each([
    ['chroot /host ls -d /usr/bin /bin', '/bin\n/usr/bin\n'],
    ['chroot /host ls /none 2>&1; chroot /host pwd', "ls: cannot access '/none': No such file or directory\n/\n"],
    ['echo kept > /host/tmp-file; chroot /host cat /tmp-file; cat /host/tmp-file', 'kept\nkept\n'],
    ['chroot /host sh -c "cd /usr; pwd; cd ../..; pwd; ls -d /host 2>/dev/null || echo no host here"', '/usr\n/\nno host here\n'],
    ['echo "echo from a shell" | chroot /host 2>/dev/null', 'from a shell\n'],
    ['chroot /host chroot /usr /bin/pwd; ls -d /host', '/\n/host\n'],
  ])("chroot runs a command in a node's root: %s", async (script, stdout) => {
    expect(await busybox('sh', script)).toMatchObject({ stdout, code: 0 });
  });

  test.each([
    [
      'chroot /none ls',
      ["chroot: can't change root directory to '/none': No such file or directory\n", 1],
      ["chroot: cannot change root directory to '/none': No such file or directory\n", 125],
    ],
    [
      'chroot /host nothing',
      ["chroot: can't execute 'nothing': No such file or directory\n", 127],
      ["chroot: failed to run command 'nothing': No such file or directory\n", 127],
    ],
    [
      'mkdir -p /empty; chroot /empty',
      ["chroot: can't execute '/bin/sh': No such file or directory\n", 127],
      ["chroot: failed to run command '/bin/sh': No such file or directory\n", 127],
    ],
  ])('chroot reports its error: %s', async (script, [ofBusybox, busyboxCode], [ofGnu, gnuCode]) => {
    expect(await busybox('sh', script)).toMatchObject({ stderr: ofBusybox, code: busyboxCode });
    expect(await gnu('sh', script)).toMatchObject({ stderr: ofGnu, code: gnuCode });
  });

  test('chroot requires root', async () => {
    const user = await scriptRunner('busybox', { container: { user: { uid: 1_000, gid: 1_000 } } });
    expect(await user('sh', 'chroot / ls')).toMatchObject({
      stderr: "chroot: can't change root directory to '/': Operation not permitted\n",
      code: 1,
    });
  });
});

describe('/proc/PID/root', () => {
  test('/proc/PID/root leads a debugging container to files and mounts of its target', async () => {
    const lab = new NetworkLab();
    const script = 'echo there > /note; sleep infinity';
    const target = await lab.pod(1, 'nginx', { command: ['sh', '-c', script], mounts: container.mounts });
    const spec = containerSpec({ name: 'debugger', image: 'busybox', command: ['sleep', 'infinity'], processesOf: target.id });
    const runtime = lab.node(1);
    await runtime.pullImage('busybox');
    const id = await runtime.createContainer(target.sandboxId, spec);
    await runtime.startContainer(id);
    const shown = async (...command: string[]) => {
      const { stdout, stderr, code } = await lab.run({ ...target, id }, command);
      return [stdout + stderr, code];
    };
    expect(await shown('cat', '/proc/1/root/note')).toEqual(['there\n', 0]);
    expect(await shown('ls', '/proc/1/root/etc/nginx')).toEqual([expect.stringContaining('nginx.conf\n'), 0]);
    expect(await shown('ls', '/proc/1/root/host/usr')).toEqual(['bin\nlib\nsbin\n', 0]);
    expect(await shown('readlink', '/proc/1/root')).toEqual(['/\n', 0]);
    expect(await shown('chroot', '/proc/1/root', 'cat', '/note')).toEqual(['there\n', 0]);
    expect(await shown('cat', '/note')).toEqual(["cat: can't open '/note': No such file or directory\n", 1]);
  });
});
