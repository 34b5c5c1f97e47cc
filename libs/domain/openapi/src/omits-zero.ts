import { alwaysWritten } from '@klockwork/api-machinery';
import type { Definition } from './definition.ts';
import pointers from './pointers.json' with { type: 'json' };

const PREFIX = /^io\.k8s\.(api|apimachinery\.pkg\.apis)\./;

/** Scalars behind Go pointers, whose zero is a value. Short definition name or protobuf message → fields. */
const POINTERS: Readonly<Record<string, readonly string[]>> = pointers;

const SCALARS: readonly unknown[] = ['string', 'boolean', 'integer', 'number'];

/**
 * Returns whether upstream's type omits a field with value '', 0 or false: an optional scalar without pointer. Models the `omitempty` tags
 * of `k8s.io/api`. The project's own types omit nothing.
 */
export function omitsZero(definition: string, { properties, required }: Definition, field: string): boolean {
  if (!PREFIX.test(definition) || !SCALARS.includes(properties?.[field]?.type) || required?.includes(field)) return false;
  const name = definition.replace(PREFIX, '');
  return !POINTERS[name]?.includes(field) && !alwaysWritten(name.split('.').at(-1) as string).includes(field);
}
