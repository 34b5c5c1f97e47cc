import { semanticEqual } from '@klockwork/api-machinery';
import { exactInteger } from '@klockwork/kernel';
import type { KubeObject } from '../object.ts';
import { metadataOf } from './metadata.ts';

/** The generation of a new object. */
export function startGeneration(draft: KubeObject): void {
  metadataOf(draft).generation = 1;
}

/** Keeps the generation, or raises it by one when what was asked for has `changed`. Models `rest.BeforeUpdate` and the strategies. */
export function continueGeneration(draft: KubeObject, previous: KubeObject, changed: boolean): void {
  const generation = previous.metadata?.generation;
  metadataOf(draft).generation = changed ? raisedGeneration(generation) : generation;
}

/** One more, counted as an int64: clients choose the generation of kinds that do not count, and may choose the largest, after which comes the least. */
export function raisedGeneration(generation: number | bigint = 0): number {
  const raised = BigInt.asIntN(64, BigInt(generation) + 1n);
  // An int64 beyond 2^53 is a bigint, whatever its type says.
  return exactInteger(`${raised}`) as number;
}

/** True when the spec differs. */
export function specChanged(draft: { readonly spec?: unknown }, previous: { readonly spec?: unknown }): boolean {
  return !semanticEqual(draft.spec, previous.spec);
}
