import type { Schema } from '@klockwork/api-machinery';
import type { Random } from '@klockwork/kernel';
import { once, pick } from './chance.ts';
import { oddValue, randomValue, type Value } from './make-value.ts';
import { ODD_TEXTS } from './odd-values.ts';

type Tree = Record<string, Value> | Value[];

/** Place of a possible change: container, key, and schema. */
export interface Spot {
  readonly within: Tree;
  readonly key: string;
  readonly schema: Schema | undefined;
}

/** Mutates a value in place a few times: removals, additions, swaps. Most of it stays unchanged. */
export function breakValue(random: Random, value: Tree, schema: Schema | undefined): void {
  for (let more = true; more; more = once(random, 2)) breakOnce(random, pick(random, spotsOf(value, schema)));
}

function breakOnce(random: Random, spot: Spot | undefined): void {
  if (spot === undefined) return;
  const { within, key, schema } = spot;
  const ways = [
    () => takeAway(within, key),
    () => put(within, key, oddValue(random)),
    () => put(within, key, schema === undefined ? oddValue(random) : randomValue(random, schema, 2)),
    () => put(within, pick(random, ODD_TEXTS), oddValue(random)),
    () => twice(within),
    () => addField(random, within, key, schema),
    () => put(within, key, pick(random, ODD_TEXTS)),
  ];
  pick(random, ways)();
}

function takeAway(within: Tree, key: string): void {
  if (Array.isArray(within)) within.splice(Number(key), 1);
  else delete within[key];
}

/** Repeats list items. */
function twice(within: Tree): void {
  if (Array.isArray(within)) within.push(...within.slice(0, 3));
}

function addField(random: Random, within: Tree, key: string, schema: Schema | undefined): void {
  const child = (within as Record<string, Value>)[key];
  const fields = [...(schema?.properties ?? [])];
  if (!isTree(child) || fields.length === 0) {
    put(within, key, oddValue(random));
    return;
  }
  const [name, field] = pick(random, fields);
  put(child, name, randomValue(random, field, 2));
}

function put(within: Tree, key: string, value: Value): void {
  if (Array.isArray(within)) within[Number(key) >= 0 && Number(key) < 100 ? Number(key) : 0] = value;
  else Object.defineProperty(within, key, { value, enumerable: true, writable: true, configurable: true });
}

/** All places of a value, itself left out. */
export function spotsOf(value: Tree, schema: Schema | undefined): Spot[] {
  return Object.keys(value).flatMap((key) => {
    const child = (value as Record<string, Value>)[key];
    const own = Array.isArray(value) ? schema?.items : (schema?.properties?.get(key) ?? schema?.additionalProperties);
    return [{ within: value, key, schema: own }, ...(isTree(child) ? spotsOf(child, own) : [])];
  });
}

/** Returns whether a value is an object or array. */
export function isTree(value: Value): value is Tree {
  return typeof value === 'object' && value !== null && !isRaw(value);
}

function isRaw(value: object): boolean {
  return (JSON as unknown as { isRawJSON(value: object): boolean }).isRawJSON(value);
}

/** The text of a body; now and then it is not quite JSON, or not quite text. */
export function bodyText(random: Random, value: Value): Uint8Array {
  const text = JSON.stringify(value) ?? '';
  const bytes = Buffer.from(once(random, 25) ? brokenText(random, text) : text);
  if (once(random, 100) && bytes.length > 0) bytes[random.integer(bytes.length)] = random.integer(256);
  return bytes;
}

function brokenText(random: Random, text: string): string {
  const nested = pick(random, [200, 900, 1_001, 5_000, 20_000]);
  switch (random.integer(7)) {
    case 0:
      return text.slice(0, random.integer(text.length + 1));
    case 1:
      return text.replace('{', `{"kind":"Pod","metadata":{"name":"a","name":"b"},`);
    case 2:
      return text.replace('{', `{"spec":${'['.repeat(nested)}${']'.repeat(nested)},`);
    case 3:
      return text.replace('{', `{"metadata":${'{"a":'.repeat(nested)}1${'}'.repeat(nested)},`);
    case 4:
      return `\ufeff ${text}`;
    case 5:
      return `${text}${text}`;
    default:
      return pick(random, ['', 'null', '1', '"a"', '[]', '{', '---\na: b', 'a: &a [*a]', '\0']);
  }
}
