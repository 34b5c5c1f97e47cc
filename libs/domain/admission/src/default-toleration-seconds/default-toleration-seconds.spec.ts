import { describe, expect, it } from 'vitest';
import { outcomeOf, podRequest, viewOf } from '../testing/admission-case.ts';
import { defaultTolerationSeconds } from './default-toleration-seconds.ts';

const notReady = { key: 'node.kubernetes.io/not-ready', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 300 };
const unreachable = { key: 'node.kubernetes.io/unreachable', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 300 };

describe('a pod', () => {
  it.each<[string, object[] | undefined, object[] | undefined]>([
    ['without tolerations stays five minutes on a lost node', undefined, [notReady, unreachable]],
    ['keeps what it says about one taint', [{ ...notReady, tolerationSeconds: 5 }], [{ ...notReady, tolerationSeconds: 5 }, unreachable]],
    ['that tolerates everything gets nothing more', [{ operator: 'Exists' }], [{ operator: 'Exists' }]],
    [
      'that tolerates the taint only for scheduling is not spared',
      [{ key: notReady.key, effect: 'NoSchedule' }],
      [{ key: notReady.key, effect: 'NoSchedule' }, notReady, unreachable],
    ],
  ])('%s', (_, tolerations, expected) => {
    const object = { spec: { containers: [], ...(tolerations ? { tolerations } : {}) } } as object;
    expect(outcomeOf(defaultTolerationSeconds, podRequest(object), viewOf())).toEqual({ spec: { containers: [], tolerations: expected } });
  });
});
