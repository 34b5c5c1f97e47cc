import { statusErrors } from '@klockwork/api-machinery';
import type { KubeObject } from '@klockwork/resources';
import type { RegistryContext } from '../context.ts';
import type { Target } from './target.ts';

/** Lets the kind allocate cluster-wide values; throws Invalid if exhausted. */
export function allocate(
  { journal, random, pendingAllocations }: RegistryContext,
  { target, draft, previous }: { target: Target; draft: KubeObject; previous?: KubeObject },
): void {
  const { kind, name } = target;
  if (kind.strategy.allocate === undefined) return;
  const errors = kind.strategy.allocate(draft, previous, {
    list: () => [...[...journal.state.list(kind)].map(({ object }) => object), ...pendingAllocations.of(kind)],
    random,
  });
  if (errors.length > 0) throw statusErrors.invalid(kind, name, errors);
}
