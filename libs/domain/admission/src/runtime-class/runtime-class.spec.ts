import { type RuntimeClass, resources } from '@klockwork/resources';
import { describe, expect, test } from 'vitest';
import { outcomeOf, podRequest, viewOf } from '../testing/admission-case.ts';
import { mergeTolerations } from './merge-tolerations.ts';
import { runtimeClass } from './runtime-class.ts';

const sandboxed: RuntimeClass = {
  metadata: { name: 'gvisor' },
  handler: 'runsc',
  overhead: { podFixed: { cpu: '100m' } },
  scheduling: { nodeSelector: { sandbox: 'true' }, tolerations: [{ key: 'sandbox', operator: 'Exists' }] },
};

function admitPod(spec: object) {
  const object = { metadata: { name: 'web' }, spec: { containers: [], ...spec } };
  return outcomeOf(runtimeClass, podRequest(object), viewOf([resources.runtimeClasses, sandboxed]));
}

describe('a pod of a runtime class', () => {
  test('a pod gets overhead, nodeSelector and tolerations of its runtime class', () => {
    const tolerations = [{ key: 'team', operator: 'Equal', value: 'a' }];
    expect(admitPod({ runtimeClassName: 'gvisor', nodeSelector: { zone: 'a' }, tolerations })).toEqual({
      metadata: { name: 'web' },
      spec: {
        containers: [],
        runtimeClassName: 'gvisor',
        overhead: { cpu: '100m' },
        nodeSelector: { zone: 'a', sandbox: 'true' },
        tolerations: [...tolerations, { key: 'sandbox', operator: 'Exists' }],
      },
    });
  });

  test.each([
    ['that is not there', { runtimeClassName: 'kata' }, 'pod rejected: RuntimeClass "kata" not found'],
    [
      'with another overhead',
      { runtimeClassName: 'gvisor', overhead: { cpu: '1' } },
      "pod rejected: Pod's Overhead doesn't match RuntimeClass's defined Overhead",
    ],
    [
      'whose name it leaves out',
      { overhead: { cpu: '1' } },
      'pod rejected: Pod Overhead set without corresponding RuntimeClass defined Overhead',
    ],
    [
      'for other nodes',
      { runtimeClassName: 'gvisor', nodeSelector: { sandbox: 'false' } },
      'conflict: runtimeClass.scheduling.nodeSelector[sandbox] = true; pod.spec.nodeSelector[sandbox] = false',
    ],
  ])('a runtime class %s is refused', (_, spec, detail) => {
    expect(admitPod(spec)).toMatchObject({ code: 403, message: `pods "web" is forbidden: ${detail}` });
  });

  test('a pod without a runtime class stays unchanged', () => {
    expect(admitPod({})).toEqual({ metadata: { name: 'web' }, spec: { containers: [] } });
  });
});

describe('tolerations', () => {
  const all = { operator: 'Exists' };
  const team = { key: 'team', operator: 'Equal', value: 'a' };
  const short = { key: 'down', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 5 };
  test.each([
    ['that are equal are said once', [team, team], [team]],
    ['of everything say all others', [team, all], [all]],
    ['before a wider one are left out', [team, { key: 'team', operator: 'Exists' }], [{ key: 'team', operator: 'Exists' }]],
    ['of other values stay', [team, { ...team, value: 'b' }], [team, { ...team, value: 'b' }]],
    ['of a shorter time are left out', [short, { ...short, tolerationSeconds: 9 }], [{ ...short, tolerationSeconds: 9 }]],
    ['of another effect stay', [{ ...all, effect: 'NoSchedule' }, short], [{ ...all, effect: 'NoSchedule' }, short]],
  ])('a toleration %s', (_, given, merged) => {
    expect(mergeTolerations(given)).toEqual(merged);
  });
});
