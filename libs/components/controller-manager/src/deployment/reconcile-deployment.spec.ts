import type { Plan, PlannedAction } from '@klockwork/controller-runtime';
import type { Deployment, DeploymentStatus, Pod, ReplicaSet } from '@klockwork/resources';
import { describe, expect, test } from 'vitest';
import type { DeploymentView } from './deployment-view.ts';
import { newReplicaSet } from './new-replica-set.ts';
import { reconcileDeployment } from './reconcile-deployment.ts';

const NOW = Date.UTC(2026, 0, 1);
const AT = '2026-01-01T00:00:00Z';

function deployment(more: { spec?: object; status?: DeploymentStatus; annotations?: Record<string, string> } = {}): Deployment {
  return {
    metadata: {
      namespace: 'shop',
      name: 'web',
      uid: 'd',
      generation: 1,
      resourceVersion: '3',
      annotations: { team: 'a', ...more.annotations },
    },
    spec: {
      replicas: 3,
      selector: { matchLabels: { app: 'web' } },
      template: { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'web', image: 'web:1' }] } },
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
      progressDeadlineSeconds: 600,
      revisionHistoryLimit: 2,
      ...more.spec,
    },
    ...(more.status === undefined ? {} : { status: more.status }),
  };
}

/** ReplicaSet as created by the controller for `image`, with `replicas` pods, all available. */
function generation(owner: Deployment, image: string, revision: number, replicas: number, available = replicas): ReplicaSet {
  const template = { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'web', image }] } };
  const made = newReplicaSet({ ...owner, spec: { ...owner.spec, template } as Deployment['spec'] } as Deployment, [], BigInt(revision));
  const metadata = { ...made.metadata, uid: `rs-${revision}`, generation: 1, creationTimestamp: `2025-12-31T00:00:0${revision}Z` };
  const counts = { replicas, readyReplicas: available, availableReplicas: available, terminatingReplicas: 0, observedGeneration: 1 };
  return { ...made, metadata, spec: { ...made.spec, replicas } as ReplicaSet['spec'], status: counts } as ReplicaSet;
}

function reconcile(stored: Deployment, replicaSets: ReplicaSet[] = [], more: Partial<DeploymentView> = {}, now = NOW): Plan {
  return reconcileDeployment({ deployment: stored, replicaSets, pods: [], isTaken: () => false, ...more }, now);
}

/** Actions as lines: verb, object, and new size of a scaling. */
function told({ stages }: Plan): string[][] {
  return stages.map((stage) =>
    stage.map((action: PlannedAction) => {
      if (action.type === 'record') return action.message;
      const object = 'object' in action ? (action.object as ReplicaSet) : undefined;
      const part = 'subresource' in action && action.subresource !== undefined ? `/${action.subresource}` : '';
      const size = action.type !== 'delete' && part === '' ? ` ${object?.spec?.replicas}` : '';
      return `${action.type} ${action.resource.resource}${part} ${'name' in action ? action.name.name : object?.metadata?.name}${size}`;
    }),
  );
}

function statusOf({ stages }: Plan): DeploymentStatus | undefined {
  const update = stages.flat().find((action) => action.type === 'update' && action.subresource === 'status');
  return update?.type === 'update' ? (update.object as Deployment).status : undefined;
}

const condition = (plan: Plan, type: string) => statusOf(plan)?.conditions?.find((one) => one.type === type);

