import fc from 'fast-check';
import { expect, test } from 'vitest';
import { difference, EMPTY, type FieldSet, inOrder, makeNode, pathsOf, union } from '../field-set.ts';
import { SAMPLES } from '../testing/some-objects.ts';
import { fieldSetOf, fieldsIn } from './field-set-of.ts';
import { withNamedFields } from './named-fields.ts';
import { removeFields } from './remove-fields.ts';
import { unshared } from './unshared.ts';

function setOfPath(path: readonly string[]): FieldSet {
  return path.reduceRight<FieldSet>((below, element) => makeNode({ [element]: below }, false) ?? EMPTY, EMPTY);
}

/** Items keep their keys, or are removed whole. */
function isKey(path: readonly string[]): boolean {
  return path.at(-2)?.startsWith('k:') === true && ['f:name', 'f:port', 'f:containerPort', 'f:protocol'].includes(path.at(-1) ?? '');
}

/** Removes empty lists and their parents, which mention nothing. */
function withoutEmpty(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(withoutEmpty);
  const entries = Object.entries(value).map(([key, child]) => [key, withoutEmpty(child)] as const);
  return Object.fromEntries(entries.filter(([, child]) => typeof child !== 'object' || Object.keys(child as object).length > 0));
}

test.each(SAMPLES)('removed fields of a $kind are found in the differing parts alone', ({ schema, objects }) => {
  fc.assert(
    fc.property(objects, fc.infiniteStream(fc.boolean()), (object, choices) => {
      const whole = withoutEmpty(object) as typeof object;
      const gone = pathsOf(fieldSetOf(whole, schema)).filter((path) => choices.next().value && !isKey(path));
      const rest = removeFields(whole, gone.map(setOfPath).reduce(union, EMPTY), schema);
      const mentioned = (object: typeof whole) => withNamedFields(fieldsIn(object, schema), schema);
      const expected = difference(mentioned(whole), mentioned(rest));
      const found = difference(mentioned(unshared(whole, rest, schema)), mentioned(unshared(rest, whole, schema)));
      expect(pathsOf(inOrder(found))).toEqual(pathsOf(inOrder(expected)));
    }),
  );
});
