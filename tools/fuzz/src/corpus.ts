import type { Random } from '@klockwork/kernel';
import * as built from '@klockwork/resources/testing';
import { pick } from './chance.ts';
import { examples } from './examples.ts';
import type { Value } from './make-value.ts';
import type { Route } from './routes.ts';

/** Max remembered bodies of each kind. */
const KEPT_MAX = 30;

/** Accepted bodies: mutations of these reach deeper code than generated ones. Initially those of test builders. */
export class Corpus {
  readonly #texts = new Map<string, string[]>();
  readonly #versions = ['', '0', '1'];
  readonly #tokens = [''];

  /** `more`: additional complete bodies. */
  constructor(more: readonly Readonly<Record<string, unknown>>[] = []) {
    for (const object of [...examples, ...more]) this.#keep(`${object.apiVersion}/${object.kind}`, JSON.stringify(object));
    for (const build of Object.values(built)) {
      const object = objectOf(build);
      if (object !== undefined) this.#keep(`${object.apiVersion}/${object.kind}`, JSON.stringify(object));
    }
  }

  /** Copy of a known body for the route, or undefined. */
  example(random: Random, { group, version, kind }: Route): Value {
    const texts = this.#texts.get(`${group === '' ? version : `${group}/${version}`}/${kind}`);
    return texts === undefined ? undefined : JSON.parse(pick(random, texts));
  }

  /** Name and namespace of a known object of the route. */
  place(random: Random, route: Route): { namespace: string; name: string } | undefined {
    const { metadata } = (this.example(random, route) ?? {}) as { metadata?: { uid?: string; namespace?: string; name?: string } };
    return metadata?.uid === undefined ? undefined : { namespace: metadata.namespace ?? '', name: metadata.name ?? '' };
  }

  resourceVersion(random: Random): string {
    return pick(random, this.#versions);
  }

  continueToken(random: Random): string {
    return pick(random, this.#tokens);
  }

  /** Remembers the object of a successful response. */
  learn(text: string): void {
    if (text.length > 20_000 || !text.startsWith('{"kind":"')) return;
    const { apiVersion, kind, metadata } = JSON.parse(text) as { apiVersion: string; kind: string; metadata?: Record<string, unknown> };
    if (typeof metadata?.resourceVersion === 'string') remember(this.#versions, metadata.resourceVersion);
    if (typeof metadata?.continue === 'string') remember(this.#tokens, metadata.continue);
    if (typeof metadata?.uid === 'string') this.#keep(`${apiVersion}/${kind}`, text);
  }

  #keep(key: string, text: string): void {
    const texts = this.#texts.get(key) ?? [];
    this.#texts.set(key, texts);
    remember(texts, text);
  }
}

function remember(list: string[], text: string): void {
  list.push(text);
  if (list.length > KEPT_MAX) list.splice(1 + (text.length % (KEPT_MAX - 1)), 1);
}

/** Test object builders have no required parameter. */
function objectOf(build: unknown): { apiVersion?: string; kind?: string; metadata?: Record<string, unknown> } | undefined {
  if (typeof build !== 'function' || !/^an?[A-Z]/.test(build.name)) return undefined;
  const object = (build as () => unknown)() as { apiVersion?: string; kind?: string; metadata?: Record<string, unknown> };
  if (object.kind === undefined || object.metadata === undefined) return undefined;
  const { resourceVersion: _version, uid: _uid, namespace: _namespace, ...metadata } = object.metadata;
  return { ...object, metadata };
}
