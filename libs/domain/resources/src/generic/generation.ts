import { semanticEqual } from '@klockwork/api-machinery';
import type { KubeObject } from '../object.ts';
import { metadataOf } from './metadata.ts';

/** The generation of a new object. */
export function startGeneration(draft: KubeObject): void {
  metadataOf(draft).generation = 1;
}

/** Keeps the generation, or raises it by one when what was asked for has `changed`. Models `rest.BeforeUpdate` and the strategies. */
export function continueGeneration(draft: KubeObject, previous: KubeObject, changed: boolean): void {
  const generation = previous.metadata?.generation;
  metadataOf(draft).generation = changed ? (generation ?? 0) + 1 : generation;
}

/** True when the spec differs. */
export function specChanged(draft: { readonly spec?: unknown }, previous: { readonly spec?: unknown }): boolean {
  return !semanticEqual(draft.spec, previous.spec);
}
