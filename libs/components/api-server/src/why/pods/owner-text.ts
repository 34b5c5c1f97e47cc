import type { Pod } from '@klockwork/resources';

/** Returns a remedy that changes the pod template: through the pod's owner, else by a new pod. */
export function changeText({ metadata }: Pod, what: string): string {
  const owner = metadata?.ownerReferences?.find(({ controller }) => controller === true);
  if (owner === undefined) return `${what}: kubectl edit pod ${metadata?.name} -n ${metadata?.namespace}`;
  return `${what} in the template of its owner ${owner.kind} ${owner.name}, or of the owner's owner`;
}
