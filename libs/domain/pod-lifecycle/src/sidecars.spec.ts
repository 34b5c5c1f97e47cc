import type { Container, PodSpec } from '@klockwork/kubernetes-types';
import { describe, expect, test } from 'vitest';
import { boundPod, PodOnNode } from './testing/pod-on-node.ts';

const image = 'busybox:1.36';
const init = (name: string, more: Partial<Container> = {}): Container => ({ name, image, imagePullPolicy: 'IfNotPresent', ...more });
const sidecar = (name: string, more: Partial<Container> = {}): Container => init(name, { restartPolicy: 'Always', ...more });

/** Pod with a sandbox and a local image. */
function ready(spec: Partial<PodSpec>): PodOnNode {
  const node = new PodOnNode(boundPod(spec));
  node.images.add(image);
  node.sandboxReady();
  return node;
}
const starts = (node: PodOnNode) => node.news().filter((line) => line.startsWith('start '));

describe('sidecars', () => {
  test('sidecars start in order before the containers, which do not wait for their end', () => {
    const node = ready({ initContainers: [sidecar('one'), init('two'), sidecar('three')] });
    expect(starts(node)).toEqual(['start one/0']);
    expect(starts(node.started('one'))).toEqual(['start two/0']);
    expect(starts(node.started('two').exited(0, 'two'))).toEqual(['start three/0']);
    expect(node.condition('Initialized')).toEqual(['False', 'ContainersNotInitialized', 'containers with incomplete status: [three]']);
    expect(starts(node.started('three'))).toEqual(['start main/0']);
    expect(node.started().decision.status.phase).toBe('Running');
    expect(node.condition('Ready')).toEqual(['True', undefined, undefined]);
  });

  test('a sidecar delays later containers until its startup probe succeeded', () => {
    const startupProbe = { exec: { command: ['true'] }, periodSeconds: 1 };
    const node = ready({ initContainers: [sidecar('proxy', { startupProbe })] });
    node.answer = (_, now) => (now - node.state.seenAt < 3_000 ? { type: 'error', text: '' } : { type: 'success' });
    starts(node.started('proxy'));
    expect(starts(node.wait(2_999))).toEqual([]);
    expect(node.status('proxy')).toMatchObject({ started: false, ready: false, state: { running: {} } });
    expect(starts(node.wait(1))).toEqual(['start main/0']);
  });

  test('exited sidecars restart whatever the pod’s policy, and delay no admitted container', () => {
    const node = ready({ restartPolicy: 'Never', initContainers: [sidecar('proxy'), init('setup')] });
    node.started('proxy').started('setup');
    expect(starts(node.exited(1, 'proxy')).at(-1)).toBe('start proxy/1');
    node.started('proxy', 1).exited(0, 'setup');
    expect(starts(node)).toEqual(['start main/0']);
    node.started().exited(3, 'proxy', 1);
    expect(node.decision.status.phase).toBe('Running');
    expect(node.condition('Ready')).toEqual(['False', 'ContainersNotReady', 'containers with unready status: [proxy]']);
    expect(starts(node.wait(10_000))).toEqual(['start proxy/2']);
  });

  test('sidecars do not keep a finished pod alive: they stop in reverse order, and the pod succeeds', () => {
    const node = ready({ restartPolicy: 'OnFailure', initContainers: [sidecar('one'), sidecar('two')] });
    node.started('one').started('two').started().news();
    expect(node.exited(0).news()).toEqual([
      'Normal Killing: Stopping container one',
      'Normal Killing: Stopping container two',
      'stop two within 30000 ms',
    ]);
    expect(node.decision.status.phase).toBe('Running');
    expect(node.exited(0, 'two').news()).toEqual(['stop one within 30000 ms']);
    expect(node.exited(137, 'one').news()).toEqual(['stop-sandbox sandbox-1']);
    expect(node.learn({ type: 'sandbox-stopped' }).decision.status.phase).toBe('Succeeded');
  });

  test('sidecars stop after the containers, within the rest of the grace period', () => {
    const node = ready({ initContainers: [sidecar('one'), sidecar('two')] });
    node.started('one').started('two').started().news();
    expect(node.delete(30).news().at(-1)).toBe('stop main within 30000 ms');
    expect(node.wait(4_700).exited(0).news()).toEqual(['stop two within 26000 ms']);
    expect(node.wait(10_000).exited(0, 'two').news()).toEqual(['stop one within 16000 ms']);
  });

  test('sidecars stop at the end of the grace period in any case, within two seconds', () => {
    const node = ready({ initContainers: [sidecar('one'), sidecar('two')] });
    node.started('one').started('two').started().delete(30).news();
    expect(node.timeline(29_999)).toEqual([]);
    expect(node.timeline(1)).toEqual(['30000 stop one within 2000 ms', '30000 stop two within 2000 ms']);
  });
});

describe('ephemeral containers', () => {
  const debug = (node: PodOnNode) => {
    const { spec } = node.pod;
    const ephemeralContainers = [{ name: 'debugger', image, imagePullPolicy: 'IfNotPresent' }];
    node.pod = { ...node.pod, spec: { containers: [], ...spec, ephemeralContainers } };
    node.look();
  };

  test('ephemeral containers run beside others, are never ready and never restart', () => {
    const node = ready({}).started();
    node.news();
    debug(node);
    expect(starts(node)).toEqual(['start debugger/0']);
    node.started('debugger');
    expect(node.decision.status.ephemeralContainerStatuses).toMatchObject([{ name: 'debugger', ready: false, state: { running: {} } }]);
    expect(node.condition('Ready')[0]).toBe('True');
    expect(starts(node.exited(1, 'debugger').wait(600_000))).toEqual([]);
    expect(node.status('debugger')?.state?.terminated).toMatchObject({ exitCode: 1, reason: 'Error' });
    expect(node.decision.status.phase).toBe('Running');
  });

  test('ephemeral containers run during initialization, and end with the pod', () => {
    const node = ready({ initContainers: [init('setup')] }).started('setup');
    node.news();
    debug(node);
    node.started('debugger').news();
    expect(node.delete().news()).toEqual([
      'Normal Killing: Stopping container setup',
      'stop setup within 30000 ms',
      'Normal Killing: Stopping container debugger',
      'stop debugger within 30000 ms',
    ]);
  });
});
