import { alwaysWritten } from '@klockwork/api-machinery';
import type { Definition } from './definition.ts';
import pointers from './pointers.json' with { type: 'json' };

const PREFIX = /^io\.k8s\.(api|apimachinery\.pkg\.apis)\./;

/** Scalars that Go keeps behind pointers, so that their zero is a value: short name of a definition, or protobuf message → fields. */
const POINTERS: Readonly<Record<string, readonly string[]>> = pointers;

const SCALARS: readonly unknown[] = ['string', 'boolean', 'integer', 'number'];

/**
 * Whether upstream's type leaves a field out when it is '', 0 or false: an optional scalar that is no pointer.
 * Models the `omitempty` tags of the types of `k8s.io/api`; the project's own types keep what was said.
 */
export function omitsZero(definition: string, { properties, required }: Definition, field: string): boolean {
  if (!PREFIX.test(definition) || !SCALARS.includes(properties?.[field]?.type) || required?.includes(field)) return false;
  const name = definition.replace(PREFIX, '');
  return !POINTERS[name]?.includes(field) && !alwaysWritten(name.split('.').at(-1) as string).includes(field);
}
