import { type KubeObject, type ResourceRef, resources } from '@klockwork/resources';
import { describe, expect, test } from 'vitest';
import type { AdmissionRequest } from '../admission.ts';
import { outcomeOf, podRequest, viewOf } from '../testing/admission-case.ts';
import { podSecurity } from './pod-security.ts';

const LABEL = 'pod-security.kubernetes.io/';
const PRIVILEGED = { spec: { containers: [{ name: 'a', image: 'a', securityContext: { privileged: true } }] } };
const DETAIL = 'privileged (container "a" must not set securityContext.privileged=true)';

interface AdmissionOutcome {
  readonly outcome: unknown;
  readonly warnings: readonly string[];
}

/** Returns the decision on a request in a namespace with these labels, given without prefix. */
function admitPod(
  labels: Record<string, string>,
  object: object,
  overrides: Partial<AdmissionRequest> = {},
  ...pods: KubeObject[]
): AdmissionOutcome {
  const warnings: string[] = [];
  const namespace = { metadata: { name: 'default', labels: prefixed(labels) } };
  const view = viewOf([resources.namespaces, namespace], ...pods.map((pod): [ResourceRef, KubeObject] => [resources.pods, pod]));
  const request = podRequest({ metadata: { name: 'web' }, ...object }, { warn: (text) => warnings.push(text), ...overrides });
  const outcome = outcomeOf(podSecurity, request, view);
  return { outcome: (outcome as { message?: string }).message ?? 'admitted', warnings };
}

function prefixed(labels: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(labels).map(([key, value]) => [LABEL + key, value]));
}

const admitted = (...warnings: string[]) => ({ outcome: 'admitted', warnings });

describe('a pod', () => {
  test('a pod that violates an enforced level is refused', () => {
    expect(admitPod({ enforce: 'baseline' }, PRIVILEGED)).toEqual({
      outcome: `pods "web" is forbidden: violates PodSecurity "baseline:latest": ${DETAIL}`,
      warnings: [],
    });
    expect(admitPod({ enforce: 'baseline', 'enforce-version': 'v1.25', warn: 'restricted' }, PRIVILEGED).outcome).toBe(
      `pods "web" is forbidden: violates PodSecurity "baseline:v1.25": ${DETAIL}`,
    );
  });

  test('a pod that violates a warn level is admitted with a warning', () => {
    expect(admitPod({ warn: 'baseline' }, PRIVILEGED)).toEqual(admitted(`would violate PodSecurity "baseline:latest": ${DETAIL}`));
  });

  test.each<[string, Record<string, string>]>([
    ['no labels', {}],
    ['only what is audited', { audit: 'restricted' }],
    ['everything allowed', { enforce: 'privileged', warn: 'privileged' }],
  ])('a pod in a namespace with %s is not checked', (_, labels) => {
    expect(admitPod(labels, PRIVILEGED)).toEqual(admitted());
  });

  test('a pod is checked again after a change of its image, not of its labels', () => {
    const previous = { metadata: { name: 'web' }, ...PRIVILEGED };
    const update = { operation: 'UPDATE', previous } as const;
    const image = { spec: { containers: [{ ...PRIVILEGED.spec.containers[0], image: 'b' }] } };
    expect(admitPod({ enforce: 'baseline' }, { ...PRIVILEGED, metadata: { name: 'web', labels: { a: 'b' } } }, update)).toEqual(admitted());
    expect(admitPod({ enforce: 'baseline' }, image, update).outcome).toMatch(/^pods "web" is forbidden: violates PodSecurity/);
    const debugger_ = { ...PRIVILEGED.spec, ephemeralContainers: [{ name: 'd', image: 'd' }] };
    expect(admitPod({ enforce: 'baseline' }, { spec: debugger_ }, { ...update, subresource: 'ephemeralcontainers' }).outcome).toMatch(
      /^pods/,
    );
    expect(admitPod({ enforce: 'baseline' }, image, { ...update, subresource: 'status' })).toEqual(admitted());
  });
});

