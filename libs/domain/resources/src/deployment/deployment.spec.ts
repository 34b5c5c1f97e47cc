import { describe, expect, test } from 'vitest';
import type { Change } from '../kind.ts';
import { aDeployment, rowOf, tryCreate, tryUpdate } from '../testing/index.ts';
import { deploymentEvent } from './deployment.events.ts';
import { deploymentKind } from './deployment.kind.ts';
import { deploymentStatus } from './deployment.strategy.ts';
import type { Deployment } from './deployment.ts';

const NGINX = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'nginx', namespace: 'default' },
  spec: {
    selector: { matchLabels: { app: 'nginx' } },
    template: { metadata: { labels: { app: 'nginx' } }, spec: { containers: [{ name: 'nginx', image: 'nginx:1.27' }] } },
  },
};

/** Returns the body with a part of its spec replaced. */
function nginx(spec: object): object {
  return { ...NGINX, spec: { ...NGINX.spec, ...spec } };
}

function template(spec: object): object {
  return nginx({ template: { ...NGINX.spec.template, spec: { ...NGINX.spec.template.spec, ...spec } } });
}

test("a Deployment gets a real cluster's defaults", () => {
  const { object, errors, warnings } = tryCreate(deploymentKind, NGINX);
  expect({ errors, warnings }).toEqual({ errors: [], warnings: [] });
  expect(object).toEqual({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'nginx', namespace: 'default', generation: 1 },
    spec: {
      replicas: 1,
      selector: { matchLabels: { app: 'nginx' } },
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: '25%', maxUnavailable: '25%' } },
      revisionHistoryLimit: 10,
      progressDeadlineSeconds: 600,
      template: {
        metadata: { labels: { app: 'nginx' } },
        spec: {
          containers: [
            {
              name: 'nginx',
              image: 'nginx:1.27',
              imagePullPolicy: 'IfNotPresent',
              resources: {},
              terminationMessagePath: '/dev/termination-log',
              terminationMessagePolicy: 'File',
            },
          ],
          dnsPolicy: 'ClusterFirst',
          restartPolicy: 'Always',
          schedulerName: 'default-scheduler',
          securityContext: {},
          terminationGracePeriodSeconds: 30,
        },
      },
    },
    status: {},
  });
});

