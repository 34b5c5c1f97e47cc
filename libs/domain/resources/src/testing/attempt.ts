import { copy, type Mutable } from '@klockwork/kernel';
import type { KindDefinition, WriteContext } from '../kind.ts';
import type { KubeObject } from '../object.ts';

/** Result of a write: object to store, and error messages of the API. */
export interface Attempt<T> {
  readonly object: T;
  readonly errors: readonly string[];
  readonly warnings: readonly string[];
}

const context: WriteContext = { now: Date.parse('2026-01-01T00:00:00Z'), subresource: '', user: 'admin' };

/** Creates an object like the write path: defaults, preparation, validation. Allocates nothing. */
export function tryCreate<T extends KubeObject>(kind: KindDefinition<T>, body: unknown): Attempt<T> {
  const draft = copy(body) as T;
  const warnings: string[] = [];
  kind.strategy.default(draft);
  kind.strategy.prepareForCreate(draft, { ...context, warn: (text) => warnings.push(text) });
  const errors = texts(kind.strategy.validate(draft));
  return { object: draft, errors, warnings: [...warnings, ...(kind.strategy.warnings?.(draft) ?? [])] };
}

/** Updates `previous` by `change` like the write path. */
export function tryUpdate<T extends KubeObject>(kind: KindDefinition<T>, previous: T, change: (draft: Mutable<T>) => void): Attempt<T> {
  const draft = copy(previous);
  change(draft);
  const next = draft as T;
  kind.strategy.default(next);
  kind.strategy.prepareForUpdate(next, previous, context);
  const errors = texts(kind.strategy.validateUpdate(next, previous));
  return { object: next, errors, warnings: kind.strategy.warnings?.(next, previous) ?? [] };
}

/** The row `kubectl get` prints, wide columns included, keyed by column. */
export function rowOf<T extends KubeObject>(kind: KindDefinition<T>, object: T, now: number): Record<string, unknown> {
  return Object.fromEntries(kind.columns.map((column) => [`${column.name}${column.priority ? ' (wide)' : ''}`, column.cell(object, now)]));
}

/** Refusals as `field: message`. */
export function texts(errors: readonly { readonly field: string; readonly message: string }[]): string[] {
  return errors.map(({ field, message }) => `${field}: ${message}`);
}
