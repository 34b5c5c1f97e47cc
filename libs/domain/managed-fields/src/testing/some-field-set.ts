import fc from 'fast-check';
import { EMPTY, type FieldSet, makeNode, union } from '../field-set.ts';
import { fieldElement, keyElement, valueElement } from '../path-element.ts';

const name = fc.constantFrom('a', 'b', 'spec', 'replicas', 'é', '\u{1f600}', '\uff5e', '');
const scalar = fc.oneof(fc.integer({ min: -20, max: 200 }), fc.constantFrom('a', 'a!', 'a-b', '<&>', '"', 'é'), fc.boolean());

const element = fc.oneof(
  { weight: 4, arbitrary: name.map(fieldElement) },
  { weight: 2, arbitrary: scalar.map((value) => keyElement(['name'], () => value)) },
  { weight: 1, arbitrary: fc.tuple(scalar, scalar).map((values) => keyElement(['port', 'protocol'], (index) => values[index])) },
  { weight: 1, arbitrary: scalar.map(valueElement) },
  { weight: 1, arbitrary: fc.nat(20).map((index) => `i:${index}`) },
);

/** Any set of fields: deep, with every kind of element, in upstream's order. */
export const someFieldSet: fc.Arbitrary<FieldSet> = fc
  .array(fc.array(element, { minLength: 1, maxLength: 4 }), { maxLength: 8 })
  .map((paths) => paths.map(setOfPath).reduce(union, EMPTY));

function setOfPath(path: readonly string[]): FieldSet {
  return path.reduceRight<FieldSet>((below, each) => makeNode({ [each]: below }, false) ?? EMPTY, EMPTY);
}
