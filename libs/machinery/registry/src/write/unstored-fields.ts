import { formatTime } from '@klockwork/api-machinery';
import type { LabTime } from '@klockwork/kernel';
import { type ManagedKind, mergeSchema, updateManagedFields } from '@klockwork/managed-fields';
import { schemaOf } from '@klockwork/openapi';
import type { KubeObject } from '@klockwork/resources';
import { apiVersionOf } from './ordered-object.ts';

/** Kind whose objects are returned and never stored, such as reviews. */
export interface UnstoredKind {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  /** `io.k8s.api.authorization.v1.SubjectAccessReview` */
  readonly definition: string;
}

/** Create request of an unstored object. `subresource` is '' unless created below another object. */
export interface UnstoredWrite {
  readonly manager: string;
  readonly subresource: string;
  readonly now: LabTime;
}

/** Returns the object with one managedFields entry of its sender. Upstream's create handler adds it for every kind. */
export function withSender<T extends KubeObject>(kind: UnstoredKind, object: T, { manager, subresource, now }: UnstoredWrite): T {
  const { managedFields: _, ...metadata } = object.metadata ?? {};
  const typedObject = { ...object, kind: kind.kind, apiVersion: apiVersionOf(kind), metadata };
  const managedFields = updateManagedFields({ target: targetOf(kind), manager, subresource, now: formatTime(now), next: typedObject });
  return { ...object, metadata: { ...metadata, ...(managedFields && { managedFields }) } };
}

function targetOf(kind: UnstoredKind): ManagedKind {
  return { version: { apiVersion: apiVersionOf(kind), kind: kind.kind, schema: mergeSchema(schemaOf(kind.definition)) } };
}
