import type { FieldChange } from '@klockwork/api-machinery';
import { printable } from './printable.ts';

const VALUE_CHARACTERS_MAX = 100;

/** Returns one terminal-safe line: `spec.replicas: 2 → 3`. Long values are cut. */
export function fieldChangeLine({ path, before, after }: FieldChange): string {
  return printable(`${path}: ${valueText(before)} → ${valueText(after)}`);
}

function valueText(value: unknown): string {
  if (value === undefined) return 'unset';
  const text = JSON.stringify(value);
  return text.length <= VALUE_CHARACTERS_MAX ? text : `${text.slice(0, VALUE_CHARACTERS_MAX)}…`;
}
