import type { Container, Pod, PodSpec } from '@klockwork/kubernetes-types';
import { RuntimeError } from '@klockwork/pod-lifecycle';
import { beforeEach, describe, expect, test } from 'vitest';
import { KubeletLab } from './testing/kubelet-lab.ts';

let kubelet: KubeletLab;
beforeEach(async () => {
  kubelet = new KubeletLab();
  await kubelet.boot('node-1');
});

const run = (more: Partial<Container>, spec: Partial<PodSpec> = {}): Promise<Pod> =>
  kubelet.run({ spec: { containers: [{ name: 'web', image: 'nginx:1.27', ...more }], ...spec } });
const status = async () => (await kubelet.pod())?.status?.containerStatuses?.[0];
const state = async () => Object.keys((await status())?.state ?? {})[0];
const podWrites = () => kubelet.lab.api.log.events.filter(({ key }) => key.resource === 'pods');
const pending = () => kubelet.lab.clock.pending().map(({ timer }) => timer.name);
const exec = (...command: string[]) => ({ exec: { command } });

describe('a container with a postStart hook', () => {
  test('a container runs after its postStart sleep, with that timer as cause', async () => {
    await run({ lifecycle: { postStart: { sleep: { seconds: 5 } } } });
    expect(pending()).toContain('lifecycle-hook-sleep');
    await kubelet.lab.advance(4_999);
    expect(await state()).toBe('waiting');
    await kubelet.lab.advance(1);
    expect(await state()).toBe('running');
    expect(podWrites().at(-1)?.cause).toMatchObject({ trigger: 'runtime', name: 'hook-ended', timer: 'lifecycle-hook-sleep' });
  });

  test('a failed postStart command is reported with its output, and ends the container', async () => {
    kubelet.runtime().onExec = async (_container, _command, _stop, session) => {
      void session.write('stderr', 'no such host\n');
      return { exitCode: 7, output: 'greeting\n' };
    };
    await run({ lifecycle: { postStart: exec('greet', 'all') } }, { restartPolicy: 'Always' });
    await kubelet.lab.advance(2_000);
    const pod = await kubelet.pod();
    expect((await status())?.state?.waiting).toEqual({
      reason: 'CrashLoopBackOff',
      message: `back-off 10s restarting failed container=web pod=web_default(${pod?.metadata?.uid})`,
    });
    const shown = podWrites().flatMap(({ object }) => {
      const waiting = (object as Pod).status?.containerStatuses?.[0]?.state?.waiting;
      return waiting?.reason === 'PostStartHookError' ? [waiting.message] : [];
    });
    expect(shown[0]).toBe(
      `Exec lifecycle hook ([greet all]) for Container "web" in Pod "web_default(${pod?.metadata?.uid})" failed - error: command 'greet all' exited with 7: no such host\n, message: "greeting\\nno such host\\n"`,
    );
    const events = await kubelet.events('web');
    expect(events).toEqual(expect.arrayContaining(['FailedPostStartHook: PostStartHook failed', 'Killing: FailedPostStartHook']));
  });

  test("a postStart hook may request its own pod's port, and any answer counts", async () => {
    const asked: number[] = [];
    kubelet.runtime().onReach = async (port) => {
      asked.push(port);
      return { type: 'http', status: 500, body: '' };
    };
    await run({ lifecycle: { postStart: { httpGet: { port: 80, path: '/hello' } } } });
    expect(asked).toEqual([80]);
    expect(await state()).toBe('running');
  });

  test('a postStart hook over HTTPS falls back to HTTP, with an event', async () => {
    kubelet.runtime().onReach = async (_, request) =>
      request.type === 'http' && !request.tls ? { type: 'http', status: 200, body: '' } : { type: 'accepted' };
    const pod = await run({ lifecycle: { postStart: { httpGet: { port: 80, path: '/hello', scheme: 'HTTPS' } } } });
    expect(await state()).toBe('running');
    expect(await kubelet.events('web')).toContain(
      `LifecycleHTTPFallback: request to HTTPS lifecycle hook ${pod.status?.podIP}:80 got HTTP response, retry with HTTP succeeded`,
    );
  });

  test('a postStart command that cannot run ends the container', async () => {
    kubelet.runtime().onExec = async () => {
      throw new RuntimeError('no such file');
    };
    await run({ lifecycle: { postStart: exec('greet') } }, { restartPolicy: 'Never' });
    expect(await state()).toBe('terminated');
    expect(await kubelet.events('web')).toContain('FailedPostStartHook: PostStartHook failed');
  });

  test('a postStart hook is dropped when its pod is deleted', async () => {
    await run({ lifecycle: { postStart: { sleep: { seconds: 500 } } } });
    await kubelet.delete();
    expect(await kubelet.pod()).toBeUndefined();
    expect(pending()).not.toContain('lifecycle-hook-sleep');
  });
});

describe('a container with a preStop hook', () => {
  test('a container stops after its preStop sleep', async () => {
    await run({ lifecycle: { preStop: { sleep: { seconds: 4 } } } });
    await kubelet.delete('web', 30);
    await kubelet.lab.advance(3_999);
    expect(await state()).toBe('running');
    await kubelet.lab.advance(1);
    expect(await kubelet.pod()).toBeUndefined();
    expect(await kubelet.events('web')).not.toContain('FailedPreStopHook: PreStopHook failed');
  });

  test('a container stops at the end of its grace period, despite its preStop hook', async () => {
    kubelet.runtime().onExec = () => new Promise(() => {});
    await run({ lifecycle: { preStop: exec('drain') } });
    await kubelet.delete('web', 30);
    await kubelet.lab.advance(29_999);
    expect(await state()).toBe('running');
    await kubelet.lab.advance(1);
    expect(await kubelet.pod()).toBeUndefined();
  });

  test('a failed preStop hook is reported, and the container stops', async () => {
    kubelet.runtime().onExec = async () => ({ exitCode: 1, output: '' });
    await run({ lifecycle: { preStop: exec('drain') } });
    await kubelet.delete('web', 30);
    expect(await kubelet.pod()).toBeUndefined();
    expect(await kubelet.events('web')).toContain('FailedPreStopHook: PreStopHook failed');
  });
});

describe('a container that failed', () => {
  test('a failed container reports the end of its log, by policy', async () => {
    await run({ terminationMessagePolicy: 'FallbackToLogsOnError' }, { restartPolicy: 'Never' });
    for (let line = 0; line < 100; line++) kubelet.runtime().write('web', `line ${line}`);
    kubelet.runtime().exit('web', 1);
    await kubelet.lab.advance(0);
    const message = (await status())?.state?.terminated?.message ?? '';
    expect(message.split('\n')).toHaveLength(81);
    expect(message).toMatch(/^line 20\n.*line 99\n$/s);
  });
});
