import { expect, test } from 'vitest';
import { faultObject } from './fault-form.ts';
import { faultTypes, type Schemas } from './fault-schema.ts';
import { type FaultTarget, faultsOf } from './fault-targets.ts';

const ref = (name: string) => ({ description: `${name}.`, allOf: [{ $ref: `#/components/schemas/dev.klockwork.v1alpha1.${name}` }] });
const list = { type: 'array', items: { type: 'string' }, description: 'Names.' };
const schemas: Schemas = {
  'dev.klockwork.v1alpha1.FaultSpec': {
    properties: {
      type: { type: 'string' },
      duration: { type: 'string' },
      nodePowerLoss: ref('NodesFault'),
      apiErrors: ref('ApiErrorsFault'),
    },
  },
  'dev.klockwork.v1alpha1.NodesFault': { properties: { nodeSelector: { type: 'object' }, nodes: list } },
  'dev.klockwork.v1alpha1.ApiErrorsFault': {
    properties: { percent: { type: 'number' }, error: { type: 'string', enum: ['Conflict', 'Timeout'] } },
    required: ['error'],
  },
};

test('the types and their fields come from the schemas, required fields first', () => {
  expect(faultTypes(schemas).map(({ type, member, fields }) => [type, member, fields.map(({ name, form }) => `${name}: ${form}`)])).toEqual(
    [
      ['ApiErrors', 'apiErrors', ['error: choice', 'percent: number']],
      ['NodePowerLoss', 'nodePowerLoss', ['nodeSelector: labels', 'nodes: list']],
    ],
  );
});

test('a filled form is a Fault, without its empty fields', () => {
  const [errors, power] = faultTypes(schemas);
  if (errors === undefined || power === undefined) throw new Error('the types are missing');
  expect(faultObject(power, { nodes: 'node-1, node-2,', nodeSelector: 'zone=a' }, { duration: '10m', after: '' })).toEqual({
    ...{ apiVersion: 'klockwork.dev/v1alpha1', kind: 'Fault', metadata: { generateName: 'node-power-loss-' } },
    spec: { type: 'NodePowerLoss', duration: '10m', nodePowerLoss: { nodes: ['node-1', 'node-2'], nodeSelector: { zone: 'a' } } },
  });
  expect(faultObject(errors, { error: 'Timeout', percent: '50' }, { duration: '', after: '1m' })).toMatchObject({
    spec: { type: 'ApiErrors', after: '1m', apiErrors: { error: 'Timeout', percent: 50 } },
  });
});

test.each<[FaultTarget, string[]]>([
  [{ type: 'node', name: 'node-1' }, ['NodePowerLoss', 'AgentFrozen', 'Partition', 'ClockSkew', 'SlowDisk', 'CpuBrownout']],
  [{ type: 'pod', name: 'web', namespace: 'shop', labels: { app: 'web' }, images: ['nginx'] }, ['ContainerCrash', 'ImagePullFailure']],
  [{ type: 'process', name: 'scheduler' }, ['ProcessKill', 'BusDelay', 'BusLoss', 'Partition']],
  [{ type: 'api' }, ['ApiErrors', 'ApiLatency', 'StaleReads']],
])('%o offers the faults that concern it', (target, types) => {
  expect(Object.keys(faultsOf(target))).toEqual(types);
});

test('a pod is chosen by its labels', () => {
  const target = {
    type: 'pod',
    name: 'web',
    namespace: 'shop',
    labels: { app: 'web', tier: 'front' },
    images: ['nginx', 'redis'],
  } as const;
  expect(faultsOf(target)).toEqual({
    ContainerCrash: { namespace: 'shop', podSelector: 'app=web, tier=front' },
    ImagePullFailure: { images: 'nginx, redis' },
  });
});
