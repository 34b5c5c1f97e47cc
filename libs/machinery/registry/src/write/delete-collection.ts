import { ApiError } from '@klockwork/kernel';
import type { KindDefinition } from '@klockwork/resources';
import type { RegistryContext } from '../context.ts';
import type { ListedObject } from '../read/state-at.ts';
import { remove } from './delete.ts';
import type { DeleteRequest } from './delete-request.ts';
import type { WriteRequest } from './write-request.ts';

/** Deletes the listed objects; already deleted ones are skipped. Models `Store.DeleteCollection`. */
export async function removeAll(
  context: RegistryContext,
  { kind, items, deletion }: { kind: KindDefinition; items: readonly ListedObject[]; deletion: DeleteRequest },
  request: WriteRequest,
): Promise<void> {
  const removals = items.map(async ({ object }) => {
    const target = { kind, namespace: object.metadata?.namespace ?? '', name: object.metadata?.name ?? '' };
    try {
      await remove(context, { target, deletion, inCollection: true }, request);
    } catch (error) {
      if (!ApiError.is(error, 'NotFound')) throw error;
    }
  });
  await Promise.all(removals);
}