describe('a Deployment is refused', () => {
  const mismatch = '`selector` does not match template `labels`';
  test.each<[string, object, string[]]>([
    [
      'without a selector',
      nginx({ selector: undefined }),
      ['spec.selector: Required value', `spec.template.metadata.labels: Invalid value: {"app":"nginx"}: ${mismatch}`],
    ],
    ['with an empty selector', nginx({ selector: {} }), ['spec.selector: Invalid value: {}: empty selector is invalid for deployment']],
    [
      'with a selector that does not match its pods',
      nginx({ selector: { matchLabels: { app: 'apache' } } }),
      [`spec.template.metadata.labels: Invalid value: {"app":"nginx"}: ${mismatch}`],
    ],
    [
      'with an unknown selector operator',
      nginx({ selector: { matchExpressions: [{ key: 'app', operator: 'Is' }] } }),
      [
        'spec.selector.matchExpressions[0].operator: Invalid value: "Is": not a valid selector operator',
        'spec.selector: Invalid value: {"matchExpressions":[{"key":"app","operator":"Is"}]}: invalid label selector',
      ],
    ],
    [
      'with another restart policy',
      template({ restartPolicy: 'OnFailure' }),
      ['spec.template.spec.restartPolicy: Unsupported value: "OnFailure": supported values: "Always"'],
    ],
    [
      'with an active deadline',
      template({ activeDeadlineSeconds: 60 }),
      ['spec.template.spec.activeDeadlineSeconds: Forbidden: activeDeadlineSeconds in ReplicaSet is not Supported'],
    ],
    ['without containers', template({ containers: [] }), ['spec.template.spec.containers: Required value']],
    ['with a negative count', nginx({ replicas: -1 }), ['spec.replicas: Invalid value: -1: must be greater than or equal to 0']],
    [
      'with an unknown strategy',
      nginx({ strategy: { type: 'BlueGreen' } }),
      ['spec.strategy: Unsupported value: {"Type":"BlueGreen","RollingUpdate":null}: supported values: "Recreate", "RollingUpdate"'],
    ],
    [
      'with strategy Recreate and rolling parameters',
      nginx({ strategy: { type: 'Recreate', rollingUpdate: { maxSurge: 1 } } }),
      ["spec.strategy.rollingUpdate: Forbidden: may not be specified when strategy `type` is 'Recreate'"],
    ],
    [
      'when a rolling update could not move',
      nginx({ strategy: { rollingUpdate: { maxSurge: '0%', maxUnavailable: 0 } } }),
      ['spec.strategy.rollingUpdate.maxUnavailable: Invalid value: 0: may not be 0 when `maxSurge` is 0'],
    ],
    [
      'when more than all may be unavailable',
      nginx({ strategy: { rollingUpdate: { maxUnavailable: '101%' } } }),
      ['spec.strategy.rollingUpdate.maxUnavailable: Invalid value: "101%": must not be greater than 100%'],
    ],
    [
      'when a percentage is none',
      nginx({ strategy: { rollingUpdate: { maxSurge: '1', maxUnavailable: -1 } } }),
      [
        'spec.strategy.rollingUpdate.maxUnavailable: Invalid value: -1: must be greater than or equal to 0',
        "spec.strategy.rollingUpdate.maxSurge: Invalid value: \"1\": a valid percent string must be a numeric string followed by an ending '%' (e.g. '1%',  or '93%', regex used for validation is '[0-9]+%')",
      ],
    ],
    [
      'when its deadline is too short',
      nginx({ minReadySeconds: 600 }),
      ['spec.progressDeadlineSeconds: Invalid value: 600: must be greater than minReadySeconds'],
    ],
    [
      'with a name that is none',
      { ...NGINX, metadata: { name: 'Nginx', namespace: 'default' } },
      [
        "metadata.name: Invalid value: \"Nginx\": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')",
      ],
    ],
    [
      'without a spec',
      { ...NGINX, spec: undefined },
      [
        'spec.selector: Required value',
        `spec.template.metadata.labels: Invalid value: null: ${mismatch}`,
        'spec.template.spec.containers: Required value',
      ],
    ],
  ])('a Deployment is refused %s', (_, body, expected) => {
    expect(tryCreate(deploymentKind, body).errors).toEqual(expected);
  });

  test('an update with another selector is refused', () => {
    const { errors } = tryUpdate(deploymentKind, aDeployment(), (draft) => {
      draft.spec!.selector = { matchLabels: { app: 'other' } };
    });
    expect(errors).toEqual([
      'spec.template.metadata.labels: Invalid value: {"app":"web"}: `selector` does not match template `labels`',
      'spec.selector: Invalid value: {"matchLabels":{"app":"other"}}: field is immutable',
    ]);
  });
});

test('a Deployment name that is no DNS label causes a warning', () => {
  const { errors, warnings } = tryCreate(deploymentKind, { ...NGINX, metadata: { name: 'a.b', namespace: 'default' } });
  expect({ errors, warnings }).toEqual({
    errors: [],
    warnings: [
      'metadata.name: this is used in Pod names and hostnames, which can result in surprising behavior; a DNS label is recommended: [must not contain dots]',
    ],
  });
});

describe('the generation', () => {
  test.each<[string, (draft: Deployment) => void, number]>([
    ['increases with the spec', (draft) => Object.assign(draft.spec!, { replicas: 5 }), 2],
    [
      'increases with annotations, which ReplicaSets copy',
      (draft) => Object.assign(draft.metadata!, { annotations: { why: 'because' } }),
      2,
    ],
    ['stays after a change of labels', (draft) => Object.assign(draft.metadata!, { labels: { team: 'a' } }), 1],
    ['stays after a dropped client status', (draft) => Object.assign(draft, { status: { replicas: 9 } }), 1],
    ["ignores the client's value", (draft) => Object.assign(draft.metadata!, { generation: 7 }), 1],
  ])('the generation %s', (_, change, generation) => {
    const { object, errors } = tryUpdate(deploymentKind, aDeployment(), (draft) => change(draft as Deployment));
    expect({ errors, generation: object.metadata?.generation, status: object.status }).toEqual({ errors: [], generation, status: {} });
  });
});

