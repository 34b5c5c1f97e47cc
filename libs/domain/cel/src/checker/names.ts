import type { Expression } from '../syntax/expression.ts';
import { BOOL, BYTES, type CelType, DOUBLE, INT, NULL, STRING, TYPE, UINT } from '../types/type.ts';
import { Uint } from '../values/value.ts';

/** Removes the dot that makes a name absolute. */
export function withoutDot(name: string): string {
  return name.startsWith('.') ? name.slice(1) : name;
}

/** Returns `a.b.c` for a path of plain selections. */
export function qualifiedName(node: Expression): string | undefined {
  if (node.kind === 'identifier') return node.name;
  if (node.kind !== 'select' || node.testOnly) return undefined;
  const prefix = qualifiedName(node.operand);
  return prefix === undefined ? undefined : `${prefix}.${node.field}`;
}

/** Returns the type of a literal. */
export function literalType(value: unknown): CelType {
  if (value === null) return NULL;
  if (value instanceof Uint) return UINT;
  if (value instanceof Uint8Array) return BYTES;
  return LITERAL_TYPES[typeof value] ?? TYPE;
}

const LITERAL_TYPES: Readonly<Record<string, CelType>> = { boolean: BOOL, bigint: INT, number: DOUBLE, string: STRING };
