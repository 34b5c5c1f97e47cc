import { ManualClock, StoppedError, StopSource } from '@klockwork/kernel';
import type { ContainerReport, ContainerRuntime, ContainerSpec } from '@klockwork/pod-lifecycle';
import { execOutput, ImageError, RuntimeError } from '@klockwork/pod-lifecycle';
import { advance, settle } from '@klockwork/userland/testing';
import { beforeEach, describe, expect, test } from 'vitest';

const START = Date.parse('2026-01-01T00:00:00Z');
const SANDBOX = { uid: 'uid-1', namespace: 'default', name: 'web', hostname: 'web' };

/** Container spec from the fields relevant to a test. */
export function containerSpec(fields: Partial<ContainerSpec> & { image: string }): ContainerSpec {
  return { name: 'main', attempt: 0, env: {}, annotations: {}, ...fields };
}

/** Contract of each ContainerRuntime. `make` returns a runtime without latencies; its images include nginx and busybox. */
export function containerRuntimeContract(name: string, make: (clock: ManualClock) => ContainerRuntime): void {
  describe(`${name} keeps the contract of a container runtime`, () => {
    let clock: ManualClock;
    let runtime: ContainerRuntime;
    let changes: ContainerReport[];
    beforeEach(() => {
      clock = new ManualClock(START);
      runtime = make(clock);
      changes = [];
      runtime.onChange((report) => changes.push(report));
    });

    const run = async (fields: Partial<ContainerSpec> & { image: string }): Promise<string> => {
      await runtime.pullImage(fields.image);
      const sandbox = await runtime.runSandbox(SANDBOX);
      const id = await runtime.createContainer(sandbox.id, containerSpec(fields));
      await runtime.startContainer(id);
      await settle();
      return id;
    };
    const sh = (script: string) => run({ image: 'busybox:1.36', command: ['sh', '-c', script] });
    const texts = (id: string) => runtime.logs(id, {}).map(({ text }) => text);
    const states = () => changes.map(({ state, exitCode }) => (exitCode === undefined ? state : `${state} ${exitCode}`));

    test('sandboxes have distinct addresses, which are freed with them', async () => {
      const [a, b] = [await runtime.runSandbox(SANDBOX), await runtime.runSandbox({ ...SANDBOX, uid: 'uid-2' })];
      expect(a.ip).not.toBe(b.ip);
      expect(a.id).not.toBe(b.id);
      await runtime.stopSandbox(a.id);
      await runtime.stopSandbox(a.id);
    });

    test('a pulled image exists', async () => {
      expect(runtime.hasImage('nginx')).toBeUndefined();
      const pulled = await runtime.pullImage('nginx');
      expect(runtime.hasImage('docker.io/library/nginx:latest')).toEqual({ imageId: pulled.imageId });
      expect(pulled.sizeBytes).toBeGreaterThan(0);
    });

    test('a removed image has no name left', async () => {
      const { imageId } = await runtime.pullImage('nginx');
      runtime.removeImage(imageId);
      expect([runtime.images(), runtime.hasImage('nginx')]).toEqual([[], undefined]);
    });

    test('an image that does not exist is refused', async () => {
      await expect(runtime.pullImage('my-app:1.0.0')).rejects.toThrow(ImageError);
    });

    test('a container is created, runs and reports how it ended', async () => {
      const id = await sh('echo hello; sleep 5; exit 3');
      expect(states()).toEqual(['running']);
      await advance(clock, 5_000);
      expect(states()).toEqual(['running', 'exited 3']);
      expect(runtime.reports().find((report) => report.id === id)).toMatchObject({
        state: 'exited',
        exitCode: 3,
        reason: 'Error',
        startedAt: START,
        finishedAt: START + 5_000,
      });
    });

    test('a container with a missing program fails to start', async () => {
      await runtime.pullImage('busybox');
      const sandbox = await runtime.runSandbox(SANDBOX);
      const id = await runtime.createContainer(sandbox.id, containerSpec({ image: 'busybox', command: ['foo'] }));
      await expect(runtime.startContainer(id)).rejects.toThrow(RuntimeError);
      expect(changes).toMatchObject([{ state: 'exited', exitCode: 128, reason: 'StartError' }]);
      expect(changes[0]?.message).toContain('exec: "foo": executable file not found in $PATH');
    });

    test('a server obeys TERM at once', async () => {
      const id = await run({ image: 'nginx' });
      const stopped = runtime.stopContainer(id, 30_000);
      await advance(clock, 0);
      await stopped;
      expect(states()).toEqual(['running', 'exited 0']);
      expect(clock.now()).toBe(START);
    });

    test('a shell without a trap takes the whole grace period and is killed', async () => {
      const id = await sh('while true; do sleep 1; done');
      void runtime.stopContainer(id, 30_000);
      await advance(clock, 29_999);
      expect(states()).toEqual(['running']);
      await advance(clock, 1);
      expect(states()).toEqual(['running', 'exited 137']);
    });

    test('a shorter grace period of a later stop applies', async () => {
      const id = await run({ image: 'busybox', command: ['sleep', '3600'] });
      void runtime.stopContainer(id, 30_000);
      await advance(clock, 1_000);
      void runtime.stopContainer(id, 1_000);
      await advance(clock, 1_000);
      expect(changes.at(-1)).toMatchObject({ exitCode: 137, finishedAt: START + 2_000 });
    });

    test('output appears at once, with its time', async () => {
      const id = await sh('echo one; sleep 2; echo two >&2');
      expect(texts(id)).toEqual(['one']);
      await advance(clock, 2_000);
      expect(runtime.logs(id, {})).toEqual([
        { sequence: 0, at: START, stream: 'stdout', text: 'one' },
        { sequence: 1, at: START + 2_000, stream: 'stderr', text: 'two' },
      ]);
    });

    test('logs are filtered by tail, time and offset', async () => {
      const id = await sh('for i in 1 2 3 4; do echo $i; sleep 1; done');
      await advance(clock, 4_000);
      const ask = (query: Parameters<ContainerRuntime['logs']>[1]) => runtime.logs(id, query).map(({ text }) => text);
      expect(ask({ tailLines: 2 })).toEqual(['3', '4']);
      expect(ask({ tailLines: 0 })).toEqual([]);
      expect(ask({ sinceTime: START + 1_000 })).toEqual(['2', '3', '4']);
      expect(ask({ from: 1, linesMax: 2 })).toEqual(['2', '3']);
    });

    test('a follower gets each line, and the end', async () => {
      const id = await sh('echo one; sleep 1; echo two; sleep 1; echo three');
      const seen: string[] = [];
      runtime.followLogs(id, { line: ({ text }) => seen.push(text), end: () => seen.push('END') });
      await advance(clock, 3_000);
      expect(seen).toEqual(['two', 'three', 'END']);
      runtime.followLogs(id, { line: ({ text }) => seen.push(text), end: () => seen.push('END AGAIN') });
      expect(seen.at(-1)).toBe('END AGAIN');
    });

    test("exec runs a command with the container's files, and returns its exit code", async () => {
      const id = await sh('touch /tmp/healthy; sleep 30; rm -rf /tmp/healthy; sleep 600');
      const cat = () => execOutput(runtime, id, ['cat', '/tmp/healthy'], new StopSource());
      expect(await cat()).toEqual({ exitCode: 0, output: '' });
      await advance(clock, 30_000);
      expect(await cat()).toEqual({ exitCode: 1, output: "cat: can't open '/tmp/healthy': No such file or directory\n" });
      expect(texts(id)).toEqual([]);
    });

    test('exec of a long command can be stopped, and ends with its container', async () => {
      const id = await sh('sleep 600');
      const stop = new StopSource();
      const stopped = execOutput(runtime, id, ['sleep', '100'], stop);
      const killed = execOutput(runtime, id, ['sh', '-c', 'echo begun; sleep 100'], new StopSource());
      stop.stop();
      await expect(stopped).rejects.toThrow(StoppedError);
      void runtime.stopContainer(id, 0);
      await advance(clock, 0);
      expect(await killed).toEqual({ exitCode: 137, output: 'begun\n' });
    });

    test('a command that is not there, or whose container has ended, cannot be run', async () => {
      const id = await sh('sleep 1');
      await expect(execOutput(runtime, id, ['foo'], new StopSource())).rejects.toThrow(/exec: "foo": executable file not found in \$PATH/);
      await advance(clock, 1_000);
      await expect(execOutput(runtime, id, ['true'], new StopSource())).rejects.toThrow(RuntimeError);
    });

    test('a port responds while a container of the sandbox listens', async () => {
      const id = await run({ image: 'nginx' });
      const sandboxId = runtime.reports()[0]?.sandboxId ?? '';
      const get = (path: string) => runtime.reach(sandboxId, 80, { type: 'http', path, tls: false });
      expect(await get('/')).toMatchObject({ type: 'http', status: 200 });
      expect(await get('/nothing?a=b')).toMatchObject({ type: 'http', status: 404 });
      expect(await runtime.reach(sandboxId, 80, { type: 'tcp' })).toEqual({ type: 'accepted' });
      expect(await runtime.reach(sandboxId, 81, { type: 'tcp' })).toEqual({ type: 'refused' });
      void runtime.stopContainer(id, 30_000);
      await advance(clock, 0);
      expect(await get('/')).toEqual({ type: 'refused' });
    });

    test('a connection carries bytes to a server and back, each way to its end', async () => {
      await run({ image: 'nginx' });
      const sandboxId = runtime.reports()[0]?.sandboxId ?? '';
      const connection = await runtime.connect(sandboxId, 80);
      connection.write('GET /nothing HTTP/1.0\r\n\r\n');
      connection.end();
      let answer = '';
      for (let bytes = await connection.read(); bytes !== undefined; bytes = await connection.read()) answer += bytes;
      expect(answer).toMatch(/^HTTP\/1\.1 404 Not Found\r\n/);
      connection.close();
      await expect(connection.read()).rejects.toThrow(StoppedError);
    });

    test('a connection to a closed port is refused, and one to a missing pod times out', async () => {
      const { id } = await runtime.runSandbox(SANDBOX);
      await expect(runtime.connect(id, 80)).rejects.toMatchObject({ failure: 'refused' });
      await runtime.stopSandbox(id);
      await expect(runtime.connect(id, 80)).rejects.toMatchObject({ failure: 'timeout' });
    });

    test('a connection from outside reaches the address of a pod, and a closed port refuses it', async () => {
      await run({ image: 'nginx' });
      const sandboxId = runtime.reports()[0]?.sandboxId ?? '';
      for (const from of ['node', 'outside'] as const) {
        const connection = await runtime.connect(sandboxId, 80, from);
        connection.write('GET / HTTP/1.0\r\n\r\n');
        expect(await connection.read()).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
        connection.close();
        await expect(runtime.connect(sandboxId, 81, from)).rejects.toMatchObject({ failure: 'refused' });
      }
    });

    test('a connection ends with its peer process', async () => {
      const id = await run({ image: 'nginx' });
      const connection = await runtime.connect(runtime.reports()[0]?.sandboxId ?? '', 80);
      const reading = connection.read();
      void runtime.stopContainer(id, 0);
      await advance(clock, 0);
      expect(await reading).toBeUndefined();
      await expect(connection.write('x')).rejects.toMatchObject({ failure: 'reset' });
    });

    test('a removed container has no log', async () => {
      const id = await sh('echo done');
      await advance(clock, 0);
      runtime.removeContainer(id);
      expect(runtime.reports()).toEqual([]);
      expect(() => runtime.logs(id, {})).toThrow(RuntimeError);
    });

    test('a node without power reports nothing', async () => {
      await sh('while true; do echo x; sleep 1; done');
      runtime.shutDown();
      await advance(clock, 10_000);
      expect(states()).toEqual(['running']);
    });
  });
}
