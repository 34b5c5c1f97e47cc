import {
  dns1123Subdomain,
  type FieldError,
  type GroupResource,
  labelSelector,
  statusErrors,
  validateObjectMeta,
} from '@klockwork/api-machinery';
import type * as kubernetes from '@klockwork/kubernetes-types';
import type { LabelSelector } from '@klockwork/kubernetes-types';
import { ageColumn, nameColumn } from '../generic/columns.ts';
import { nonNegative } from '../generic/field-checks.ts';
import { continueGeneration } from '../generic/generation.ts';
import { metadataOf } from '../generic/metadata.ts';
import type { PrinterColumn, ProjectedSubresource, ResourceRef } from '../kind.ts';
import type { KubeObject } from '../object.ts';

/** Scale of autoscaling/v1: desired and present replicas, and selector. */
export type Scale = kubernetes.Scale;

interface Scalable extends KubeObject {
  spec?: { replicas?: number; selector?: unknown };
  status?: { replicas?: number };
}

/**
 * `/scale` of a kind with replicas and selector. A body with a resourceVersion requires that version: `write` copies it, or its absence, to
 * the draft for the write path's comparison. A body with another object's UID conflicts. Models the `ScaleREST` of `pkg/registry/apps`.
 */
export function scaleSubresource<T extends Scalable>(
  { group, resource }: ResourceRef,
  selectorOf: SelectorOf<T> = specSelector,
): ProjectedSubresource<T> {
  return {
    kind: { group: 'autoscaling', version: 'v1', kind: 'Scale' },
    verbs: ['get', 'update', 'patch'],
    read: (object) => scaleOf(object, selectorOf),
    columns: scaleColumns,
    write(draft, body) {
      const errors = validateScale(body as Scale);
      if (errors.length > 0) return errors;
      checkScaleUid(draft, body, { group, resource: `${resource}/scale` });
      writeScale(draft, body as Scale);
      return [];
    },
  };
}

/** The columns of `kubectl get --subresource=scale`. Models `printScale` of `pkg/printers/internalversion/printers.go`. */
const scaleColumns: readonly PrinterColumn<Scale & KubeObject>[] = [
  { ...nameColumn, format: '' },
  { name: 'Desired', type: 'integer', description: 'Replicas that are asked for', cell: ({ spec }) => spec?.replicas ?? 0 },
  { name: 'Available', type: 'integer', description: 'Replicas that are there', cell: ({ status }) => status?.replicas ?? 0 },
  ageColumn,
];

/** Returns the pod selector of an object; from its spec for most kinds. */
type SelectorOf<T> = (object: T) => LabelSelector | undefined;

const specSelector: SelectorOf<Scalable> = ({ spec }) => spec?.selector as LabelSelector | undefined;

/** Returns the Scale of an object. Models `scaleFromDeployment`. */
export function scaleOf<T extends Scalable>(object: T, selectorOf: SelectorOf<T> = specSelector): Scale {
  const { name, namespace, uid, resourceVersion, creationTimestamp } = object.metadata ?? {};
  const selector = labelSelector.fromObject(selectorOf(object)).toString();
  return {
    apiVersion: 'autoscaling/v1',
    kind: 'Scale',
    metadata: defined({ name, namespace, uid, resourceVersion, creationTimestamp }),
    spec: defined({ replicas: object.spec?.replicas || undefined }),
    status: { replicas: object.status?.replicas ?? 0, ...(selector === '' ? {} : { selector }) },
  };
}

/** Throws a conflict for a body with another object's UID. */
export function checkScaleUid({ metadata }: KubeObject, body: KubeObject, resource: GroupResource): void {
  const [requiredUid, uid] = [body.metadata?.uid ?? '', metadata?.uid ?? ''];
  if (requiredUid === '' || requiredUid === uid) return;
  const detail = `Precondition failed: UID in precondition: ${requiredUid}, UID in object meta: ${uid}`;
  throw statusErrors.conflict(resource, metadata?.name ?? '', detail);
}

function writeScale(draft: Scalable, scale: Scale): void {
  const replicas = scale.spec?.replicas ?? 0;
  const changed = draft.spec?.replicas !== replicas;
  draft.spec = { ...draft.spec, replicas };
  continueGeneration(draft, draft, changed);
  metadataOf(draft).resourceVersion = scale.metadata?.resourceVersion;
}

/** Models `ValidateScale` of `pkg/apis/autoscaling/validation`. */
export function validateScale(scale: Scale): FieldError[] {
  return [
    ...validateObjectMeta(scale.metadata ?? {}, { namespaced: true, nameFn: dns1123Subdomain, path: 'metadata' }),
    ...nonNegative(scale.spec?.replicas, 'spec.replicas'),
  ];
}

function defined<T extends object>(values: T): T {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as T;
}
