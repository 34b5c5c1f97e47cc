import type { FieldError } from '@klockwork/api-machinery';
import { fieldErrors } from '@klockwork/api-machinery';
import { type JsonSchema, VersionSchema } from '@klockwork/structural-schema';
import { MEASURES } from './drill.ts';
import { type DrillDistribution, type DrillResult, RESULT_VERSION } from './drill-result.ts';

/** Result of one run or of several, read from a file. */
export type ReadResult = DrillResult | DrillDistribution | { readonly errors: readonly FieldError[] };

type Properties = Readonly<Record<string, JsonSchema>>;

const TEXT: JsonSchema = { type: 'string' };
const COUNT: JsonSchema = { type: 'integer', format: 'int64' };
const NUMBER: JsonSchema = { type: 'number' };
const FLAG: JsonSchema = { type: 'boolean' };
const VERDICT: JsonSchema = { type: 'string', enum: ['Passed', 'Failed', 'Inconclusive'] };
const TEXTS = list(TEXT);

const MOMENT = { revision: COUNT, time: TEXT, elapsedMs: NUMBER };

const VIOLATION = object({ ...MOMENT, value: TEXT }, { until: TEXT, object: TEXT, causes: TEXT });

const OBJECTIVE = object(
  { name: TEXT, expression: TEXT, window: TEXT, weight: NUMBER, met: FLAG, violations: list(VIOLATION), violationCount: COUNT },
  { metAt: object(MOMENT), prevention: TEXT },
);

const MEASURE = object(
  { name: { type: 'string', enum: [...MEASURES] }, value: { ...NUMBER, nullable: true }, unit: TEXT },
  { weight: NUMBER, limit: NUMBER, share: NUMBER, note: TEXT },
);

const LOAD = object({
  ...{ name: TEXT, target: TEXT, sent: COUNT, answered: COUNT, failed: COUNT },
  failures: { type: 'object', additionalProperties: COUNT },
  latencyMs: object({ p50: NUMBER, p99: NUMBER, max: NUMBER }),
});

const STEADY = object({ conditions: TEXTS, before: FLAG, losses: COUNT, lostMs: NUMBER, after: FLAG });

const FAULT = object({ name: TEXT, step: TEXT, type: TEXT, touched: COUNT, names: TEXTS, message: TEXT });

const TIMELINE = object({ ...MOMENT, type: TEXT, text: TEXT }, { object: TEXT, problem: TEXT });

const RESULT = object(
  {
    ...headOf('DrillResult'),
    ...{ title: TEXT, description: TEXT, verdict: VERDICT, reason: TEXT, message: TEXT, score: NUMBER },
    ...{ objectives: list(OBJECTIVE), measures: list(MEASURE), load: list(LOAD), steadyState: STEADY },
    ...{ faults: list(FAULT), timeline: list(TIMELINE), seed: COUNT },
    revisions: object({ first: COUNT, last: COUNT }),
    labTime: object({ from: TEXT, to: TEXT, ms: NUMBER }),
    ...{ logHash: TEXT, replay: TEXT },
  },
  { played: TEXT },
);

const DISTRIBUTION = object({
  ...headOf('DrillDistribution'),
  runs: COUNT,
  verdicts: object({ Passed: COUNT, Failed: COUNT, Inconclusive: COUNT }),
  score: object({ min: NUMBER, p10: NUMBER, median: NUMBER, max: NUMBER }),
  worst: object({ seed: COUNT, verdict: VERDICT, score: NUMBER, replay: TEXT }),
  results: list(object({ seed: COUNT, verdict: VERDICT, score: NUMBER, logHash: TEXT })),
});

/** Schemas of the JSON output, by kind. */
const SCHEMAS: ReadonlyMap<unknown, VersionSchema> = new Map([
  ['DrillResult', new VersionSchema(RESULT)],
  ['DrillDistribution', new VersionSchema(DISTRIBUTION)],
]);

/** Reads a result from a value of JSON. Errors have Kubernetes' form and come all at once. */
export function readDrillResult(value: unknown): ReadResult {
  if (typeof value !== 'object' || value === null) return { errors: [fieldErrors.invalidWhole('', 'must be an object')] };
  const { kind } = value as { kind?: unknown };
  const schema = SCHEMAS.get(kind);
  if (schema === undefined) return { errors: [fieldErrors.notSupported('kind', kind, [...SCHEMAS.keys()].map(String))] };
  const fitted = JSON.parse(JSON.stringify(value)) as object;
  const unknown = schema.fit(fitted).map((path) => fieldErrors.forbidden(path, 'unknown field'));
  const errors = [...unknown, ...schema.validate({ object: fitted })];
  return errors.length > 0 ? { errors } : (fitted as unknown as DrillResult | DrillDistribution);
}

/** Returns the JSON Schema (2020-12) of the JSON output. */
export function resultJsonSchema(): object {
  return { $schema: 'https://json-schema.org/draft/2020-12/schema', oneOf: [standard(RESULT), standard(DISTRIBUTION)] };
}

function headOf(kind: string): Properties {
  return {
    apiVersion: { type: 'string', enum: ['klockwork.dev/v1alpha1'] },
    kind: { type: 'string', enum: [kind] },
    schemaVersion: { type: 'integer', enum: [RESULT_VERSION] },
    drill: TEXT,
  };
}

function list(items: JsonSchema): JsonSchema {
  return { type: 'array', items };
}

function object(required: Properties, optional: Properties = {}): JsonSchema {
  return { type: 'object', properties: { ...required, ...optional }, required: Object.keys(required) };
}

/** OpenAPI's `nullable` is a second type in JSON Schema, and names of fields are closed. */
function standard(schema: JsonSchema): object {
  const { nullable, format: _, properties, items, ...rest } = schema;
  return {
    ...rest,
    ...(nullable && { type: [schema.type, 'null'] }),
    ...(properties && {
      properties: Object.fromEntries(Object.entries(properties).map(([name, field]) => [name, standard(field as JsonSchema)])),
      additionalProperties: false,
    }),
    ...(items !== undefined && { items: standard(items as JsonSchema) }),
  };
}
