import type { Schema } from '@klockwork/api-machinery';
import type { Random } from '@klockwork/kernel';
import { schemaOf } from '@klockwork/openapi';
import { bodyText, breakValue, isTree, spotsOf } from './break-value.ts';
import { once, pick } from './chance.ts';
import type { Corpus } from './corpus.ts';
import { keyed, oddValue, randomValue, type Value } from './make-value.ts';
import { ODD_TEXTS } from './odd-values.ts';
import type { Route } from './routes.ts';

const ANYTHING: Schema = { name: '', type: 'object' };
const OPTIONS = schemaOf('io.k8s.apimachinery.pkg.apis.meta.v1.DeleteOptions');

/** Request body for a method and route, with its media type. */
export function bodyOf(random: Random, corpus: Corpus, route: Route, { method, subresource }: { method: string; subresource: string }) {
  if (method === 'PATCH') return patchOf(random, corpus, route);
  const value = method === 'DELETE' ? randomValue(random, OPTIONS) : objectOf(random, corpus, route, subresource);
  const type = once(random, 15)
    ? pick(random, ['application/vnd.kubernetes.protobuf', 'application/yaml', 'text/plain', '', 'a/b;;', 'application/cbor'])
    : 'application/json';
  return { type, body: bodyText(random, value) };
}

/** Mostly a mutated known body, sometimes generated from the schema. */
function objectOf(random: Random, corpus: Corpus, route: Route, subresource: string): Value {
  const schema = route.definition === undefined ? ANYTHING : schemaOf(route.definition.definition);
  const example = once(random, 6) ? undefined : corpus.example(random, route);
  const value = example ?? randomValue(random, schema);
  if (!isTree(value)) return value;
  const metadata = (value as Record<string, Value>).metadata;
  if (isTree(metadata)) place(random, metadata as Record<string, Value>);
  if (!once(random, 2)) breakValue(random, value, schema);
  return subresource === '' || !once(random, 3)
    ? value
    : keyed([
        ['metadata', metadata],
        ['spec', oddValue(random)],
        ['target', oddValue(random)],
      ]);
}

/** Removes fields that tie an object to an existing one. */
function place(random: Random, metadata: Record<string, Value>): void {
  if (!once(random, 8)) delete metadata.resourceVersion;
  if (!once(random, 8)) delete metadata.uid;
  if (once(random, 2)) metadata.name = pick(random, NAMES);
  if (!once(random, 8)) delete metadata.namespace;
}

/** Few object names, so that requests collide. */
export const NAMES: readonly string[] = ['a', 'b', 'c', 'web', 'default', 'kube-system'];

const PATCH_TYPES = ['json-patch', 'merge-patch', 'strategic-merge-patch', 'strategic-merge-patch', 'apply-patch'];

function patchOf(random: Random, corpus: Corpus, route: Route): { type: string; body: Uint8Array } {
  const kind = pick(random, PATCH_TYPES);
  const type = once(random, 30)
    ? pick(random, ['application/json', '', 'text/plain'])
    : `application/${kind}+${kind === 'apply-patch' ? 'yaml' : 'json'}`;
  const example = objectOf(random, corpus, route, '');
  if (kind === 'json-patch') return { type, body: bodyText(random, operations(random, example)) };
  if (kind === 'strategic-merge-patch' && isTree(example)) direct(random, example);
  return { type, body: bodyText(random, example) };
}

function operations(random: Random, example: Value): Value {
  const spots = isTree(example) ? pointersOf(example) : [''];
  const pointer = () => (once(random, 6) ? `/${pick(random, ODD_TEXTS)}` : pick(random, spots));
  return Array.from({ length: once(random, 100) ? 10_001 : 1 + random.integer(4) }, () => ({
    op: pick(random, ['add', 'remove', 'replace', 'move', 'copy', 'test', 'x']),
    path: `${pointer()}${once(random, 8) ? pick(random, ['/-', '/0', '/-1', '/~', '/~01', '/__proto__']) : ''}`,
    ...(once(random, 3) && { from: pointer() }),
    ...(!once(random, 5) && { value: oddValue(random) }),
  }));
}

function pointersOf(value: Value, at = ''): string[] {
  if (!isTree(value)) return [at];
  const step = (key: string) => `${at}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;
  return [at, ...Object.keys(value).flatMap((key) => pointersOf((value as Record<string, Value>)[key], step(key)))];
}

/** Adds strategic merge directives in valid and invalid places. */
function direct(random: Random, value: object): void {
  const spots = spotsOf(value as Record<string, Value>, undefined).filter(({ within }) => !Array.isArray(within));
  if (spots.length === 0 || once(random, 2)) return;
  const { within, key } = pick(random, spots);
  const [name, contents] = pick(random, [
    ['$patch', pick(random, ['delete', 'replace', 'merge', 'x'])],
    ['$retainKeys', [key, 'a']],
    [`$setElementOrder/${key}`, [{ name: 'a' }, 'b']],
    [`$deleteFromPrimitiveList/${key}`, ['a']],
    ['$patch', oddValue(random)],
    [`$setElementOrder/${key}`, oddValue(random)],
  ] as const);
  (within as Record<string, Value>)[name] = contents;
}
