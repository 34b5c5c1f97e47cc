import { type JsonSchema, VersionSchema } from '@klockwork/structural-schema';
import { MEASURES } from './drill.ts';

const ITEMS_MAX = 100;

function text(fields: JsonSchema = {}): JsonSchema {
  return { type: 'string', minLength: 1, ...fields };
}

function list(items: JsonSchema): JsonSchema {
  return { type: 'array', items, maxItems: ITEMS_MAX, default: [] };
}

function object(properties: Readonly<Record<string, JsonSchema>>, required: readonly string[] = []): JsonSchema {
  return { type: 'object', properties: { ...properties }, ...(required.length > 0 && { required: [...required] }) };
}

const LAB: JsonSchema = {
  ...object({
    // A number, or a list of names.
    nodes: { 'x-kubernetes-preserve-unknown-fields': true, default: 3 },
    seed: { type: 'integer', format: 'int64', minimum: 0, default: 1 },
    latency: text({ enum: ['fast', 'realistic'], default: 'realistic' }),
    at: text({ format: 'date-time', default: '2026-01-01T00:00:00Z' }),
  }),
  default: {},
};

const LOAD = object(
  {
    name: text(),
    namespace: text({ default: 'default' }),
    service: text(),
    port: { type: 'integer', minimum: 1, maximum: 65_535, default: 80 },
    path: text({ pattern: '^/', default: '/' }),
    ratePerSecond: { type: 'number', default: 1 },
    timeout: text({ default: '2s' }),
  },
  ['name', 'service'],
);

const STEP = object({
  name: text(),
  apply: text(),
  delete: text(),
  patch: object({ object: text(), type: text({ enum: ['strategic', 'merge', 'json'], default: 'strategic' }), patch: text() }, [
    'object',
    'patch',
  ]),
  wait: object({ for: text(), within: text({ default: '5m' }) }, ['for']),
  advance: text(),
  fault: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
  endFault: text(),
  mayTouchNothing: { type: 'boolean' },
  drain: object({ node: text(), within: text({ default: '10m' }) }, ['node']),
  kubectl: text(),
  player: object({ task: text(), within: text() }),
});

const OBJECTIVE = object(
  {
    name: text(),
    expression: text(),
    window: text({ enum: ['Always', 'Within', 'AtEnd'], default: 'Always' }),
    within: text(),
    after: text(),
    grace: text(),
    weight: { type: 'integer', minimum: 0, maximum: 100, default: 1 },
    prevention: text(),
    object: text(),
  },
  ['name', 'expression'],
);

const MEASURE = object(
  {
    name: text({ enum: [...MEASURES] }),
    weight: { type: 'integer', minimum: 1, maximum: 100, default: 1 },
    limit: { type: 'number' },
  },
  ['name', 'limit'],
);

const PLAY = object({ name: text(), description: text(), steps: list(STEP) }, ['name']);
const HINT = object({ text: text(), cost: { type: 'integer', minimum: 0, maximum: 100, default: 5 } }, ['text']);

/** Schema of a drill, after `objectives` in text form became objects. */
export const drillSchema = new VersionSchema(
  object(
    {
      spec: object(
        {
          title: text(),
          description: { type: 'string', default: '' },
          lab: LAB,
          setup: list(STEP),
          load: list(LOAD),
          steadyState: list(text()),
          steps: list(STEP),
          objectives: list(OBJECTIVE),
          measures: list(MEASURE),
          solutions: list(PLAY),
          cheats: list(PLAY),
          hints: list(HINT),
        },
        ['title'],
      ),
    },
    ['spec'],
  ),
);
