import { aPod } from '@klockwork/resources/testing';
import { expect, test } from 'vitest';
import { placedPod } from './node-info.ts';

const resized = (reason?: string) =>
  aPod({
    spec: { containers: [{ name: 'web', image: 'nginx', resources: { requests: { cpu: '3', memory: '1Gi' } } }] },
    status: {
      ...(reason && { conditions: [{ type: 'PodResizePending', status: 'True', reason }] }),
      containerStatuses: [
        { name: 'web', allocatedResources: { cpu: '1', memory: '2Gi' }, resources: { requests: { cpu: '2', memory: '1Gi' } } },
      ],
    } as object,
  });

test.each([
  ['that is not resized takes what it asks for', undefined, { cpu: 3000, memory: 2 ** 30 }],
  ['that waits for room takes the most of what it asks for, was granted and has', 'Deferred', { cpu: 3000, memory: 2 ** 31 }],
  ['whose node can never grant it takes what it has', 'Infeasible', { cpu: 2000, memory: 2 ** 31 }],
])('a pod %s', (_, reason, requests) => {
  expect(placedPod(resized(reason)).requests).toEqual(requests);
});
