import type { Container, Pod, Probe } from '@klockwork/kubernetes-types';
import { RuntimeError } from '@klockwork/pod-lifecycle';
import { beforeEach, describe, expect, test } from 'vitest';
import { KubeletLab } from './testing/kubelet-lab.ts';

let kubelet: KubeletLab;
beforeEach(async () => {
  kubelet = new KubeletLab();
  await kubelet.boot('node-1');
  // Past the period in which a just started kubelet spreads probes.
  await kubelet.lab.advance(60_000);
});

const check = { exec: { command: ['check'] } };
const probe = (fields: Partial<Probe>): Probe => ({
  periodSeconds: 10,
  timeoutSeconds: 1,
  successThreshold: 1,
  failureThreshold: 3,
  ...fields,
});

async function run(probes: Partial<Container>): Promise<Pod> {
  return kubelet.run({ spec: { containers: [{ name: 'web', image: 'nginx:1.27', ...probes }] } });
}

const status = async () => (await kubelet.pod())?.status?.containerStatuses?.[0];
const podWrites = () => kubelet.lab.api.log.events.filter(({ key }) => key.resource === 'pods');
const unhealthy = async () => (await kubelet.events('web')).filter((text) => text.startsWith('Unhealthy'));

describe('a pod with probes', () => {
  test('a timer of a probe that repeats its result is upkeep', async () => {
    kubelet.runtime().onExec = async () => ({ exitCode: 0, output: '' });
    await run({ livenessProbe: probe({ ...check, initialDelaySeconds: 60 }) });
    const timer = () => kubelet.lab.clock.pending().find(({ timer }) => timer.name === 'liveness-probe')?.timer;
    await kubelet.lab.advance(30_000);
    expect(timer()).not.toHaveProperty('upkeep');
    await kubelet.lab.advance(60_000);
    expect(timer()).toHaveProperty('upkeep', true);
  });

  test('a pod is Ready after its readiness probe, with that timer as cause', async () => {
    kubelet.runtime().onReach = async () => ({ type: 'http', status: kubelet.lab.clock.now() < readyAt ? 503 : 200, body: '' });
    const readyAt = kubelet.lab.clock.now() + 20_000;
    await run({ readinessProbe: probe({ httpGet: { port: 80, path: '/ready', scheme: 'HTTP' } }) });
    expect(await status()).toMatchObject({ ready: false, started: true });
    await kubelet.lab.advance(19_999);
    expect(await status()).toMatchObject({ ready: false, started: true });
    await kubelet.lab.advance(1);
    expect(await status()).toMatchObject({ ready: true, started: true, restartCount: 0 });
    expect(podWrites().at(-1)).toMatchObject({
      at: readyAt,
      cause: { trigger: 'timer', name: 'readiness-probe', revision: expect.any(Number) },
    });
    expect(await unhealthy()).toEqual(['Unhealthy: Readiness probe failed: HTTP probe failed with statuscode: 503']);
  });

  test('a container restarts at the third failure, with the timer as cause', async () => {
    const failsAt = kubelet.lab.clock.now() + 30_000;
    kubelet.runtime().onExec = async () =>
      kubelet.lab.clock.now() < failsAt ? { exitCode: 0, output: '' } : { exitCode: 1, output: 'gone\n' };
    await run({
      livenessProbe: probe({ ...check, periodSeconds: 5 }),
      readinessProbe: probe({ tcpSocket: { port: 80 }, periodSeconds: 5 }),
    });
    await kubelet.lab.advance(39_999);
    expect(await status()).toMatchObject({ restartCount: 0 });
    await kubelet.lab.advance(1);
    expect(await status()).toMatchObject({
      restartCount: 1,
      state: { running: { startedAt: new Date(failsAt + 10_000).toISOString().replace('.000', '') } },
      lastState: { terminated: { exitCode: 0 } },
    });
    expect(await kubelet.events('web')).toContain('Killing: Container web failed liveness probe, will be restarted');
    const killing = kubelet.lab.api.log.events.find(
      ({ key, object }) => key.resource === 'events' && JSON.stringify(object).includes('will be restarted'),
    );
    expect(killing).toMatchObject({
      at: failsAt + 10_000,
      cause: { trigger: 'timer', name: 'liveness-probe', revision: expect.any(Number) },
    });
    expect(podWrites().map(({ cause }) => cause)).toContainEqual(expect.objectContaining({ trigger: 'runtime', timer: 'liveness-probe' }));
  });

  test('probe timers name their pod, and are upkeep once the probe has a result', async () => {
    await run({ startupProbe: probe(check), livenessProbe: probe(check), readinessProbe: probe(check) });
    const timers = () => kubelet.lab.clock.pending().flatMap(({ timer }) => (timer.name.endsWith('-probe') ? [timer] : []));
    const timer = (name: string) => ({ name, upkeep: true, object: 'pods/default/web' });
    await kubelet.lab.advance(10_000);
    expect(timers()).toEqual(expect.arrayContaining([timer('readiness-probe'), timer('liveness-probe')]));
    await kubelet.delete();
    expect(timers()).toEqual([]);
  });

  test('a first probe has a work timer', async () => {
    await run({ readinessProbe: probe({ ...check, initialDelaySeconds: 30 }) });
    const timers = () => kubelet.lab.clock.pending().flatMap(({ timer }) => (timer.name === 'readiness-probe' ? [timer] : []));
    expect(timers()).toEqual([{ name: 'readiness-probe', object: 'pods/default/web' }]);
    await kubelet.lab.advance(40_000);
    expect(timers()).toEqual([{ name: 'readiness-probe', upkeep: true, object: 'pods/default/web' }]);
  });

  test.each<[string, Partial<Probe>, string]>([
    ['a command', check, 'command timed out: "check" timed out after 2s'],
    [
      'HTTP',
      { httpGet: { port: 80, path: '/', scheme: 'HTTP' } },
      'Get "http://10.244.1.1:80/": context deadline exceeded (Client.Timeout exceeded while awaiting headers)',
    ],
    ['TCP', { tcpSocket: { port: 80 } }, 'dial tcp 10.244.1.1:80: i/o timeout'],
    [
      'gRPC',
      { grpc: { port: 80, service: '' } },
      'timeout: failed to connect service "10.244.1.1:80" within 2s: context deadline exceeded',
    ],
  ])('a probe awaits %s for its time-out, on the lab’s clock', async (_, how, text) => {
    kubelet.runtime().onExec = () => new Promise(() => {});
    kubelet.runtime().onReach = () => new Promise(() => {});
    await run({ readinessProbe: probe({ ...how, timeoutSeconds: 2, failureThreshold: 1 }) });
    await kubelet.lab.advance(1_999);
    expect(await unhealthy()).toEqual([]);
    expect(kubelet.lab.context.activity.state().idle).toBe(true);
    await kubelet.lab.advance(1);
    expect(await unhealthy()).toEqual([`Unhealthy: Readiness probe failed: ${text}`]);
    expect(kubelet.lab.clock.pending().filter(({ timer }) => timer.name === 'probe-timeout')).toEqual([]);
  });

  test('a refused gRPC probe redials until its time-out', async () => {
    await run({ readinessProbe: probe({ grpc: { port: 80, service: '' } }) });
    await kubelet.lab.advance(999);
    expect(await unhealthy()).toEqual([]);
    await kubelet.lab.advance(1);
    expect(await unhealthy()).toHaveLength(1);
  });

  test('a probe that cannot run is attempted three times at once', async () => {
    let asked = 0;
    kubelet.runtime().onExec = async () => {
      asked += 1;
      throw new RuntimeError('no such executable');
    };
    await run({ readinessProbe: probe(check) });
    expect(asked).toBe(3);
    expect(await unhealthy()).toEqual([
      'Unhealthy: Readiness probe errored and resulted in unknown state: rpc error: code = Unknown desc = no such executable',
    ]);
  });

  test('a probe of another host is not sent', async () => {
    await run({ readinessProbe: probe({ tcpSocket: { port: 80, host: '127.0.0.1' } }) });
    expect(await unhealthy()).toEqual(['Unhealthy: Readiness probe failed: dial tcp 127.0.0.1:80: connect: connection refused']);
  });

  test('a running probe ends with its node', async () => {
    let stopped = false;
    kubelet.runtime().onExec = (_name, _command, stop) =>
      new Promise(() => {
        stop.onStop(() => {
          stopped = true;
        });
      });
    await run({ livenessProbe: probe({ ...check, timeoutSeconds: 5 }) });
    await kubelet.lab.advance(10_500);
    await kubelet.stop();
    expect(stopped).toBe(true);
    expect(kubelet.lab.clock.pending().filter(({ timer }) => timer.name.includes('probe'))).toEqual([]);
  });
});
