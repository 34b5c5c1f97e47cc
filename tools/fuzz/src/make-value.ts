import type { Schema } from '@klockwork/api-machinery';
import type { Random } from '@klockwork/kernel';
import { once, pick } from './chance.ts';
import { ODD_NUMBERS, ODD_TEXTS } from './odd-values.ts';

/** JSON value; numbers may be any text, beyond results of JSON.parse. */
export type Value = unknown;

const DEPTH_MAX = 6;
const TEXTS: readonly string[] = [
  'a',
  'b',
  'web',
  'default',
  'nginx',
  'app',
  'Always',
  'TCP',
  'ClusterIP',
  'v1',
  'apps/v1',
  'Pod',
  'True',
  'Ready',
  '10.96.0.9',
];

/** Number with a given JSON text. The engine serializes such an object verbatim. */
function rawNumber(text: string): Value {
  return (JSON as unknown as { rawJSON(text: string): unknown }).rawJSON(text);
}

export function oddValue(random: Random): Value {
  switch (random.integer(9)) {
    case 0:
      return null;
    case 1:
      return {};
    case 2:
      return [];
    case 3:
      return once(random, 2);
    case 4:
      return keyed([[pick(random, ODD_TEXTS), pick(random, ODD_TEXTS)]]);
    case 5:
      return [null, [[]], {}];
    case 6:
      return rawNumber(pick(random, ODD_NUMBERS));
    default:
      return pick(random, ODD_TEXTS);
  }
}

/** Object with arbitrary own keys, such as `__proto__`. */
export function keyed(entries: readonly (readonly [string, Value])[]): Value {
  return Object.fromEntries(entries);
}

/** A value of a type, more or less: what it holds need not make sense. */
export function randomValue(random: Random, schema: Schema, depth = 0): Value {
  if (once(random, 40)) return oddValue(random);
  switch (schema.type) {
    case 'object':
      return schema.properties === undefined ? mapOf(random, schema, depth) : structOf(random, schema, depth);
    case 'array':
      return depth > DEPTH_MAX || schema.items === undefined
        ? []
        : Array.from({ length: random.integer(3) }, () => randomValue(random, schema.items as Schema, depth + 1));
    case 'integer':
    case 'number':
      return rawNumber(once(random, 3) ? pick(random, ODD_NUMBERS) : String(random.integer(100)));
    case 'boolean':
      return once(random, 2);
    case 'string':
      return textOf(random, schema);
    default:
      return oddValue(random);
  }
}

function structOf(random: Random, { properties = new Map(), required = [] }: Schema, depth: number): Value {
  const wantedProperties = [...properties].filter(([name]) => required.includes(name) || once(random, depth < 2 ? 3 : 5 + depth));
  return depth > DEPTH_MAX ? {} : keyed(wantedProperties.map(([name, field]) => [name, randomValue(random, field, depth + 1)]));
}

function mapOf(random: Random, { additionalProperties }: Schema, depth: number): Value {
  if (additionalProperties === undefined || depth > DEPTH_MAX) return {};
  const key = () => (once(random, 4) ? pick(random, ODD_TEXTS) : pick(random, ['a', 'app', 'cpu', 'memory', 'example.com/x']));
  return keyed(Array.from({ length: random.integer(3) }, () => [key(), randomValue(random, additionalProperties, depth + 1)]));
}

function textOf(random: Random, { format }: Schema): Value {
  if (once(random, 6)) return pick(random, ODD_TEXTS);
  if (format === 'quantity') return pick(random, ['1', '100m', '1Gi', '0.5', '1e3']);
  if (format === 'date-time' || format === 'micro-time') return '2026-01-01T00:00:00.000000Z';
  if (format === 'byte') return pick(random, ['', 'YQ==', 'a', '!!!!']);
  return format === 'int-or-string' && once(random, 2) ? random.integer(70_000) : pick(random, TEXTS);
}