describe('a template', () => {
  test.each<[string, ResourceRef, object]>([
    ['of a Deployment', resources.deployments, { spec: { template: PRIVILEGED } }],
    ['of a CronJob', resources.cronJobs, { spec: { jobTemplate: { spec: { template: PRIVILEGED } } } }],
  ])('a template %s is admitted with a warning', (_, resource, object) => {
    expect(admitPod({ enforce: 'restricted', warn: 'baseline' }, object, { resource })).toEqual(
      admitted(`would violate PodSecurity "baseline:latest": ${DETAIL}`),
    );
    expect(admitPod({ warn: 'baseline' }, object, { resource, subresource: 'status' })).toEqual(admitted());
  });

  test.each<[string, Record<string, string>, string | undefined]>([
    ['what is enforced', { enforce: 'baseline' }, 'baseline:latest'],
    ['what is enforced, as it was then', { enforce: 'baseline', 'enforce-version': 'v1.25' }, 'baseline:v1.25'],
    ['what is enforced, as it was when it says', { enforce: 'baseline', 'warn-version': 'v1.23' }, 'baseline:v1.23'],
    ['nothing where that is said', { enforce: 'baseline', warn: 'privileged' }, undefined],
    ['nothing where a level cannot be read', { enforce: 'strict' }, undefined],
    ['nothing where the level to warn of cannot be read', { enforce: 'baseline', warn: 'strict' }, undefined],
  ])('a template gets a warning for %s', (_, labels, policy) => {
    const { warnings } = admitPod(labels, { spec: { template: PRIVILEGED } }, { resource: resources.deployments });
    expect(warnings).toEqual(policy === undefined ? [] : [`would violate PodSecurity "${policy}": ${DETAIL}`]);
  });

  test('objects without a template are ignored', () => {
    expect(admitPod({ warn: 'baseline' }, { data: {} }, { resource: resources.configMaps })).toEqual(admitted());
  });
});

describe('a namespace', () => {
  const asked = (labels: Record<string, string>, before?: Record<string, string>, ...pods: KubeObject[]) =>
    admitPod(
      {},
      { metadata: { name: 'default', labels: prefixed(labels) } },
      {
        resource: resources.namespaces,
        namespace: '',
        name: 'default',
        ...(before && { operation: 'UPDATE', previous: { metadata: { name: 'default', labels: prefixed(before) } } }),
      },
      ...pods,
    );
  const aPod = (name: string, spec: object = PRIVILEGED.spec) => ({ metadata: { name, namespace: 'default' }, spec }) as KubeObject;

  test('a namespace rejects invalid levels and versions', () => {
    const { outcome } = asked({ enforce: 'strict', 'enforce-version': 'latest', 'warn-version': '1.25', audit: 'baseline' });
    expect(outcome).toBe(
      'Namespace "default" is invalid: [metadata.labels[pod-security.kubernetes.io/enforce]: Invalid value: "strict": must be one of privileged, baseline, restricted, ' +
        'metadata.labels[pod-security.kubernetes.io/warn-version]: Invalid value: "1.25": must be "latest" or "v1.x"]',
    );
    expect(asked({ enforce: 'baseline', 'enforce-version': 'v1.0' })).toEqual(admitted());
  });

  test('a namespace with existing invalid labels accepts other changes', () => {
    expect(asked({ warn: 'strict' }, { warn: 'strict' })).toEqual(admitted());
    expect(asked({ warn: 'stricter' }, { warn: 'strict' }).outcome).toMatch(/is invalid/);
  });

  test('a namespace with a stricter level warns of existing violating pods', () => {
    const pods = [aPod('c'), aPod('b'), aPod('a'), aPod('d', { hostNetwork: true, containers: [] }), aPod('e', { containers: [] })];
    expect(asked({ enforce: 'baseline' }, {}, ...pods)).toEqual(
      admitted(
        'existing pods in namespace "default" violate the new PodSecurity enforce level "baseline:latest"',
        'a (and 2 other pods): privileged',
        'd: host namespaces',
      ),
    );
    expect(asked({ enforce: 'baseline' }, { enforce: 'restricted' }, ...pods)).toEqual(admitted());
    expect(asked({ enforce: 'baseline' }, {}, aPod('x'), aPod('y')).warnings[1]).toBe('x (and 1 other pod): privileged');
  });

  test('a namespace with many pods has the first 3000 checked', () => {
    const pods = Array.from({ length: 3001 }, (_, index) => aPod(`p${index}`, { containers: [] }));
    expect(asked({ enforce: 'baseline' }, {}, ...pods).warnings).toEqual([
      'new PodSecurity enforce level only checked against the first 3000 of 3001 existing pods',
    ]);
  });
});