describe('a new deployment', () => {
  test('a new Deployment gets a ReplicaSet, a revision and a condition', () => {
    const plan = reconcile(deployment());
    const [create] = plan.stages[0] ?? [];
    const made = create?.type === 'create' ? (create.object as ReplicaSet) : undefined;
    const hash = made?.metadata?.labels?.['pod-template-hash'];
    expect(made).toEqual({
      apiVersion: 'apps/v1',
      kind: 'ReplicaSet',
      metadata: {
        namespace: 'shop',
        name: `web-${hash}`,
        labels: { app: 'web', 'pod-template-hash': hash },
        annotations: {
          team: 'a',
          'deployment.kubernetes.io/desired-replicas': '3',
          'deployment.kubernetes.io/max-replicas': '4',
          'deployment.kubernetes.io/revision': '1',
        },
        ownerReferences: [{ apiVersion: 'apps/v1', kind: 'Deployment', name: 'web', uid: 'd', controller: true, blockOwnerDeletion: true }],
      },
      spec: {
        replicas: 3,
        selector: { matchLabels: { app: 'web', 'pod-template-hash': hash } },
        template: {
          metadata: { labels: { app: 'web', 'pod-template-hash': hash } },
          spec: { containers: [{ name: 'web', image: 'web:1' }] },
        },
      },
    });
    expect(create?.onDone?.(made)).toMatchObject({ reason: 'ScalingReplicaSet', message: `Scaled up replica set web-${hash} from 0 to 3` });
    expect(statusOf(plan)).toEqual({
      observedGeneration: 1,
      terminatingReplicas: 0,
      conditions: [
        {
          type: 'Progressing',
          status: 'True',
          reason: 'NewReplicaSetCreated',
          message: `Created new replica set "web-${hash}"`,
          lastUpdateTime: AT,
          lastTransitionTime: AT,
        },
        {
          type: 'Available',
          status: 'False',
          reason: 'MinimumReplicasUnavailable',
          message: 'Deployment does not have minimum availability.',
          lastUpdateTime: AT,
          lastTransitionTime: AT,
        },
      ],
    });
    expect(plan.wakeAt).toEqual({ at: NOW + 601_000, timer: { name: 'progress-deadline' } });
  });

  test('a rejected ReplicaSet sets a condition', () => {
    const [create] = reconcile(deployment()).stages[0] ?? [];
    const [status, event] = create?.onRefused?.('exceeded quota') ?? [];
    const message = expect.stringMatching(/^Failed to create new replica set "web-\w+": exceeded quota$/);
    expect(event).toMatchObject({ eventType: 'Warning', reason: 'ReplicaSetCreateError', message });
    expect(status).toMatchObject({
      object: { status: { conditions: [{ type: 'Progressing', status: 'False', reason: 'ReplicaSetCreateError', message }] } },
    });
  });

  test('a taken name counts as a hash collision, and the next attempt uses another name', () => {
    const plan = reconcile(deployment(), [], { isTaken: () => true });
    expect(told(plan)).toEqual([['update deployments/status web']]);
    expect(statusOf(plan)?.collisionCount).toBe(1);
    const names = [undefined, 1].map((collisionCount) => {
      const stored = deployment({ status: { ...(collisionCount === undefined ? {} : { collisionCount }) } });
      return told(reconcile(stored))[0]?.[0];
    });
    expect(names[0]).not.toBe(names[1]);
  });
});

describe('a rollout', () => {
  const stored = deployment({ annotations: { 'deployment.kubernetes.io/revision': '1' } });
  const next = deployment({
    spec: { template: { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'web', image: 'web:2' }] } } },
  });
  const old = generation(stored, 'web:1', 1, 3);

  test('a rollout begins with as many new pods as maxSurge allows', () => {
    const plan = reconcile(next, [old]);
    expect(told(plan)).toEqual([[expect.stringMatching(/^create replicasets web-\w+ 1$/)], ['update deployments/status web']]);
    expect(plan.stages[1]?.[0]).toMatchObject({ object: { metadata: { annotations: { 'deployment.kubernetes.io/revision': '2' } } } });
  });

  test('a rollback makes the ReplicaSet of an old template the newest', () => {
    const newer = generation(next, 'web:2', 2, 3);
    const plan = reconcile(stored, [generation(stored, 'web:1', 1, 0), newer]);
    expect(plan.stages[0]?.[0]).toMatchObject({
      type: 'update',
      object: { metadata: { annotations: { 'deployment.kubernetes.io/revision': '3', 'deployment.kubernetes.io/revision-history': '1' } } },
    });
  });

  test('a rollout that progresses sets its condition and moves the deadline', () => {
    const before = { replicas: 3, updatedReplicas: 0, readyReplicas: 3, availableReplicas: 3, conditions: [] };
    const plan = reconcile({ ...next, status: before }, [old, generation(next, 'web:2', 2, 1, 0)]);
    expect(condition(plan, 'Progressing')).toMatchObject({ status: 'True', reason: 'ReplicaSetUpdated', lastUpdateTime: AT });
    expect(plan.wakeAt?.at).toBe(NOW + 601_000);
  });

  const standing = (reason: string, lastUpdateTime: string): DeploymentStatus => ({
    replicas: 4,
    updatedReplicas: 1,
    readyReplicas: 3,
    availableReplicas: 3,
    conditions: [{ type: 'Progressing', status: 'True', reason, message: '', lastUpdateTime, lastTransitionTime: lastUpdateTime }],
  });

  test('a rollout without progress for its deadline times out', () => {
    const plan = reconcile({ ...next, status: standing('ReplicaSetUpdated', '2025-12-31T23:49:59Z') }, [
      old,
      generation(next, 'web:2', 2, 1, 0),
    ]);
    expect(condition(plan, 'Progressing')).toMatchObject({
      status: 'False',
      reason: 'ProgressDeadlineExceeded',
      message: expect.stringMatching(/^ReplicaSet "web-\w+" has timed out progressing\.$/),
    });
    expect(plan.wakeAt).toBeUndefined();
  });

  test('a stalled rollout is checked at its deadline', () => {
    const plan = reconcile({ ...next, status: standing('ReplicaSetUpdated', '2025-12-31T23:59:00Z') }, [
      old,
      generation(next, 'web:2', 2, 1, 0),
    ]);
    expect(plan.wakeAt).toEqual({ at: Date.UTC(2026, 0, 1, 0, 9, 1), timer: { name: 'progress-deadline' } });
  });

  test('a once complete rollout that lacks a pod after its deadline sets no timer', () => {
    const plan = reconcile({ ...next, status: standing('NewReplicaSetAvailable', '2025-12-31T23:00:00Z') }, [
      generation(next, 'web:2', 2, 3, 2),
    ]);
    expect(plan.wakeAt).toBeUndefined();
  });

  test('a rollout has the failure condition of its ReplicaSet', () => {
    const failure = { type: 'ReplicaFailure', status: 'True', reason: 'FailedCreate', message: 'exceeded quota', lastTransitionTime: AT };
    const current = generation(next, 'web:2', 2, 1, 0);
    const plan = reconcile(next, [old, { ...current, status: { ...current.status, replicas: 0, conditions: [failure] } }]);
    expect(condition(plan, 'ReplicaFailure')).toEqual({ ...failure, lastUpdateTime: AT });
  });
});

