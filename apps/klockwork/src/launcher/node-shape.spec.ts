import { expect, test } from 'vitest';
import { shapeEnvironment } from './node-shape.ts';

test('agents receive the given node options only', () => {
  expect(shapeEnvironment({})).toEqual({});
  expect(shapeEnvironment({ cpu: '8', memory: '16Gi', ephemeralStorage: '100Gi', pods: 250, zones: ['a', 'b'], parallelPulls: 5 })).toEqual(
    {
      KLOCKWORK_NODE_CPU: '8',
      KLOCKWORK_NODE_MEMORY: '16Gi',
      KLOCKWORK_NODE_EPHEMERAL_STORAGE: '100Gi',
      KLOCKWORK_NODE_PODS: '250',
      KLOCKWORK_ZONES: 'a,b',
      KLOCKWORK_PARALLEL_PULLS: '5',
    },
  );
});
