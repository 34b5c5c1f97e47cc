import { copy } from '@klockwork/kernel';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ApplyResult, ManagedFieldsEntry } from './contract.ts';
import { difference, EMPTY, type FieldSet, pathsOf, union } from './field-set.ts';
import { NEVER_OWNED } from './ownership.ts';
import { readFieldSet } from './read-field-set.ts';
import { essence } from './testing/essence.ts';
import type { Doc, OwnedStore } from './testing/owned-store.ts';
import { SAMPLES, type Sample } from './testing/some-objects.ts';
import { fieldSetOf } from './typed/field-set-of.ts';

/** Few runs, since five kinds take part in every law. */
const RUNS = { numRuns: 30 };

/** Fields kept in every partial object. */
const KEPT = new Set(['apiVersion', 'kind', 'metadata', 'name', 'namespace', 'containerPort', 'port', 'protocol']);

/** Atomic maps. */
const WHOLE = new Set(['nodeSelector', 'selector']);

/** Returns a part of an object, chosen by the seed. Atomic values stay whole. */
function partOf<T>(value: T, seed: number, path = ''): T {
  const keeps = (name: string) => KEPT.has(name) || hashOf(`${seed}${path}.${name}`) % 3 > 0;
  if (Array.isArray(value) && typeof value[0] !== 'object') return value;
  if (Array.isArray(value)) {
    const items = value.filter((item) => keeps(JSON.stringify(item)));
    return items.map((item) => partOf(item, seed, `${path}[${JSON.stringify(item)}]`)) as T;
  }
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([key]) => keeps(key));
  return Object.fromEntries(entries.map(([key, child]) => [key, WHOLE.has(key) ? child : partOf(child, seed, `${path}.${key}`)])) as T;
}

function hashOf(text: string): number {
  return [...text].reduce((hash, char) => (hash * 31 + (char.codePointAt(0) ?? 0)) % 65_521, 7);
}

function bare({ kind }: Sample, like: Doc): Doc {
  return { apiVersion: like.apiVersion, kind, metadata: { name: 'x', namespace: 'default' } };
}

function owned(entries: readonly ManagedFieldsEntry[] | undefined): FieldSet {
  return (entries ?? []).reduce((all, { fieldsV1 }) => union(all, readFieldSet(fieldsV1 ?? {}) as FieldSet), EMPTY);
}

function withBase(sample: Sample, base: Doc): OwnedStore {
  const store = sample.store();
  store.update('base', base);
  return store;
}

interface Write {
  readonly by: string;
  readonly how: 'update' | 'apply';
  readonly force: boolean;
  readonly object: Doc;
}

const someWrite = ({ objects }: Sample): fc.Arbitrary<Write> =>
  fc.record({
    by: fc.constantFrom('a', 'b', 'c'),
    how: fc.constantFrom('update', 'apply'),
    force: fc.boolean(),
    object: objects,
  });

function write(store: OwnedStore, { by, how, force, object }: Write): ApplyResult['type'] {
  if (how === 'apply') return store.apply(by, object, { force }).type;
  store.update(by, object);
  return 'applied';
}

describe.each(SAMPLES)('$kind', (sample) => {
  test('a repeated apply changes nothing', () => {
    fc.assert(
      fc.property(sample.objects, sample.objects, (base, applied) => {
        const store = withBase(sample, base);
        store.apply('a', applied, { force: true });
        const [object, entries] = [store.object, store.entries];
        const again = store.apply('a', applied);
        expect(again.type).toBe('applied');
        expect(store.object).toEqual(object);
        expect(store.entries?.map(({ time: _, ...entry }) => entry)).toEqual(entries?.map(({ time: _, ...entry }) => entry));
      }),
      RUNS,
    );
  });

  test('a conflict-free apply can be reverted', () => {
    fc.assert(
      fc.property(sample.objects, sample.objects, (base, applied) => {
        const store = withBase(sample, base);
        const before = store.object;
        fc.pre(store.apply('a', applied).type === 'applied');
        store.apply('a', bare(sample, applied));
        expect(essence(store.object)).toEqual(essence(before));
      }),
      RUNS,
    );
  });

  test('two appliers of equal values commute', () => {
    fc.assert(
      fc.property(sample.objects, fc.nat(), fc.nat(), (whole, seedA, seedB) => {
        // Excludes empty maps: appliers own them, but upstream's types omit them.
        const [a, b] = [seedA, seedB].map((seed) => essence(partOf(whole, seed))) as [Doc, Doc];
        const [one, other] = [sample.store(), sample.store()];
        expect([one.apply('a', a), one.apply('b', b), other.apply('b', b), other.apply('a', a)]).toMatchObject(
          Array(4).fill({ type: 'applied' }),
        );
        expect(essence(one.object)).toEqual(essence(other.object));
        for (const manager of ['a', 'b']) expect(one.fieldsOf(manager)).toEqual(other.fieldsOf(manager));
      }),
      RUNS,
    );
  });

  test('identical parts are skipped, with the same result as equal ones', () => {
    fc.assert(
      fc.property(fc.array(someWrite(sample), { minLength: 1, maxLength: 6 }), (writes) => {
        const [known, unknown] = [sample.store(), sample.store()];
        for (const each of writes) {
          const object = each.how === 'apply' ? each.object : { ...known.object, ...each.object };
          const outcome = write(known, { ...each, object });
          // A copy has no cached state, and must not appear in the result.
          unknown.live = unknown.live && copy(unknown.live);
          expect(write(unknown, { ...each, object: copy(object) })).toBe(outcome);
          expect([unknown.object, JSON.stringify(unknown.entries)]).toEqual([known.object, JSON.stringify(known.entries)]);
        }
      }),
      RUNS,
    );
  });

  test('every value has an owner after any writes', () => {
    fc.assert(
      fc.property(fc.array(someWrite(sample), { minLength: 1, maxLength: 5 }), (writes) => {
        const store = sample.store();
        for (const each of writes) {
          write(store, { ...each, force: true });
          // Objects without owners are not tracked.
          fc.pre(store.entries !== undefined);
        }
        const there = difference(fieldSetOf(essence(store.object) as Doc, sample.schema), NEVER_OWNED);
        expect(pathsOf(difference(there, owned(store.entries)))).toEqual([]);
      }),
      RUNS,
    );
  });
});
