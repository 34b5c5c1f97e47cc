import { ManualClock, SeededRandom } from '@klockwork/kernel';
import { advance } from '@klockwork/userland/testing';
import { describe, expect, test } from 'vitest';
import type { LatencyProfile } from './latency.ts';
import { SimulatedRuntime } from './simulated-runtime.ts';
import { containerRuntimeContract, containerSpec } from './testing/container-runtime.contract.ts';

const START = Date.parse('2026-01-01T00:00:00Z');

function runtimeOn(clock: ManualClock, profile: LatencyProfile): SimulatedRuntime {
  return new SimulatedRuntime({ clock, random: new SeededRandom(7), profile, podCidr: '10.244.3.0/24' });
}

containerRuntimeContract('the simulated runtime', (clock) => runtimeOn(clock, 'fast'));

describe('a simulated node', () => {
  test('a node assigns pod addresses from its range, and reports its exhaustion', async () => {
    const runtime = runtimeOn(new ManualClock(START), 'fast');
    const sandbox = (uid: number) => runtime.runSandbox({ uid: String(uid), namespace: 'a', name: 'b', hostname: 'b' });
    const first = await sandbox(0);
    for (let uid = 1; uid < 253; uid++) await sandbox(uid);
    expect(first.ip).toBe('10.244.3.2');
    await expect(sandbox(253)).rejects.toThrow('no IP addresses available in range set: 10.244.3.1-10.244.3.254');
    await runtime.stopSandbox(first.id);
    expect((await sandbox(254)).ip).toBe('10.244.3.2');
  });

  test('latencies depend on image size, and are equal for equal seeds', async () => {
    const pull = async (image: string) => {
      const clock = new ManualClock(START);
      const pulling = runtimeOn(clock, 'realistic').pullImage(image);
      await advance(clock, 60_000);
      return (await pulling).tookMs;
    };
    const [nginx, busybox] = [await pull('nginx'), await pull('busybox')];
    expect(nginx).toBeGreaterThan(busybox * 2);
    expect(await pull('nginx')).toBe(nginx);
  });

  test('a busy loop gets only its share, and can be killed', async () => {
    const clock = new ManualClock(START);
    const runtime = runtimeOn(clock, 'fast');
    await runtime.pullImage('busybox');
    const { id: sandbox } = await runtime.runSandbox({ uid: 'u', namespace: 'a', name: 'b', hostname: 'b' });
    const id = await runtime.createContainer(sandbox, containerSpec({ image: 'busybox', command: ['sh', '-c', 'while true; do :; done'] }));
    await runtime.startContainer(id);
    await advance(clock, 200);
    void runtime.stopContainer(id, 0);
    await advance(clock, 0);
    expect(runtime.reports()[0]).toMatchObject({ state: 'exited', exitCode: 137 });
  });

  test('a log keeps its newest lines within its size limit', async () => {
    const clock = new ManualClock(START);
    const runtime = new SimulatedRuntime({
      clock,
      random: new SeededRandom(7),
      profile: 'fast',
      podCidr: '10.244.3.0/24',
      logBytesMax: 500,
    });
    await runtime.pullImage('busybox');
    const { id: sandbox } = await runtime.runSandbox({ uid: 'u', namespace: 'a', name: 'b', hostname: 'b' });
    const id = await runtime.createContainer(sandbox, containerSpec({ image: 'busybox', command: ['seq', '100'] }));
    await runtime.startContainer(id);
    await advance(clock, 0);
    const lines = runtime.logs(id, {});
    expect(lines.at(-1)).toMatchObject({ sequence: 99, text: '100' });
    expect(lines.length).toBe(11);
    expect(runtime.logs(id, { from: 95 }).map(({ text }) => text)).toEqual(['96', '97', '98', '99', '100']);
  });

  test('a port is bound once in a pod: the second server exits', async () => {
    const clock = new ManualClock(START);
    const runtime = runtimeOn(clock, 'fast');
    await runtime.pullImage('nginx');
    const { id: sandbox } = await runtime.runSandbox({ uid: 'u', namespace: 'a', name: 'b', hostname: 'b' });
    const run = async (name: string) => {
      const id = await runtime.createContainer(sandbox, containerSpec({ name, image: 'nginx' }));
      await runtime.startContainer(id);
      await advance(clock, 0);
      return id;
    };
    const [first, second] = [await run('first'), await run('second')];
    expect(runtime.reports().map(({ state, exitCode }) => [state, exitCode])).toEqual([
      ['running', undefined],
      ['exited', 1],
    ]);
    expect(runtime.logs(second, {}).map(({ text }) => text)).toEqual(['listen tcp :80: bind: address already in use']);
    void runtime.stopContainer(first, 0);
    await advance(clock, 0);
    await run('third');
    expect(runtime.reports().at(-1)?.state).toBe('running');
  });

  test('a program with commands runs the one in its first argument', async () => {
    const clock = new ManualClock(START);
    const runtime = runtimeOn(clock, 'fast');
    const image = 'registry.k8s.io/e2e-test-images/agnhost:2.40';
    await runtime.pullImage(image);
    const { id: sandbox } = await runtime.runSandbox({ uid: 'u', namespace: 'a', name: 'b', hostname: 'b' });
    for (const args of [[], ['netexec'], ['dance']]) {
      const id = await runtime.createContainer(sandbox, containerSpec({ image, args }));
      await runtime.startContainer(id);
      await advance(clock, 0);
    }
    expect(runtime.reports().map(({ state, exitCode }) => [state, exitCode])).toEqual([
      ['running', undefined],
      ['running', undefined],
      ['exited', 1],
    ]);
    expect(await runtime.reach(sandbox, 8080, { type: 'http', path: '/hostname', tls: false })).toMatchObject({ status: 200 });
  });

  test('agnhost netexec listens on its port argument, and logs the port', async () => {
    const clock = new ManualClock(START);
    const runtime = runtimeOn(clock, 'fast');
    const image = 'registry.k8s.io/e2e-test-images/agnhost:2.53';
    await runtime.pullImage(image);
    const { id: sandbox } = await runtime.runSandbox({ uid: 'u', namespace: 'a', name: 'b', hostname: 'b' });
    const id = await runtime.createContainer(sandbox, containerSpec({ image, command: ['/agnhost', 'netexec', '--http-port=9090'] }));
    await runtime.startContainer(id);
    await advance(clock, 0);
    expect(runtime.logs(id, {}).map(({ text }) => text)).toEqual([
      'I0101 00:00:00.000000       1 log.go:195] Started HTTP server on port 9090',
      'I0101 00:00:00.000000       1 log.go:195] Started UDP server on port  8081',
    ]);
    expect(await runtime.reach(sandbox, 9090, { type: 'http', path: '/hostname', tls: false })).toMatchObject({ status: 200 });
  });

  test('placeholders of an image description are expanded at start', async () => {
    const clock = new ManualClock(START);
    const runtime = runtimeOn(clock, 'fast');
    await runtime.pullImage('nginx:1.27.3');
    const { id: sandbox } = await runtime.runSandbox({ uid: 'u', namespace: 'a', name: 'b', hostname: 'b' });
    const id = await runtime.createContainer(sandbox, containerSpec({ image: 'nginx:1.27.3' }));
    await runtime.startContainer(id);
    await advance(clock, 0);
    expect(runtime.logs(id, {}).map(({ text }) => text)).toContain('2026/01/01 00:00:00 [notice] 1#1: nginx/1.27.3');
  });
});
