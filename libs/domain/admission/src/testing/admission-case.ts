import { ApiError, copy, SeededRandom, type Status } from '@klockwork/kernel';
import { type KubeObject, type ResourceRef, resources } from '@klockwork/resources';
import type { Admission, AdmissionRequest, AdmissionView } from '../admission.ts';

/** Returns a view of these objects. */
export function viewOf(...objects: readonly (readonly [ResourceRef, KubeObject])[]): AdmissionView {
  const inNamespace = (resource: ResourceRef, namespace: string) =>
    objects.filter(([ref, object]) => ref === resource && (object.metadata?.namespace ?? '') === namespace).map(([, object]) => object);
  return {
    get: (resource, namespace, name) => inNamespace(resource, namespace).find((object) => object.metadata?.name === name),
    list: inNamespace,
  };
}

/** Returns a request to create pod `web` in namespace `default`, with `overrides`. */
export function podRequest(object: KubeObject | undefined, overrides: Partial<AdmissionRequest> = {}): AdmissionRequest {
  const request = {
    resource: resources.pods,
    operation: 'CREATE' as const,
    subresource: '',
    namespace: 'default',
    name: 'web',
    user: 'admin',
    dryRun: false,
    clock: { now: () => Date.parse('2026-01-01T12:00:00Z') },
    random: new SeededRandom(1),
    warn() {},
    ...overrides,
  };
  return object === undefined ? request : { ...request, object: copy(object) as KubeObject };
}

/** Returns the admitted object, or the Status of a refusal. */
export function outcomeOf(plugin: Admission, request: AdmissionRequest, view: AdmissionView): KubeObject | Status | undefined {
  try {
    plugin.admit?.(request, view);
    plugin.validate?.(request, view);
    return request.object;
  } catch (error) {
    if (error instanceof ApiError) return error.status;
    throw error;
  }
}
