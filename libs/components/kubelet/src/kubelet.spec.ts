import { ApiError } from '@klockwork/kernel';
import { type KubeObject, type Lease, type Node, type Pod, resources } from '@klockwork/resources';
import { beforeEach, describe, expect, test } from 'vitest';
import { KubeletLab } from './testing/kubelet-lab.ts';

const REQUEST = { cause: { trigger: 'request', name: 'test' } } as const;

let kubelet: KubeletLab;
beforeEach(() => {
  kubelet = new KubeletLab();
});

describe('a node that starts', () => {
  test('a starting node registers itself and becomes Ready', async () => {
    await kubelet.boot('node-1');
    const [node] = await kubelet.list<Node>(resources.nodes);
    expect(node?.metadata?.labels).toEqual({
      'beta.kubernetes.io/arch': 'amd64',
      'beta.kubernetes.io/os': 'linux',
      'kubernetes.io/arch': 'amd64',
      'kubernetes.io/hostname': 'node-1',
      'kubernetes.io/os': 'linux',
    });
    expect(node?.spec).toEqual({ podCIDR: '10.244.1.0/24', podCIDRs: ['10.244.1.0/24'] });
    expect(node?.status?.conditions?.map(({ type, status, reason, message }) => [type, status, reason, message])).toEqual([
      ['MemoryPressure', 'False', 'KubeletHasSufficientMemory', 'kubelet has sufficient memory available'],
      ['DiskPressure', 'False', 'KubeletHasNoDiskPressure', 'kubelet has no disk pressure'],
      ['PIDPressure', 'False', 'KubeletHasSufficientPID', 'kubelet has sufficient PID available'],
      ['Ready', 'True', 'KubeletReady', 'kubelet is posting ready status'],
    ]);
    expect(node?.status?.nodeInfo).toMatchObject({ kubeletVersion: 'v1.35.0', containerRuntimeVersion: 'containerd://2.1.5' });
    expect(node?.status?.addresses).toEqual([
      { type: 'InternalIP', address: '172.18.0.1' },
      { type: 'Hostname', address: 'node-1' },
    ]);
    expect((await kubelet.events('node-1')).sort()).toEqual([
      'NodeAllocatableEnforced: Updated Node Allocatable limit across pods',
      'NodeHasNoDiskPressure: Node node-1 status is now: NodeHasNoDiskPressure',
      'NodeHasSufficientMemory: Node node-1 status is now: NodeHasSufficientMemory',
      'NodeHasSufficientPID: Node node-1 status is now: NodeHasSufficientPID',
      'NodeReady: Node node-1 status is now: NodeReady',
      'Starting: Starting kubelet.',
    ]);
  });

  test('a starting node waits for the API', async () => {
    kubelet.lab.api.refuse = (verb) => {
      if (verb === 'create') throw new ApiError({ code: 503, reason: 'ServiceUnavailable', message: 'not yet' });
    };
    const booting = kubelet.boot('node-1');
    await kubelet.lab.advance(2_500);
    expect(await kubelet.list(resources.nodes)).toEqual([]);
    kubelet.lab.api.refuse = () => {};
    await kubelet.lab.advance(1_000);
    await booting;
    expect(await kubelet.list(resources.nodes)).toHaveLength(1);
  });

  test('a node renews its lease every ten seconds, by an upkeep timer', async () => {
    await kubelet.boot('node-1');
    const renewals = () => kubelet.lab.api.log.events.filter(({ key }) => key.resource === 'leases');
    await kubelet.lab.advance(60_000);
    const times = renewals().map(({ at }) => at);
    expect(times.slice(2).map((at, index) => at - (times[index + 1] ?? 0))).toEqual([10_000, 10_000, 10_000, 10_000, 10_000]);
    const registered = kubelet.lab.api.log.events.findLast(({ key, cause }) => key.resource === 'nodes' && cause.trigger === 'boot');
    expect(renewals().at(-1)?.cause).toEqual({ trigger: 'timer', name: 'node-lease-renew', revision: registered?.revision });
    const [lease] = await kubelet.list<Lease>(resources.leases);
    expect(lease?.metadata).toMatchObject({
      namespace: 'kube-node-lease',
      name: 'node-1',
      ownerReferences: [{ kind: 'Node', name: 'node-1' }],
    });
    expect(lease?.spec).toMatchObject({ holderIdentity: 'node-1', leaseDurationSeconds: 40 });
    expect(kubelet.lab.clock.pending().filter(({ timer }) => timer.upkeep === undefined)).toEqual([]);
  });

  test('a node reports its status every five minutes, and at the next tenth second after foreign changes', async () => {
    await kubelet.boot('node-1');
    const reports = () => kubelet.lab.api.writes.filter(({ resource, verb }) => resource.resource === 'nodes' && verb === 'patch').length;
    expect(reports()).toBe(1);
    await kubelet.lab.advance(290_000);
    expect(reports()).toBe(1);
    await kubelet.lab.advance(10_000);
    expect(reports()).toBe(2);
    const unknown = { status: { conditions: [{ type: 'Ready', status: 'Unknown', reason: 'NodeStatusUnknown' }] } };
    await kubelet.lab.api.patch(
      resources.nodes,
      { name: 'node-1' },
      { type: 'strategic', body: unknown },
      { ...REQUEST, subresource: 'status' },
    );
    const ready = async () => {
      const [node] = await kubelet.list<Node>(resources.nodes);
      return node?.status?.conditions?.find(({ type }) => type === 'Ready');
    };
    await kubelet.lab.advance(9_999);
    expect(await ready()).toMatchObject({ status: 'Unknown' });
    await kubelet.lab.advance(1);
    expect(await ready()).toMatchObject({ status: 'True', reason: 'KubeletReady' });
  });
});

