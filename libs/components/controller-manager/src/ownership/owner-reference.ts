import type { OwnerReference } from '@klockwork/kubernetes-types';
import type { KubeObject, ResourceRef } from '@klockwork/resources';

/** The reference to the one owner that manages `object`, or undefined. Models `metav1.GetControllerOf`. */
export function controllerOf(object: KubeObject): OwnerReference | undefined {
  return object.metadata?.ownerReferences?.find((reference) => reference.controller === true);
}

/** True when `owner` manages `object`. */
export function isControlledBy(object: KubeObject, owner: KubeObject): boolean {
  return controllerOf(object)?.uid === owner.metadata?.uid;
}

/** Controller reference to `owner`. Models `metav1.NewControllerRef`. */
export function controllerReference(resource: ResourceRef, owner: KubeObject): OwnerReference {
  const { name = '', uid = '' } = owner.metadata ?? {};
  return { apiVersion: apiVersionOf(resource), kind: resource.kind, name, uid, controller: true, blockOwnerDeletion: true };
}

/** `apps/v1`, `v1`. */
export function apiVersionOf({ group, version }: ResourceRef): string {
  return group === '' ? version : `${group}/${version}`;
}
