import { describe, expect, test } from 'vitest';
import { aRuntimeClass, rowOf, tryCreate, tryUpdate } from '../testing/index.ts';
import { runtimeClassKind } from './runtime-class.kind.ts';

test('kubectl get runtimeclasses prints its row', () => {
  expect(rowOf(runtimeClassKind, aRuntimeClass(), Date.parse('2026-01-01T00:01:00Z'))).toEqual({
    Name: 'gvisor',
    Handler: 'runsc',
    Age: '60s',
  });
});

test('the overhead has canonical quantities', () => {
  const { object, errors } = tryCreate(runtimeClassKind, aRuntimeClass({ overhead: { podFixed: { memory: '1024Mi' } } }));
  expect([errors, object.overhead]).toEqual([[], { podFixed: { cpu: '100m', memory: '1Gi' } }]);
});

describe('a class is refused', () => {
  test.each<[string, object, string[]]>([
    [
      'without a handler',
      { handler: undefined },
      [
        "handler: Invalid value: \"\": a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')",
      ],
    ],
    [
      'with an overhead of nothing that containers know',
      { overhead: { podFixed: { pods: '1' } } },
      ['overhead.limits[pods]: Invalid value: "pods": must be a standard resource for containers'],
    ],
    [
      'with a toleration that matches by nothing',
      { scheduling: { tolerations: [{ operator: 'Equal', value: 'x' }] } },
      [
        'scheduling.tolerations[0].operator: Invalid value: "Equal": operator must be Exists when `key` is empty, which means "match all values and all keys"',
      ],
    ],
    [
      'with a toleration that is there already, for however long',
      {
        scheduling: {
          tolerations: [
            { key: 'a', operator: 'Exists' },
            { key: 'a', operator: 'Exists', effect: 'NoExecute' },
            { key: 'a', operator: 'Exists' },
          ],
        },
      },
      ['scheduling.tolerations[2]: Duplicate value: {"Key":"a","Operator":"Exists","Value":"","Effect":"","TolerationSeconds":null}'],
    ],
  ])('a class is refused %s', (_, change, errors) => {
    expect(tryCreate(runtimeClassKind, { ...aRuntimeClass(), ...change }).errors).toEqual(errors);
  });
});

test('renamed node labels cause a warning', () => {
  const nodeSelector = { 'beta.kubernetes.io/os': 'linux', 'beta.kubernetes.io/arch': 'amd64', disk: 'ssd' };
  expect(tryCreate(runtimeClassKind, aRuntimeClass({ scheduling: { nodeSelector } })).warnings).toEqual([
    'scheduling.nodeSelector: deprecated since v1.14; use "kubernetes.io/arch" instead',
    'scheduling.nodeSelector: deprecated since v1.14; use "kubernetes.io/os" instead',
  ]);
});

test('the handler never changes', () => {
  const changed = tryUpdate(runtimeClassKind, aRuntimeClass(), (draft) => {
    draft.handler = 'kata';
  });
  expect(changed.errors).toEqual(['handler: Invalid value: "kata": field is immutable']);
});
