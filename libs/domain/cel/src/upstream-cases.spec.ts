import { parseJson } from '@klockwork/kernel';
import { describe, expect, test } from 'vitest';
import { Environment, sizesOf, type Value } from './index.ts';
import { collectStructs, type DeclaredType, declaredType } from './schema/declared-type.ts';
import { conversionOf } from './schema/json-value.ts';
import type { CelSchema } from './schema/schema.ts';
import { showValue } from './testing/show-value.ts';
import file from './testing/upstream-cases.json' with { type: 'json' };
import { CelError } from './values/value.ts';

// Recorded from k8s.io/apiserver 0.35.1: expression, then the report of a failed compilation, or the bounds of the cost, the value or error, and
// the cost of the evaluation.
interface RecordedCase {
  readonly problem?: string;
  readonly type?: string;
  readonly estimate?: readonly [number, number];
  readonly value?: string;
  readonly error?: string;
  readonly cost?: number;
}

const recorded = file as unknown as {
  readonly schema: CelSchema;
  readonly self: string;
  readonly cases: readonly (readonly [string, RecordedCase])[];
};
const declared = declaredType(recorded.schema, 'selfType1') as DeclaredType;
const structs = new Map();
collectStructs(declared, structs);
const environment = new Environment({ variables: new Map([['self', declared.type]]), structs, sizeOf: sizesOf(declared) });
const self: Value = conversionOf(recorded.schema)(parseJson(recorded.self));

function observe(expression: string): RecordedCase {
  const compilation = environment.compile(expression);
  if (compilation.problem !== undefined) {
    return { problem: compilation.stage === 'instantiation' ? `program: ${compilation.problem}` : compilation.problem };
  }
  const { estimate } = compilation.program;
  const { value, cost, exceeded } = compilation.program.evaluate({ self });
  const result = value instanceof CelError ? { error: value.message } : { value: showValue(value) };
  return { estimate: [estimate.min, estimate.max], ...(exceeded ? {} : { cost }), ...result };
}

describe('every expression has the report, value, error, cost and estimate of upstream', () => {
  test.each(recorded.cases)('expression %s', (expression, expected) => {
    const { type, estimate, cost, ...rest } = expected;
    const numbers = expected.problem === undefined ? { estimate: estimate?.map(Number), cost } : {};
    const wanted = rest.error?.includes('cost limit') ? { estimate: estimate?.map(Number), ...rest } : { ...numbers, ...rest };
    expect(observe(expression)).toEqual(wanted);
  });
});
