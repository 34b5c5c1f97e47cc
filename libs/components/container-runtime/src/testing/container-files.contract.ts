import { FileTree } from '@klockwork/files';
import { ManualClock, StopSource } from '@klockwork/kernel';
import { type ContainerRuntime, type ContainerSpec, execOutput } from '@klockwork/pod-lifecycle';
import { advance, settle } from '@klockwork/userland/testing';
import { beforeEach, describe, expect, test } from 'vitest';
import { containerSpec } from './container-runtime.contract.ts';

const START = Date.parse('2026-01-01T00:00:00Z');
const SANDBOX = {
  ...{ uid: 'uid-1', namespace: 'default', name: 'web', hostname: 'web' },
  dns: { servers: ['10.96.0.10'], searches: ['default.svc.cluster.local', 'cluster.local'], options: ['ndots:5'] },
};

/** Contract of files and processes for each ContainerRuntime. `make` returns a runtime without latencies on a node with files `node`. */
export function containerFilesContract(name: string, make: (clock: ManualClock, node: FileTree) => ContainerRuntime): void {
  describe(`${name} keeps the contract of a container's files and processes`, () => {
    let clock: ManualClock;
    let node: FileTree;
    let runtime: ContainerRuntime;
    let sandboxId: string;
    beforeEach(async () => {
      clock = new ManualClock(START);
      node = new FileTree({ now: () => clock.now() });
      node.root.makeFolders('/volumes/data');
      runtime = make(clock, node);
      await runtime.pullImage('busybox');
      sandboxId = (await runtime.runSandbox(SANDBOX)).id;
    });

    const sh = async (script: string, fields: Partial<ContainerSpec> = {}) => {
      const spec = containerSpec({ image: 'busybox', command: ['sh', '-c', script], ...fields });
      const id = await runtime.createContainer(sandboxId, spec);
      await runtime.startContainer(id);
      await settle();
      return id;
    };
    const outcome = async (script: string, fields?: Partial<ContainerSpec>) => {
      const id = await sh(script, fields);
      await advance(clock, 1_000);
      const { exitCode } = runtime.reports().find((report) => report.id === id) ?? {};
      return { lines: runtime.logs(id, {}).map(({ text }) => text), exitCode };
    };

    test('a container has its host name and resolver written for it', async () => {
      expect(await outcome('cat /etc/hostname /etc/resolv.conf')).toEqual({
        lines: ['web', 'search default.svc.cluster.local cluster.local', 'nameserver 10.96.0.10', 'options ndots:5'],
        exitCode: 0,
      });
    });

    test('files written by a container are private, and deleted with the container', async () => {
      expect(await outcome('echo mine > /tmp/file; cat /tmp/file')).toEqual({ lines: ['mine'], exitCode: 0 });
      expect((await outcome('cat /tmp/file')).exitCode).toBe(1);
    });

    test('a mount is shared with the node and with other containers', async () => {
      const mounts = [{ containerPath: '/data', hostPath: '/volumes/data' }];
      await outcome('echo one > /data/file', { mounts });
      expect(node.root.read('/volumes/data/file')).toBe('one\n');
      node.root.write('/volumes/data/file', 'two\n');
      expect((await outcome('cat /data/file', { mounts })).lines).toEqual(['two']);
    });

    test('a read-only mount rejects writes', async () => {
      const mounts = [{ containerPath: '/data', hostPath: '/volumes/data', readOnly: true }];
      const { lines } = await outcome('echo one > /data/file', { mounts });
      expect(lines).toEqual([expect.stringContaining('Read-only file system')]);
      expect(node.root.list('/volumes/data')).toEqual([]);
    });

    test('a read-only root rejects writes, its mounts accept them', async () => {
      const mounts = [{ containerPath: '/data', hostPath: '/volumes/data' }];
      const { lines } = await outcome('echo one > /file; echo two > /data/file', { mounts, readOnlyRoot: true });
      expect([lines, node.root.read('/volumes/data/file')]).toEqual([[expect.stringContaining('Read-only file system')], 'two\n']);
    });

    test('a mount with a missing source is rejected', async () => {
      const mounts = [{ containerPath: '/data', hostPath: '/volumes/none' }];
      await expect(runtime.createContainer(sandboxId, containerSpec({ image: 'busybox', mounts }))).rejects.toThrow(
        'failed to stat "/volumes/none": stat /volumes/none: no such file or directory',
      );
    });

    test('a user other than root writes only own files', async () => {
      const user = { uid: 1_000, gid: 3_000, groups: [2_000] };
      const { lines } = await outcome('echo x > /tmp/mine; echo y > /etc/theirs', { user });
      expect(lines).toEqual([expect.stringContaining('Permission denied')]);
      node.root.changeOwner('/volumes/data', { gid: 2_000 });
      node.root.changeMode('/volumes/data', 0o2775);
      await outcome('echo z > /data/file', { user, mounts: [{ containerPath: '/data', hostPath: '/volumes/data' }] });
      expect(node.root.stat('/volumes/data/file')).toMatchObject({ uid: 1_000, gid: 2_000 });
    });

    test('a container starts in its working folder, created if missing', async () => {
      expect((await outcome('pwd', { workingDir: '/srv/app' })).lines).toEqual(['/srv/app']);
    });

    test('a container has a termination message', async () => {
      const terminationMessagePath = '/dev/termination-log';
      const id = await sh('echo so it ends > /dev/termination-log; exit 3', { terminationMessagePath });
      await advance(clock, 0);
      expect(runtime.reports().find((report) => report.id === id)).toMatchObject({ exitCode: 3, message: 'so it ends\n' });
    });

    test('memory devices exist', async () => {
      expect(await outcome('echo gone > /dev/null; cat /dev/null; echo shown > /dev/stdout; echo err > /dev/stderr')).toEqual({
        lines: ['shown', 'err'],
        exitCode: 0,
      });
    });

    test('a script in a volume runs with execute permission', async () => {
      node.root.write('/volumes/data/run', '#!/bin/sh\necho ran with $1\n');
      const mounts = [{ containerPath: '/data', hostPath: '/volumes/data' }];
      const start = async () => {
        const id = await runtime.createContainer(sandboxId, containerSpec({ image: 'busybox', command: ['/data/run', 'this'], mounts }));
        await runtime.startContainer(id);
        await settle();
        return runtime.logs(id, {}).map(({ text }) => text);
      };
      await expect(start()).rejects.toThrow('exec: "/data/run": permission denied');
      node.root.changeMode('/volumes/data/run', 0o755);
      expect(await start()).toEqual(['ran with this']);
    });

    test('a command beside the first process sees it in /proc, has a pid of its own, and may signal it', async () => {
      const id = await sh('trap "exit 5" TERM; while true; do sleep 1; done');
      const exec = async (script: string) => (await execOutput(runtime, id, ['sh', '-c', script], new StopSource())).output;
      expect((await exec('cat /proc/1/cmdline')).split('\0').slice(0, 2)).toEqual(['sh', '-c']);
      expect(await exec('kill -9 1; cat /proc/1/comm')).toBe('sh\n');
      await exec('kill 1');
      await advance(clock, 1_000);
      expect(runtime.reports().at(-1)).toMatchObject({ state: 'exited', exitCode: 5 });
    });

    test('containers with a shared PID namespace see and end each other, and none is PID 1', async () => {
      sandboxId = (await runtime.runSandbox({ ...SANDBOX, uid: 'uid-2', sharesProcesses: true })).id;
      const first = await sh('', { command: ['sleep', '100'] });
      const second = await sh('while true; do sleep 1; done', { name: 'other' });
      const exec = (script: string) => execOutput(runtime, second, ['sh', '-c', script], new StopSource());
      expect((await exec('cat /proc/2/cmdline')).output.split('\0').slice(0, 2)).toEqual(['sleep', '100']);
      await exec('kill 2');
      await advance(clock, 0);
      expect(runtime.reports().map(({ id, state, exitCode }) => [id, state, exitCode])).toEqual([
        [first, 'exited', 143],
        [second, 'running', undefined],
      ]);
      void runtime.stopContainer(second, 30_000);
      await advance(clock, 0);
      expect(runtime.reports().at(-1)).toMatchObject({ state: 'exited', exitCode: 143 });
    });

    test("a container in another's PID namespace ends with that container", async () => {
      const first = await sh('', { command: ['sleep', '100'] });
      const looker = await sh('while true; do sleep 1; done', { name: 'looker', processesOf: first });
      const { output } = await execOutput(runtime, looker, ['sh', '-c', 'cat /proc/1/cmdline; echo; cat /proc/2/comm'], new StopSource());
      expect(output).toBe('sleep\x00100\x00\nsh\n');
      void runtime.stopContainer(first, 0);
      await advance(clock, 0);
      expect(runtime.reports().map(({ id, exitCode }) => [id, exitCode])).toEqual([
        [first, 137],
        [looker, 137],
      ]);
      const late = containerSpec({ name: 'late', image: 'busybox', processesOf: first });
      const refused = `invalid target container: container "${first}" is not running - in state CONTAINER_EXITED`;
      await expect(runtime.createContainer(sandboxId, late)).rejects.toThrow(refused);
    });

    test('bytes that are no text pass through files unchanged', async () => {
      node.root.write('/volumes/data/bytes', '\0\xff\xfe');
      const mounts = [{ containerPath: '/data', hostPath: '/volumes/data' }];
      const id = await sh('cat /data/bytes > /data/copy; sleep 100', { mounts });
      await settle();
      expect(node.root.read('/volumes/data/copy')).toBe('\0\xff\xfe');
      expect(await execOutput(runtime, id, ['cat', '/data/copy'], new StopSource())).toEqual({ exitCode: 0, output: '\0\xff\xfe' });
    });
  });
}
