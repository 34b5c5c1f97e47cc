import { semanticEqual } from '@klockwork/api-machinery';
import { exactInteger } from '@klockwork/kernel';
import type { KubeObject } from '../object.ts';
import { metadataOf } from './metadata.ts';

/** Sets the generation of a new object to 1. */
export function startGeneration(draft: KubeObject): void {
  metadataOf(draft).generation = 1;
}

/** Keeps the generation, or increments it if the spec `changed`. Models `rest.BeforeUpdate` and strategies. */
export function continueGeneration(draft: KubeObject, previous: KubeObject, changed: boolean): void {
  const generation = previous.metadata?.generation;
  metadataOf(draft).generation = changed ? raisedGeneration(generation) : generation;
}

/** Increments a generation as an int64, with overflow: clients set it freely for kinds without a counter. */
export function raisedGeneration(generation: number | bigint = 0): number {
  const nextGeneration = BigInt.asIntN(64, BigInt(generation) + 1n);
  // An int64 beyond 2^53 is a bigint, despite its declared type.
  return exactInteger(`${nextGeneration}`) as number;
}

/** True when the spec differs. */
export function specChanged(draft: { readonly spec?: unknown }, previous: { readonly spec?: unknown }): boolean {
  return !semanticEqual(draft.spec, previous.spec);
}
