import { goQuote } from '@klockwork/api-machinery';
import type { SchemaNode } from '../schema-node.ts';
import type { Check } from './check.ts';
import { composite, type Problem } from './problem.ts';

type CheckValue = (value: unknown, node: SchemaNode, check: Check) => number;

interface Outcome {
  readonly problems: readonly Problem[];
  readonly passed: number;
}

/**
 * Reports problems with `anyOf`, `oneOf`, `allOf` and `not`, also of unchanged values. Returns the passed checks. Models
 * `schemaPropsValidator`.
 */
export function checkAlternatives(value: unknown, node: SchemaNode, check: Check, checkValue: CheckValue): number {
  const { allOf, anyOf, oneOf, not } = node;
  if (allOf.length + anyOf.length + oneOf.length === 0 && not === undefined) return 1;
  const attempt = (schema: SchemaNode): Outcome => {
    const problems: Problem[] = [];
    return { passed: checkValue(value, schema, { place: check.place, problems }), problems };
  };
  const passed = checkAny(anyOf, attempt, check) + checkOne(oneOf, attempt, check) + checkAll(allOf, attempt, check);
  if (not !== undefined && attempt(not).problems.length === 0)
    check.problems.push(composite(check.place, (name) => `${goQuote(name)} must not validate the schema (not)`));
  return passed + 1;
}

type Attempt = (schema: SchemaNode) => Outcome;

/** Takes the first alternative that fits, or adds problems of the best. */
function checkAny(schemas: readonly SchemaNode[], attempt: Attempt, { place, problems }: Check): number {
  if (schemas.length === 0) return 0;
  let best: Outcome | undefined;
  for (const schema of schemas) {
    const outcome = attempt(schema);
    if (outcome.problems.length === 0) return outcome.passed;
    if (best === undefined || outcome.passed > best.passed) best = outcome;
  }
  problems.push(composite(place, (name) => `${goQuote(name)} must validate at least one schema (anyOf)`));
  problems.push(...(best?.problems ?? []));
  return best?.passed ?? 0;
}

function checkOne(schemas: readonly SchemaNode[], attempt: Attempt, { place, problems }: Check): number {
  if (schemas.length === 0) return 0;
  const outcomes = schemas.map(attempt);
  const fitting = outcomes.filter((outcome) => outcome.problems.length === 0);
  if (fitting.length === 1) return fitting[0]?.passed ?? 0;
  const outcome = fitting.length === 0 ? 'Found none valid' : `Found ${fitting.length} valid alternatives`;
  problems.push(composite(place, (name) => `${goQuote(name)} must validate one and only one schema (oneOf). ${outcome}`));
  if (fitting.length > 0) return 0;
  const best = outcomes.reduce((one, other) => (other.passed > one.passed ? other : one));
  problems.push(...best.problems);
  return best.passed;
}

function checkAll(schemas: readonly SchemaNode[], attempt: Attempt, { place, problems }: Check): number {
  const outcomes = schemas.map(attempt);
  for (const outcome of outcomes) problems.push(...outcome.problems);
  const fitting = outcomes.filter((outcome) => outcome.problems.length === 0).length;
  const none = fitting === 0 ? '. None validated' : '';
  if (fitting < schemas.length) problems.push(composite(place, (name) => `${goQuote(name)} must validate all the schemas (allOf)${none}`));
  return outcomes.reduce((sum, { passed }) => sum + passed, 0);
}