describe('a pod that is bound to a node', () => {
  test('a bound pod runs, and its node reports it with the cause', async () => {
    await kubelet.boot('node-1');
    const pod = await kubelet.run();
    expect(pod.status).toMatchObject({ phase: 'Running', podIP: '10.244.1.1', hostIP: '172.18.0.1', qosClass: 'BestEffort' });
    expect(await kubelet.events('web')).toEqual([
      'Pulling: Pulling image "nginx:1.27"',
      'Pulled: Successfully pulled image "nginx:1.27" in 0s (0s including waiting). Image size: 1000 bytes.',
      'Created: Container created',
      'Started: Container started',
    ]);
    const [created, ...updates] = kubelet.lab.api.log.events.filter(({ key }) => key.resource === 'pods');
    expect(updates.map(({ cause }) => cause)).toMatchObject([
      { trigger: 'event', revision: created?.revision },
      { trigger: 'runtime', name: 'sandbox-ready', revision: created?.revision },
      { trigger: 'runtime', name: 'container-started', revision: created?.revision },
    ]);
    expect(updates[0]?.actor).toMatchObject({ user: 'system:node:node-1' });
  });

  test('a pod of another node is ignored', async () => {
    await kubelet.boot('node-1');
    const pod = await kubelet.run({ spec: { nodeName: 'node-2', containers: [{ name: 'web', image: 'nginx:1.27' }] } });
    expect(pod.status?.phase).toBe('Pending');
    expect(kubelet.runtime().sandboxes).toEqual([]);
  });

  test('an exited container restarts, with its timer as cause', async () => {
    await kubelet.boot('node-1');
    await kubelet.run();
    for (let round = 0; round < 2; round++) {
      kubelet.runtime().exit('web', 1);
      await kubelet.lab.advance(2_000);
    }
    expect((await kubelet.pod())?.status?.containerStatuses?.[0]).toMatchObject({
      restartCount: 1,
      state: { waiting: { reason: 'CrashLoopBackOff' } },
    });
    await kubelet.lab.advance(8_000);
    expect((await kubelet.pod())?.status?.containerStatuses?.[0]).toMatchObject({ restartCount: 2, ready: true });
    const [ended, , startedAgain] = kubelet.lab.api.log.events.filter(({ key }) => key.resource === 'pods').slice(-3);
    expect(ended?.cause).toMatchObject({
      trigger: 'runtime',
      name: 'container-exited',
      container: { name: 'web', attempt: 1, exitCode: 1 },
    });
    expect(startedAgain?.cause).toEqual({
      trigger: 'runtime',
      name: 'container-started',
      container: { name: 'web', attempt: 2 },
      timer: 'crash-loop-back-off',
      revision: ended?.revision,
    });
    expect(kubelet.runtime().reports()).toHaveLength(2);
  });

  test('an image that cannot be pulled is reported and retried', async () => {
    await kubelet.boot('node-1');
    kubelet.runtime().missing.add('nginx:1.27');
    expect((await kubelet.run()).status?.containerStatuses?.[0]?.state?.waiting).toEqual({
      reason: 'ErrImagePull',
      message: 'nginx:1.27: not found',
    });
    kubelet.runtime().missing.clear();
    await kubelet.lab.advance(10_000);
    expect((await kubelet.pod())?.status?.phase).toBe('Running');
  });

  test("a container's variables come from the sources of its spec", async () => {
    await kubelet.boot('node-1');
    await kubelet.lab.api.create<KubeObject>(
      resources.configMaps,
      { metadata: { namespace: 'default', name: 'settings' }, data: { level: 'debug' } } as KubeObject,
      REQUEST,
    );
    const env = [
      { name: 'A', value: '1' },
      { name: 'B', value: '$(A)2' },
      { name: 'NAME', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
      { name: 'LEVEL', valueFrom: { configMapKeyRef: { name: 'settings', key: 'level' } } },
    ];
    await kubelet.run({ spec: { containers: [{ name: 'web', image: 'nginx:1.27', env }] } });
    expect(kubelet.runtime().newest('web').spec.env).toEqual({ A: '1', B: '12', NAME: 'web', LEVEL: 'debug' });
  });

  test("a container's command expands variables", async () => {
    await kubelet.boot('node-1');
    const env = [{ name: 'WHO', value: 'you' }];
    const container = { name: 'web', image: 'nginx:1.27', env, command: ['echo', 'hello $(WHO)'], args: ['$$(WHO)', '$(NONE)'] };
    await kubelet.run({ spec: { containers: [container] } });
    const { command, args } = kubelet.runtime().newest('web').spec;
    expect({ command, args }).toEqual({ command: ['echo', 'hello you'], args: ['$(WHO)', '$(NONE)'] });
  });

  test('a container requests profiles of its node', async () => {
    await kubelet.boot('node-1');
    const securityContext = { seccompProfile: { type: 'Localhost', localhostProfile: 'audit.json' } };
    await kubelet.run({ spec: { securityContext, containers: [{ name: 'web', image: 'nginx:1.27' }] } });
    expect(kubelet.runtime().newest('web').spec.localProfiles).toEqual({ seccomp: '/var/lib/kubelet/seccomp/audit.json' });
  });

  test('a container waits for a missing ConfigMap', async () => {
    await kubelet.boot('node-1');
    const env = [{ name: 'LEVEL', valueFrom: { configMapKeyRef: { name: 'settings', key: 'level' } } }];
    const pod = await kubelet.run({ spec: { containers: [{ name: 'web', image: 'nginx:1.27', env }] } });
    expect(pod.status?.containerStatuses?.[0]?.state?.waiting).toEqual({
      reason: 'CreateContainerConfigError',
      message: 'configmap "settings" not found',
    });
    const settings = { metadata: { namespace: 'default', name: 'settings' }, data: { level: 'debug' } } as KubeObject;
    await kubelet.lab.api.create(resources.configMaps, settings, REQUEST);
    await kubelet.lab.advance(10_000);
    expect((await kubelet.pod())?.status?.phase).toBe('Running');
  });

  test("a pod's status is reported once the API is back", async () => {
    await kubelet.boot('node-1');
    kubelet.lab.api.refuse = (verb) => {
      if (verb === 'patch') throw new ApiError({ code: 503, reason: 'ServiceUnavailable', message: 'away' });
    };
    expect((await kubelet.run()).status?.phase).toBe('Pending');
    kubelet.lab.api.refuse = () => {};
    await kubelet.lab.advance(1_000);
    expect((await kubelet.pod())?.status?.phase).toBe('Running');
  });
});

describe('a pod that is deleted', () => {
  test('a deleted pod stops, is reported as finished, and disappears', async () => {
    await kubelet.boot('node-1');
    await kubelet.run();
    await kubelet.delete();
    expect(await kubelet.pod()).toBeUndefined();
    const last = kubelet.lab.api.log.events.filter(({ key, change }) => key.resource === 'pods' && change === 'deleted').at(-1);
    expect((last?.object as Pod | undefined)?.status).toMatchObject({
      phase: 'Succeeded',
      containerStatuses: [{ ready: false, state: { terminated: { exitCode: 0, reason: 'Completed' } } }],
    });
    expect(await kubelet.events('web')).toContain('Killing: Stopping container web');
    expect(kubelet.runtime().sandboxes).toEqual([]);
    expect(kubelet.runtime().reports()).toEqual([]);
  });

  test('a force-deleted pod leaves no container running', async () => {
    await kubelet.boot('node-1');
    await kubelet.run();
    await kubelet.delete('web', 0);
    expect(await kubelet.pod()).toBeUndefined();
    expect(kubelet.runtime().sandboxes).toEqual([]);
    expect(kubelet.runtime().reports()).toEqual([]);
  });

  test('a pod recreated under the same name runs under another uid', async () => {
    await kubelet.boot('node-1');
    const first = await kubelet.run();
    await kubelet.delete();
    const second = await kubelet.run();
    expect(second.metadata?.uid).not.toBe(first.metadata?.uid);
    expect(second.status?.phase).toBe('Running');
    expect(kubelet.runtime().sandboxes).toHaveLength(1);
  });
});

describe('a node that was rebooted', () => {
  test('a rebooted node reports its reboot and restarts containers', async () => {
    await kubelet.boot('node-1');
    await kubelet.run();
    await kubelet.stop();
    await kubelet.lab.advance(30_000);
    await kubelet.boot('node-1');
    const [node] = await kubelet.list<Node>(resources.nodes);
    expect(await kubelet.events('node-1')).toContain(`Rebooted: Node node-1 has been rebooted, boot id: ${node?.status?.nodeInfo?.bootID}`);
    expect(await kubelet.events('web')).toContain('SandboxChanged: Pod sandbox changed, it will be killed and re-created.');
    const pod = await kubelet.pod();
    expect(pod?.status?.containerStatuses?.[0]).toMatchObject({
      restartCount: 1,
      ready: true,
      lastState: { terminated: { exitCode: 255, reason: 'Unknown', containerID: 'containerd://boot-1-container-2' } },
    });
  });

  test('a rebooted node completes pending deletions', async () => {
    await kubelet.boot('node-1');
    await kubelet.run();
    await kubelet.stop();
    await kubelet.delete();
    expect((await kubelet.pod())?.metadata?.deletionTimestamp).toBeDefined();
    await kubelet.boot('node-1');
    expect(await kubelet.pod()).toBeUndefined();
  });
});
