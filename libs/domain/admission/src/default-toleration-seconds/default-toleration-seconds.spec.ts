import { describe, expect, test } from 'vitest';
import { outcomeOf, podRequest, viewOf } from '../testing/admission-case.ts';
import { defaultTolerationSeconds } from './default-toleration-seconds.ts';

const notReady = { key: 'node.kubernetes.io/not-ready', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 300 };
const unreachable = { key: 'node.kubernetes.io/unreachable', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 300 };

describe('a pod', () => {
  test.each<[string, object[] | undefined, object[] | undefined]>([
    ['a pod without tolerations stays five minutes on a lost node', undefined, [notReady, unreachable]],
    [
      'a pod keeps its own toleration of one taint',
      [{ ...notReady, tolerationSeconds: 5 }],
      [{ ...notReady, tolerationSeconds: 5 }, unreachable],
    ],
    ['a pod that tolerates everything stays unchanged', [{ operator: 'Exists' }], [{ operator: 'Exists' }]],
    [
      'a NoSchedule toleration adds the defaults',
      [{ key: notReady.key, effect: 'NoSchedule' }],
      [{ key: notReady.key, effect: 'NoSchedule' }, notReady, unreachable],
    ],
  ])('%s', (_, tolerations, expected) => {
    const object = { spec: { containers: [], ...(tolerations ? { tolerations } : {}) } } as object;
    expect(outcomeOf(defaultTolerationSeconds, podRequest(object), viewOf())).toEqual({ spec: { containers: [], tolerations: expected } });
  });
});
