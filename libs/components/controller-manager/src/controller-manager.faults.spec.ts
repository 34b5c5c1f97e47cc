import { MemoryBusNetwork, subjectsOf } from '@klockwork/bus';
import { BusClusterApi, clusterApiAnswers, ServerStarts, serveClusterApi } from '@klockwork/cluster-api';
import { InMemoryClusterApi, settled } from '@klockwork/cluster-api/testing';
import { HEADS_ROUTE, HINT_ROUTE, type LogEvent } from '@klockwork/event-store';
import { CountingActivity, ManualClock, SeededRandom, silentLogger } from '@klockwork/kernel';
import { allKinds, type Deployment, type KubeObject, type Pod, podActive, type ReplicaSet, resources } from '@klockwork/resources';
import { expect, test } from 'vitest';
import { startControllerManager } from './start-controller-manager.ts';

const cause = { trigger: 'request', name: 'test' } as const;
const subjects = subjectsOf('lab');
const REPLICAS = 4;

const web = (image: string): Deployment => ({
  metadata: { namespace: 'default', name: 'web' },
  spec: {
    replicas: REPLICAS,
    selector: { matchLabels: { app: 'web' } },
    strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 1 } },
    template: { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'web', image }] } },
  },
});

/** A controller-manager whose every message may be lost, repeated or late, in both directions. */
async function lab(seed: number) {
  const clock = new ManualClock(Date.UTC(2026, 0, 1));
  const random = new SeededRandom(seed);
  const network = new MemoryBusNetwork({ clock, random: random.fork('bus') });
  const activity = new CountingActivity((then) => void Promise.resolve().then(then));
  const backend = new InMemoryClusterApi({ clock });
  const server = network.connect({ name: 'api-server', clock, activity });
  serveClusterApi({ bus: server, subjects, answers: clusterApiAnswers(backend.backend) });
  for (const resource of allKinds)
    backend.watch(resource, {
      event: (event) => server.publish(subjects.log(HINT_ROUTE, { ...event.key, type: event.type }), event),
      head() {},
    });
  const bus = network.connect({ name: 'controller-manager', clock, activity });
  const servers = new ServerStarts({ bus, subjects, activity });
  const api = (actor: { user: string; userAgent: string }) =>
    new BusClusterApi({ bus, subjects, clock, random: random.fork(actor.userAgent), actor, servers });
  await startControllerManager({ clock, random, activity, logger: silentLogger, api });
  const heads = () =>
    server.publish(
      subjects.at(HEADS_ROUTE),
      Object.fromEntries(allKinds.map((kind) => [`${kind.group}/${kind.resource}`, backend.log.kindRevision(kind)])),
    );
  network.setFaults({ drop: 0.2, duplicate: 0.2, delayMs: { min: 0, max: 200 }, dropRequest: 0.03, dropReply: 0.03 });
  return { clock, backend, heads };
}

type Faulty = Awaited<ReturnType<typeof lab>>;

/** Lets lab time pass, playing kubelet at the api-server itself. */
async function run({ clock, backend, heads }: Faulty, seconds: number): Promise<void> {
  for (let second = 0; second < seconds; second++) {
    for (const pod of backend.log.objects(resources.pods) as Pod[]) {
      const { namespace = '', name = '' } = pod.metadata ?? {};
      if (pod.metadata?.deletionTimestamp !== undefined)
        await backend.delete(resources.pods, { namespace, name }, { gracePeriodSeconds: 0 }, { cause });
      else if (pod.status?.phase !== 'Running') {
        const conditions = [{ type: 'Ready', status: 'True', lastTransitionTime: new Date(clock.now()).toISOString() }];
        await backend.update<KubeObject>(resources.pods, { ...pod, status: { phase: 'Running', conditions } } as Pod, {
          cause,
          subresource: 'status',
        });
      }
    }
    heads();
    for (let step = 0; step < 10; step++) {
      clock.advanceTo(clock.now() + 100);
      await settled();
    }
  }
}

/** ReplicaSets with more active pods than ever requested, at some event of the log. */
function overfilled(events: readonly LogEvent[]): string[] {
  const asked = new Map<string, number>();
  const active = new Map<string, Set<string>>();
  const found: string[] = [];
  for (const { key, change, object, uid, revision } of events) {
    if (key.resource === 'replicasets') asked.set(uid, Math.max(asked.get(uid) ?? 0, (object as ReplicaSet).spec?.replicas ?? 0));
    if (key.resource !== 'pods') continue;
    const owner = object?.metadata?.ownerReferences?.[0]?.uid ?? '';
    const pods = active.get(owner) ?? new Set();
    active.set(owner, pods);
    if (change !== 'deleted' && podActive(object as Pod)) pods.add(uid);
    else pods.delete(uid);
    if (pods.size > (asked.get(owner) ?? 0)) found.push(`${owner} has ${pods.size} at ${revision}`);
  }
  return found;
}

test.each([1, 2, 3, 4, 5])(
  'seed %i: a rollout over a bad bus ends as it should, and no ReplicaSet ever has a pod too many',
  async (seed) => {
    const faulty = await lab(seed);
    const { backend } = faulty;
    await backend.create<KubeObject>(resources.deployments, web('web:1'), { cause });
    await run(faulty, 120);
    const stored = backend.log.find(resources.deployments, 'default', 'web') as Deployment;
    await backend.update<KubeObject>(resources.deployments, { ...stored, spec: web('web:2').spec } as Deployment, { cause });
    await run(faulty, 400);
    const replicaSets = backend.log.objects(resources.replicaSets) as ReplicaSet[];
    expect(replicaSets.map(({ spec }) => `${spec?.template?.spec?.containers[0]?.image} ${spec?.replicas}`).sort()).toEqual([
      'web:1 0',
      `web:2 ${REPLICAS}`,
    ]);
    expect((backend.log.objects(resources.pods) as Pod[]).map(({ spec }) => spec?.containers[0]?.image)).toEqual(
      Array.from({ length: REPLICAS }, () => 'web:2'),
    );
    expect((backend.log.find(resources.deployments, 'default', 'web') as Deployment).status).toMatchObject({
      updatedReplicas: REPLICAS,
      availableReplicas: REPLICAS,
    });
    expect(overfilled(backend.log.events)).toEqual([]);
  },
);
