import { expect, test } from 'vitest';
import { managedFieldsProblem } from './managed-fields-problem.ts';

const ENTRY = { manager: 'kubectl', operation: 'Update', apiVersion: 'v1', fieldsType: 'FieldsV1', fieldsV1: { 'f:data': { 'f:a': {} } } };

test.each([
  [{}, undefined],
  [{ operation: 'Patch' }, 'operation must be `Apply` or `Update`'],
  [{ apiVersion: '' }, 'apiVersion must not be empty'],
  [{ fieldsType: '' }, 'missing fieldsType in managed fields entry 1'],
  [{ fieldsType: 'FieldsV2' }, 'invalid fieldsType "FieldsV2" in managed fields entry 1'],
])('an entry with %j has the problem %j', (change, problem) => {
  expect(managedFieldsProblem([ENTRY, { ...ENTRY, ...change }])).toBe(problem);
});

test('unreadable fields name the entry', () => {
  expect(managedFieldsProblem([{ ...ENTRY, fieldsV1: { odd: {} } }])).toMatch(
    /^error decoding versioned set from .*: error decoding set: /,
  );
});