describe('a paused deployment', () => {
  const paused = deployment({
    spec: { paused: true, template: { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'web', image: 'web:2' }] } } },
  });

  test('a paused deployment creates no ReplicaSet for a new template and has a paused condition', () => {
    const plan = reconcile(paused, [generation(deployment(), 'web:1', 1, 3)]);
    expect(told(plan)).toEqual([['update deployments/status web']]);
    expect(condition(plan, 'Progressing')).toMatchObject({
      status: 'Unknown',
      reason: 'DeploymentPaused',
      message: 'Deployment is paused',
    });
  });

  test('a paused deployment is still scaled', () => {
    const plan = reconcile({ ...paused, spec: { ...paused.spec, replicas: 5 } as Deployment['spec'] } as Deployment, [
      generation(deployment(), 'web:1', 1, 3),
    ]);
    expect(told(plan)[0]).toEqual([expect.stringMatching(/^update replicasets web-\w+ 5$/)]);
    expect(plan.stages[0]?.[0]?.onDone?.(undefined)).toMatchObject({
      message: expect.stringMatching(/^Scaled up replica set web-\w+ from 3 to 5$/),
    });
  });

  test('a resumed deployment has a resumed condition', () => {
    const conditions = [{ type: 'Progressing', status: 'Unknown', reason: 'DeploymentPaused' }];
    const plan = reconcile({ ...deployment(), status: { conditions } }, [generation(deployment(), 'web:1', 1, 3)]);
    expect(condition(plan, 'Progressing')?.reason).toBe('NewReplicaSetAvailable');
  });
});

describe('a deployment that recreates', () => {
  const recreate = { type: 'Recreate' };
  const stored = deployment({
    spec: {
      strategy: recreate,
      template: { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'web', image: 'web:2' }] } },
    },
  });
  const old = generation(deployment(), 'web:1', 1, 3);
  const idle = { ...old, spec: { ...old.spec, replicas: 0 } } as ReplicaSet;
  const pod: Pod = {
    metadata: { ownerReferences: [{ apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'x', uid: 'rs-1', controller: true }] },
    status: { phase: 'Running' },
  };

  test('a Recreate deletes all old pods, waits for the last one, and then creates new ones', () => {
    expect(told(reconcile(stored, [old]))[0]).toEqual([`update replicasets ${old.metadata?.name} 0`]);
    expect(told(reconcile(stored, [idle]))).toEqual([['update deployments/status web']]);
    const gone = { ...idle, status: { replicas: 0, observedGeneration: 1 } };
    expect(told(reconcile(stored, [gone], { pods: [pod] }))).toEqual([['update deployments/status web']]);
    expect(told(reconcile(stored, [gone]))[0]).toEqual([expect.stringMatching(/^create replicasets web-\w+ 3$/)]);
  });
});

test('a finished rollout keeps revisionHistoryLimit old ReplicaSets', () => {
  const done: DeploymentStatus = { observedGeneration: 1, replicas: 3, updatedReplicas: 3, readyReplicas: 3, availableReplicas: 3 };
  const stored = deployment({ status: done, annotations: { 'deployment.kubernetes.io/revision': '5' } });
  const generations = [5, 2, 3, 4, 1].map((revision) =>
    generation(stored, revision === 5 ? 'web:1' : `web:0.${revision}`, revision, revision === 5 ? 3 : 0),
  );
  const names = generations.map(({ metadata }) => metadata?.name);
  expect(told(reconcile(stored, generations))[0]).toEqual([`delete replicasets ${names[4]}`, `delete replicasets ${names[1]}`]);
});

test('a complete deployment has an empty plan', () => {
  const replicaSet = generation(deployment(), 'web:1', 1, 3);
  const plan = reconcile(deployment({ annotations: { 'deployment.kubernetes.io/revision': '1' } }), [replicaSet]);
  const settled = deployment({ annotations: { 'deployment.kubernetes.io/revision': '1' }, status: statusOf(plan) as DeploymentStatus });
  expect(reconcile(settled, [replicaSet])).toEqual({ stages: [] });
});

test('a deployment under deletion only updates its status', () => {
  const ending = deployment();
  const stored = { ...ending, metadata: { ...ending.metadata, deletionTimestamp: AT } };
  expect(told(reconcile(stored, []))).toEqual([['update deployments/status web']]);
});
