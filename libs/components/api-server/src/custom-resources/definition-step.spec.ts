import { copy } from '@klockwork/kernel';
import type { CustomResourceDefinition } from '@klockwork/resources';
import { expect, test } from 'vitest';
import { definitionStep } from './definition-step.ts';

const NOW = '2026-01-01T00:00:00Z';
const names = { plural: 'boxes', kind: 'Box' };
const condition = (type: string) => ({ type, status: 'True', reason: 'Good', message: '', lastTransitionTime: NOW });

const stored = (type: string | undefined, further: object[] = []): CustomResourceDefinition => ({
  metadata: { name: 'boxes.example.com' },
  spec: {
    group: 'example.com',
    names,
    scope: 'Namespaced',
    versions: [{ name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: { ...(type && { type }) } } }],
  },
  status: { acceptedNames: names, conditions: [condition('NamesAccepted'), condition('Established'), ...(further as never[])] },
});

function conditionsAfter(definition: CustomResourceDefinition) {
  const step = definitionStep(definition, { inGroup: [definition], objects: 0, now: NOW });
  if (step?.type !== 'write') return step;
  const draft = copy(definition) as CustomResourceDefinition;
  step.change(draft);
  return draft.status?.conditions?.slice(2);
}

const VIOLATIONS = {
  type: 'NonStructuralSchema',
  status: 'True',
  reason: 'Violations',
  message: 'spec.versions[0].schema.openAPIV3Schema.type: Required value: must not be empty at the root',
  lastTransitionTime: NOW,
};

test('an old definition without a structural schema gets a condition once', () => {
  expect(conditionsAfter(stored(undefined))).toEqual([VIOLATIONS]);
  expect(conditionsAfter(stored(undefined, [VIOLATIONS]))).toBeUndefined();
});

test('a definition with a structural schema loses the condition', () => {
  expect(conditionsAfter(stored('object', [VIOLATIONS]))).toEqual([]);
  expect(conditionsAfter(stored('object'))).toBeUndefined();
});