test('a status write keeps spec and labels, and requires consistent counts', () => {
  const previous = aDeployment({ metadata: { labels: { app: 'web' } }, status: { collisionCount: 1 } });
  const draft = aDeployment({
    metadata: { labels: { app: 'x' } },
    spec: { replicas: 9 },
    status: { replicas: 1, readyReplicas: 2, availableReplicas: 3 },
  });
  deploymentStatus.prepareForUpdate(draft, previous, { now: 0, subresource: 'status', user: 'controller' });
  expect({ spec: draft.spec, labels: draft.metadata?.labels }).toEqual({ spec: previous.spec, labels: { app: 'web' } });
  expect(deploymentStatus.validateUpdate(draft, previous).map(({ field, message }) => `${field}: ${message}`)).toEqual([
    'status.readyReplicas: Invalid value: 2: cannot be greater than status.replicas',
    'status.availableReplicas: Invalid value: 3: cannot be greater than status.replicas',
    'status.availableReplicas: Invalid value: 3: cannot be greater than readyReplicas',
    'status.collisionCount: Invalid value: 0: cannot be decremented',
  ]);
});

test('kubectl get deployments prints its row', () => {
  const deployment = aDeployment({ status: { readyReplicas: 2, updatedReplicas: 3, availableReplicas: 1 } });
  expect(rowOf(deploymentKind, deployment, Date.parse('2026-01-01T00:05:00Z'))).toEqual({
    Name: 'web',
    Ready: '2/3',
    'Up-to-date': 3,
    Available: 1,
    Age: '5m',
    'Containers (wide)': 'web',
    'Images (wide)': 'nginx:1.27',
    'Selector (wide)': 'app=web',
  });
});

describe('the log names a change of a Deployment', () => {
  const previous = aDeployment();
  const update = (next: Deployment, subresource = ''): Change<Deployment> => ({ verb: 'update', subresource, previous, next });
  test.each<[string, Change<Deployment>, object]>([
    ['create', { verb: 'create', subresource: '', next: previous }, { type: 'DeploymentCreated', data: {} }],
    ['scale', update(aDeployment({ spec: { replicas: 5 } }), 'scale'), { type: 'DeploymentScaled', data: { from: 3, to: 5 } }],
    ['a new image', update(imageSet('nginx:1.28')), { type: 'DeploymentTemplateChanged', data: { images: ['nginx:1.28'] } }],
    ['pause', update(aDeployment({ spec: { paused: true } })), { type: 'DeploymentPaused', data: {} }],
    ['resume', { ...update(previous), previous: aDeployment({ spec: { paused: true } }) }, { type: 'DeploymentResumed', data: {} }],
    [
      'status',
      update(aDeployment({ status: { replicas: 3, readyReplicas: 1 } }), 'status'),
      {
        type: 'DeploymentStatusReported',
        data: { replicas: 3, updated: 0, ready: 1, available: 0 },
      },
    ],
    [
      'a label',
      update(aDeployment({ metadata: { labels: { team: 'a' } } })),
      { type: 'DeploymentUpdated', data: { changed: ['metadata.labels'] } },
    ],
    [
      'delete with finalizers',
      { verb: 'mark-deleted', subresource: '', previous, next: aDeployment({ metadata: { finalizers: ['foregroundDeletion'] } }) },
      {
        type: 'DeploymentDeletionRequested',
        data: { finalizers: ['foregroundDeletion'] },
      },
    ],
    ['delete', { verb: 'delete', subresource: '', previous, next: previous }, { type: 'DeploymentDeleted', data: {} }],
  ])('the log names the Deployment change: %s', (_, change, event) => {
    expect(deploymentEvent(change)).toEqual(event);
  });

  function imageSet(image: string): Deployment {
    return aDeployment({ spec: { template: { spec: { containers: [{ name: 'web', image }] } } } });
  }
});
