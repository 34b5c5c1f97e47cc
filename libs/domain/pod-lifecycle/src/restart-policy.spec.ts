import type { Container } from '@klockwork/kubernetes-types';
import { expect, test } from 'vitest';
import { isRestarted } from './restart-policy.ts';
import { boundPod, PodOnNode } from './testing/pod-on-node.ts';

const rule = (operator: string, ...values: number[]) => ({ action: 'Restart', exitCodes: { operator, values } });

test.each([
  ['Always', undefined, [], 0, true],
  ['Never', 'OnFailure', [], 1, true],
  ['Never', 'OnFailure', [], 0, false],
  ['Always', 'Never', [], 1, false],
  ['Always', 'Never', [rule('In', 42)], 42, true],
  ['Always', 'Never', [rule('In', 42)], 43, false],
  ['Always', 'Never', [rule('NotIn', 0, 1)], 2, true],
  ['Always', 'Never', [rule('NotIn', 0, 1)], 1, false],
  ['Never', 'Always', [rule('In', 42)], 0, true],
  ['Never', undefined, [rule('In', 42)], 42, false],
])('in a pod with %s, a container with %s and rules %j that exits with %i restarts: %s', (pod, own, rules, exitCode, expected) => {
  const container = { name: 'main', ...(own && { restartPolicy: own }), restartPolicyRules: rules } as Container;
  const exited = new PodOnNode(boundPod()).report('main', 0, { state: 'exited', exitCode });
  expect(isRestarted(boundPod({ restartPolicy: pod, containers: [container] }), container, exited)).toBe(expected);
});
