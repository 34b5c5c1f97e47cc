import type { Schema } from '@klockwork/api-machinery';
import type { Random } from '@klockwork/kernel';
import { isTree, type Spot, spotsOf } from '../break-value.ts';
import { once, pick } from '../chance.ts';
import { randomValue, type Value } from '../make-value.ts';

/** Whole numbers near common limits. */
const NUMBERS = [0, 1, -1, 2, 3, 7, 30, 80, 600, 65_535, 86_400, 2_147_483_647];
/** Names, numbers and times as text: valid for some fields, odd for others. */
const TEXTS = [
  ...['', 'a', 'b', 'web', 'default', 'kube-system', 'node-1', 'absent', 'standard', 'app', 'example.com/odd', 'system-node-critical'],
  ...['0', '1', '-1', '100%', '0%', '1Gi', '0m', '100m', '9223372036854775807', '64Ei', '1e-9'],
  ...['True', 'False', 'Unknown', 'Never', 'Always', 'OnFailure', 'TCP', 'UDP', 'None', 'Exists', 'DoesNotExist', 'In', 'NotIn', 'Gt'],
  ...['10.96.0.1', '10.1.0.1', '::1', '/', '* * * * *', '0 0 31 2 *', '@yearly', 'Etc/UTC', 'kubernetes.io/hostname', 'NoExecute'],
  ...['2026-01-01T00:00:00Z', '1970-01-01T00:00:00Z', '9999-12-31T23:59:59Z', '$(A)', 'a/b', 'nginx:1.27', 'busybox'],
];

/** Mutates a value in place a few times within its type: most servers would accept the result. */
export function changeValue(random: Random, value: object, schema: Schema | undefined): void {
  for (let more = true; more; more = once(random, 2)) {
    const spots = spotsOf(value as Record<string, Value>, schema).filter((spot) => !IDENTITY.has(spot.key));
    if (spots.length > 0) bendOnce(random, pick(random, spots));
  }
}

/** Identity fields stay unchanged. */
const IDENTITY: ReadonlySet<string> = new Set(['apiVersion', 'kind', 'uid', 'resourceVersion', 'managedFields', 'creationTimestamp']);

function bendOnce(random: Random, { within, key, schema }: Spot): void {
  const child = (within as Record<string, Value>)[key];
  if (once(random, 6)) leaveOut(within, key);
  else if (Array.isArray(child)) bendList(random, child, schema);
  else if (isTree(child)) bendTree(random, child as Record<string, Value>, schema);
  else (within as Record<string, Value>)[key] = scalarLike(random, child);
}

function leaveOut(within: object, key: string): void {
  if (Array.isArray(within)) within.splice(Number(key), 1);
  else delete (within as Record<string, Value>)[key];
}

function bendList(random: Random, list: Value[], schema: Schema | undefined): void {
  if (once(random, 3)) list.length = 0;
  else if (once(random, 2)) list.push(...structuredClone(list.slice(0, 2)));
  else if (schema?.items !== undefined) list.push(plain(randomValue(random, schema.items, 3)));
}

function bendTree(random: Random, tree: Record<string, Value>, schema: Schema | undefined): void {
  const fields = [...(schema?.properties ?? [])].filter(([name]) => !IDENTITY.has(name));
  if (once(random, 5)) for (const key of Object.keys(tree)) delete tree[key];
  else if (fields.length > 0) {
    const [name, field] = pick(random, fields);
    tree[name] = plain(randomValue(random, field, 3));
  } else tree[pick(random, ['a', 'app', 'cpu', 'kubernetes.io/hostname'])] = pick(random, TEXTS);
}

function scalarLike(random: Random, value: Value): Value {
  if (typeof value === 'boolean') return !value;
  return typeof value === 'number' ? pick(random, NUMBERS) : pick(random, TEXTS);
}

/** Numbers as parsed from JSON, so that they can be mutated again. */
function plain(value: Value): Value {
  return value === undefined ? undefined : JSON.parse(JSON.stringify(value));
}
