import type { DeleteRequest } from '@klockwork/registry';
import type { KubeObject, ProjectedSubresource } from '@klockwork/resources';
import type { BodyType } from './body-kind.ts';
import { definitionOf } from './definition.ts';
import { deletionOf } from './delete-options.ts';

export function projectedType({ kind }: ProjectedSubresource): BodyType {
  return { ...kind, definition: definitionOf(kind), accepts: ACCEPTED[kind.kind] };
}

/** Models `AcceptsGroupVersion` of upstream's storages: old clients evict as they always did. */
const ACCEPTED: Readonly<Record<string, readonly string[]>> = { Eviction: ['policy/v1beta1'] };

export function evictionOptions(body: KubeObject): { deletion: DeleteRequest; dryRun: boolean } {
  const { deleteOptions } = body as { deleteOptions?: Readonly<Record<string, unknown>> };
  return deletionOf(deleteOptions ?? {});
}
