import { copy } from '@klockwork/kernel';
import { expect, test } from 'vitest';
import { EmbeddedError, type JsonSchema, VersionSchema } from './index.ts';
import lines from './testing/oracle-cases.json' with { type: 'json' };

/** Schema, object and previous object, with what `k8s.io/apiextensions-apiserver` 1.35 makes of them. */
interface OracleCase {
  readonly schema: JsonSchema;
  readonly object: object;
  readonly previous?: object;
  readonly refusal?: string;
  readonly unknown?: readonly string[];
  readonly fitted?: object;
  readonly errors?: readonly string[];
}

/** Upstream's order of errors is random. */
function answerTo({ schema, object, previous }: OracleCase) {
  const version = new VersionSchema(schema);
  const fitted = copy(object) as object;
  try {
    const unknown = version.fit(fitted);
    version.setDefaults(fitted);
    const errors = version.validate({ object: copy(fitted), previous });
    return { unknown, fitted, errors: errors.map(({ field, reason, message }) => `${field}: ${reason}: ${message}`).sort() };
  } catch (error) {
    if (error instanceof EmbeddedError) return { refusal: error.message };
    throw error;
  }
}

test('schemas prune, default and validate objects as upstream does', () => {
  expect(lines).toHaveLength(160);
  for (const [index, line] of lines.entries()) {
    const { schema, object, previous, ...expected } = JSON.parse(line) as OracleCase;
    const sorted = expected.errors === undefined ? expected : { ...expected, errors: expected.errors.toSorted() };
    expect(answerTo({ schema, object, ...(previous && { previous }) }), `case ${index}`).toEqual(sorted);
  }
});
