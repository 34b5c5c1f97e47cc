import type { ControllerRevision } from '../controller-revision/controller-revision.ts';
import { defaultCronJob } from '../cron-job/cron-job.kind.ts';
import type { CronJob } from '../cron-job/cron-job.ts';
import { defaultDaemonSet } from '../daemon-set/daemon-set.kind.ts';
import { type DaemonSet, TEMPLATE_GENERATION } from '../daemon-set/daemon-set.ts';
import { defaultDeployment } from '../deployment/deployment.defaults.ts';
import type { Deployment } from '../deployment/deployment.ts';
import { defaultJob } from '../job/job.defaults.ts';
import type { Job } from '../job/job.ts';
import { podDefaults } from '../pod/pod.defaults.ts';
import type { Pod } from '../pod/pod.ts';
import { defaultReplicaSet } from '../replica-set/replica-set.kind.ts';
import type { ReplicaSet } from '../replica-set/replica-set.ts';
import { defaultStatefulSet } from '../stateful-set/stateful-set.kind.ts';
import type { StatefulSet } from '../stateful-set/stateful-set.ts';
import { build, type Overrides, uidOf } from './build.ts';

const CONTAINERS = [{ name: 'web', image: 'nginx:1.27' }];

/** Returns a Pending pod `web` in namespace default, with one container. */
export function aPod(overrides?: Overrides<Pod>): Pod {
  const base: Pod = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'web', namespace: 'default', generation: 1 },
    spec: { containers: copies(CONTAINERS) },
    status: { phase: 'Pending', qosClass: 'BestEffort' },
  };
  return build(base, overrides, podDefaults);
}

/** Returns a Running, Ready pod on `node`. */
export function aRunningPod(node: string, overrides?: Overrides<Pod>): Pod {
  const pod = aPod(overrides);
  const since = pod.metadata?.creationTimestamp ?? '';
  const conditions = ['PodReadyToStartContainers', 'Initialized', 'Ready', 'ContainersReady', 'PodScheduled'];
  pod.spec = { containers: [], ...pod.spec, nodeName: node };
  pod.status = {
    ...pod.status,
    phase: 'Running',
    startTime: since,
    conditions: conditions.map((type) => ({ type, status: 'True', lastTransitionTime: since })),
    containerStatuses: pod.spec.containers.map(({ name, image = '' }) => ({
      name,
      image,
      imageID: image,
      ready: true,
      started: true,
      restartCount: 0,
      state: { running: { startedAt: since } },
    })),
  };
  return pod;
}

/** A Deployment `web` of three replicas in namespace default. */
export function aDeployment(overrides?: Overrides<Deployment>): Deployment {
  const base: Deployment = {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web', namespace: 'default', generation: 1 },
    spec: { replicas: 3, selector: { matchLabels: { app: 'web' } }, template: aTemplate() },
    status: {},
  };
  return build(base, overrides, defaultDeployment);
}

/** Returns the first revision of DaemonSet `web`, without owner. */
export function aControllerRevision(overrides?: Overrides<ControllerRevision>): ControllerRevision {
  const base: ControllerRevision = {
    apiVersion: 'apps/v1',
    kind: 'ControllerRevision',
    metadata: { name: 'web-5d9c7b', namespace: 'default', labels: { app: 'web', 'controller-revision-hash': '5d9c7b' } },
    data: { spec: { template: { ...aTemplate(), $patch: 'replace' } } },
    revision: 1,
  };
  return build(base, overrides as Overrides<ControllerRevision>);
}

/** A DaemonSet `web` in namespace default, for all nodes. */
export function aDaemonSet(overrides?: Overrides<DaemonSet>): DaemonSet {
  const base: DaemonSet = {
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    metadata: { name: 'web', namespace: 'default', generation: 1, annotations: { [TEMPLATE_GENERATION]: '1' } },
    spec: { selector: { matchLabels: { app: 'web' } }, template: aTemplate() },
    status: { currentNumberScheduled: 0, desiredNumberScheduled: 0, numberMisscheduled: 0, numberReady: 0 },
  };
  return build(base, overrides, defaultDaemonSet);
}

/** A StatefulSet `db` of three replicas in namespace default. */
export function aStatefulSet(overrides?: Overrides<StatefulSet>): StatefulSet {
  const base: StatefulSet = {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: { name: 'db', namespace: 'default', generation: 1 },
    spec: { replicas: 3, serviceName: 'db', selector: { matchLabels: { app: 'web' } }, template: aTemplate() },
    status: { replicas: 0, availableReplicas: 0 },
  };
  return build(base, overrides, defaultStatefulSet);
}

/** A CronJob `tick` in namespace default, due each minute. */
export function aCronJob(overrides?: Overrides<CronJob>): CronJob {
  const base: CronJob = {
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    metadata: { name: 'tick', namespace: 'default', generation: 1 },
    spec: {
      schedule: '* * * * *',
      jobTemplate: { spec: { template: { spec: { restartPolicy: 'Never', containers: copies(CONTAINERS) } } } },
    },
    status: {},
  };
  return build(base, overrides, defaultCronJob);
}

/** Returns a Job `pi` in namespace default with one completion. */
export function aJob(overrides?: Overrides<Job>): Job {
  const base: Job = {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name: 'pi', namespace: 'default', generation: 1 },
    spec: {
      selector: { matchLabels: { 'batch.kubernetes.io/controller-uid': uidOf('Job/default/pi') } },
      template: {
        metadata: { labels: jobLabels('pi') },
        spec: { restartPolicy: 'Never', containers: [{ name: 'pi', image: 'perl:5.34' }] },
      },
    },
    status: {},
  };
  return build(base, overrides, defaultJob);
}

function jobLabels(name: string): Record<string, string> {
  const uid = uidOf(`Job/default/${name}`);

  return {
    'batch.kubernetes.io/controller-uid': uid,
    'batch.kubernetes.io/job-name': name,
    'controller-uid': uid,
    'job-name': name,
  };
}

/** Returns a ReplicaSet `web-5d9c7b` with three replicas in namespace default, without owner. */
export function aReplicaSet(overrides?: Overrides<ReplicaSet>): ReplicaSet {
  const base: ReplicaSet = {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: { name: 'web-5d9c7b', namespace: 'default', generation: 1 },
    spec: { replicas: 3, selector: { matchLabels: { app: 'web' } }, template: aTemplate() },
    status: { replicas: 0 },
  };
  return build(base, overrides, defaultReplicaSet);
}

function aTemplate() {
  return { metadata: { labels: { app: 'web' } }, spec: { containers: copies(CONTAINERS) } };
}

/** Copies containers, since defaults are set in place. */
function copies<T extends object>(values: readonly T[]): T[] {
  return values.map((value) => ({ ...value }));
}
