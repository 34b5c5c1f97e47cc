import { copy, type Mutable } from '@klockwork/kernel';
import { describe, expect, test } from 'vitest';
import type { PodSpec } from '../pod-template/pod-spec.ts';
import { podDefaults } from './pod.defaults.ts';
import type { Pod } from './pod.ts';
import { validatePodUpdate } from './pod-update.validation.ts';

function stored(spec: object = {}): Pod {
  const pod = copy({
    metadata: {
      name: 'web',
      namespace: 'default',
      uid: '1',
      resourceVersion: '7',
      creationTimestamp: '2026-01-01T00:00:00Z',
      generation: 1,
    },
    spec: { containers: [{ name: 'web', image: 'nginx:1' }], ...spec },
  }) as Pod;
  podDefaults(pod);
  return pod;
}

function complaints(previous: Pod, change: (spec: Mutable<PodSpec>) => void): string[] {
  const next = copy(previous) as Pod;
  change(next.spec as PodSpec);
  return validatePodUpdate(next, previous).map(({ field, message }) => `${field}: ${message}`);
}

const toleration = { key: 'a', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 300 };
const GATED = { schedulingGates: [{ name: 'wait' }] };
const REQUIRED = 'spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms';
const ofNode = { key: 'metadata.name', operator: 'In', values: ['n'] };
const requiring = (nodeSelectorTerms: readonly object[]) => ({
  ...GATED,
  affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms } } },
});

describe('mutable fields of a pod', () => {
  test.each<[string, object, (spec: Mutable<PodSpec>) => void]>([
    ['nothing', {}, () => {}],
    ['an image', {}, ({ containers }) => Object.assign(containers[0] as object, { image: 'nginx:2' })],
    [
      'the image of an init container',
      { initContainers: [{ name: 'init', image: 'busybox:1' }] },
      ({ initContainers }) => Object.assign(initContainers?.[0] as object, { image: 'busybox:2' }),
    ],
    ['the deadline, to be set', {}, (spec) => Object.assign(spec, { activeDeadlineSeconds: 60 })],
    ['the deadline, to be nearer', { activeDeadlineSeconds: 60 }, (spec) => Object.assign(spec, { activeDeadlineSeconds: 30 })],
    ['tolerations, by one more', { tolerations: [toleration] }, (spec) => spec.tolerations?.push({ key: 'b', operator: 'Exists' })],
    [
      'the seconds of a toleration',
      { tolerations: [toleration] },
      (spec) => Object.assign(spec, { tolerations: [{ ...toleration, tolerationSeconds: 1 }] }),
    ],
    [
      'a negative grace period, to one',
      { terminationGracePeriodSeconds: -5 },
      (spec) => Object.assign(spec, { terminationGracePeriodSeconds: 1 }),
    ],
    ['its gates, by one less', GATED, (spec) => Object.assign(spec, { schedulingGates: [] })],
    ['the node selector at a gate, by one more', GATED, (spec) => Object.assign(spec, { nodeSelector: { disk: 'ssd' } })],
  ])('an update of a pod may change %s', (_, spec, change) => {
    expect(complaints(stored(spec), change)).toEqual([]);
  });
});

describe('immutable fields of a pod', () => {
  test.each<[string, object, (spec: Mutable<PodSpec>) => void, readonly string[]]>([
    [
      'the number of containers',
      {},
      ({ containers }) => containers.push({ ...(stored().spec as PodSpec).containers[0], name: 'more' } as never),
      ['spec.containers: Forbidden: pod updates may not add or remove containers'],
    ],
    [
      'the deadline, to be later',
      { activeDeadlineSeconds: 60 },
      (spec) => Object.assign(spec, { activeDeadlineSeconds: 90 }),
      ['spec.activeDeadlineSeconds: Invalid value: 90: must be less than or equal to previous value'],
    ],
    [
      'the deadline, to be gone',
      { activeDeadlineSeconds: 60 },
      (spec) => delete spec.activeDeadlineSeconds,
      ['spec.activeDeadlineSeconds: Invalid value: null: must not update from a positive integer to nil value'],
    ],
    [
      'a toleration, to be gone',
      { tolerations: [toleration] },
      (spec) => delete spec.tolerations,
      ['spec.tolerations: Forbidden: existing toleration can not be modified except its tolerationSeconds'],
    ],
    [
      'its gates, by one more',
      GATED,
      (spec) => spec.schedulingGates?.push({ name: 'more' }),
      ["spec.schedulingGates[1].name: Forbidden: only deletion is allowed, but found new scheduling gate 'more'"],
    ],
    [
      'the node selector at a gate, by one less',
      { ...GATED, nodeSelector: { disk: 'ssd' } },
      (spec) => Object.assign(spec, { nodeSelector: undefined }),
      ['spec.nodeSelector: Invalid value: null: only additions to spec.nodeSelector are allowed (no mutations or deletions)'],
    ],
    [
      'the nodes that are required at a gate, to others',
      requiring([{ matchExpressions: [{ key: 'disk', operator: 'Exists' }] }, {}]),
      (spec) => Object.assign(spec, requiring([{ matchFields: [ofNode] }, { matchFields: [ofNode] }])),
      [0, 1].map(
        (index) =>
          `${REQUIRED}[${index}]: Invalid value: {"MatchExpressions":null,"MatchFields":[{"Key":"metadata.name","Operator":"In","Values":["n"]}]}: only additions are allowed (no mutations or deletions)`,
      ),
    ],
    [
      'the nodes that are required at a gate, by less terms',
      requiring([{ matchFields: [ofNode] }, { matchFields: [ofNode] }]),
      (spec) => Object.assign(spec, requiring([{ matchFields: [ofNode] }])),
      [
        `${REQUIRED}: Invalid value: [{"MatchExpressions":null,"MatchFields":[{"Key":"metadata.name","Operator":"In","Values":["n"]}]}]: no additions/deletions to non-empty NodeSelectorTerms list are allowed`,
      ],
    ],
  ])('an update of a pod may not change %s', (_, spec, change, expected) => {
    expect(complaints(stored(spec), change)).toEqual(expected);
  });

  test('an update of other fields is refused with a diff', () => {
    expect(complaints(stored(), (spec) => Object.assign(spec, { hostname: 'other' }))).toEqual([
      [
        'spec: Forbidden: pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)',
        '@@ -64,7 +64,7 @@',
        '   "SELinuxChangePolicy": null',
        '  },',
        '  "ImagePullSecrets": null,',
        '- "Hostname": "",',
        '+ "Hostname": "other",',
        '  "Subdomain": "",',
        '  "SetHostnameAsFQDN": null,',
        '  "Affinity": null,',
        '',
      ].join('\n'),
    ]);
  });

  test('the mirror annotation is immutable', () => {
    const next = stored({ nodeName: 'node-1' });
    next.metadata = { ...next.metadata, annotations: { 'kubernetes.io/config.mirror': 'x' } };
    expect(validatePodUpdate(next, stored({ nodeName: 'node-1' }))).toEqual([
      {
        reason: 'FieldValueForbidden',
        field: 'metadata.annotations[kubernetes.io/config.mirror]',
        message: 'Forbidden: may not add mirror pod annotation',
      },
    ]);
  });
});
