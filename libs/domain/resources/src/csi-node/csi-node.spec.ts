import { expect, test } from 'vitest';
import { build, rowOf, tryCreate, tryUpdate } from '../testing/index.ts';
import { csiNodeKind } from './csi-node.kind.ts';

const DRIVER = { name: 'disks.example.com', nodeID: 'i-1', topologyKeys: ['zone'], allocatable: { count: 8 } };
const aNode = (...drivers: object[]) => ({ metadata: { name: 'node-1' }, spec: { drivers } }) as never;

test('a CSINode lists drivers, and kubectl counts them', () => {
  expect(tryCreate(csiNodeKind, aNode(DRIVER)).errors).toEqual([]);
  expect(rowOf(csiNodeKind, aNode(DRIVER), 0)).toMatchObject({ Name: 'node-1', Drivers: 1 });
});

test('drivers without names, twice, or with odd numbers and keys are refused', () => {
  const odd = { name: 'disks.example.com', nodeID: 'x'.repeat(257), topologyKeys: ['zone', 'zone', ''], allocatable: { count: -1 } };
  const { errors } = tryCreate(csiNodeKind, aNode(DRIVER, odd, { name: 'a'.repeat(64) }, {}));
  expect(errors).toEqual([
    `spec.drivers[1].nodeID: Invalid value: "${'x'.repeat(257)}": must be 256 characters or less`,
    'spec.drivers[1].allocatable.count: Invalid value: -1: must be greater than or equal to 0',
    'spec.drivers[1].name: Duplicate value: "disks.example.com"',
    'spec.drivers[1]: Duplicate value: "zone"',
    'spec.drivers[1]: Required value',
    'spec.drivers[1]: Invalid value: "": name part must be non-empty',
    "spec.drivers[1]: Invalid value: \"\": name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')",
    'spec.drivers[2].name: Too long: may not be more than 63 bytes',
    'spec.drivers[2].nodeID: Required value',
    'spec.drivers[3].name: Required value',
    'spec.drivers[3].nodeID: Required value',
  ]);
});

test('a replacement requires a resourceVersion', () => {
  const { allowUnconditionalUpdate, returnsDeletedObject } = csiNodeKind.strategy;
  expect([allowUnconditionalUpdate, returnsDeletedObject]).toEqual([false, true]);
});

test.each<[string, object[], number]>([
  ['may go', [], 0],
  ['may have more volumes', [{ ...DRIVER, allocatable: { count: 9 } }], 0],
  ['may not be another one', [{ ...DRIVER, nodeID: 'i-2' }], 1],
])('a driver %s', (_, drivers, refusals) => {
  const { errors } = tryUpdate(csiNodeKind, build(aNode(DRIVER)), (draft) => {
    draft.spec = { drivers: drivers as never };
  });
  expect(errors.length).toBe(refusals);
  for (const error of errors) expect(error).toMatch(/^spec\.drivers: Invalid value: \{.*"nodeID":"i-2".*\}: field is immutable$/);
});
