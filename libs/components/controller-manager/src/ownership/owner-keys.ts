import { labelSelector } from '@klockwork/api-machinery';
import type { Lister, Notice } from '@klockwork/informers';
import type { LabelSelector } from '@klockwork/kubernetes-types';
import type { KubeObject } from '@klockwork/resources';
import { keyOf } from './name-of.ts';
import { controllerOf } from './owner-reference.ts';

/** Owner kind with a selector. */
interface Selecting extends KubeObject {
  spec?: { selector?: LabelSelector };
}

/**
 * Owners of kind `kind` affected by a change: current and previous controller; for an orphan, all matching `owners`. Models addPod,
 * updatePod and deletePod of the controllers below pkg/controller.
 */
export function ownerKeys<T extends Selecting>({ object, previous }: Notice, kind: string, owners: Pick<Lister<T>, 'list'>): string[] {
  const namespace = object.metadata?.namespace ?? '';
  const controllers = [object, previous].flatMap((version) => {
    const controller = version === undefined ? undefined : controllerOf(version);
    return controller?.kind === kind ? [`${namespace}/${controller.name}`] : [];
  });
  if (controllerOf(object) !== undefined) return [...new Set(controllers)];
  const adopters = owners
    .list(namespace)
    .filter((owner) => labelSelector.fromObject(owner.spec?.selector).matches(object.metadata?.labels));
  return [...new Set([...controllers, ...adopters.map(keyOf)])];
}
