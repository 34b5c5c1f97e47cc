import type { Clock, Random } from '@klockwork/kernel';
import type { CompanionWrite, KubeObject, ResourceRef } from '@klockwork/resources';

/** Request under admission. Models `admission.Attributes`. */
export interface AdmissionRequest {
  readonly resource: ResourceRef;
  readonly operation: 'CREATE' | 'UPDATE' | 'DELETE';
  /** '' for the main resource; otherwise `status`, `binding` … */
  readonly subresource: string;
  /** '' for cluster-scoped kinds. */
  readonly namespace: string;
  readonly name: string;
  /** New object with defaults; absent for DELETE. `admit` may change it in place. */
  readonly object?: KubeObject | undefined;
  /** Body of a subresource with another kind, such as a Binding. `admit` may change it in place. */
  readonly body?: KubeObject | undefined;
  /** The stored object; absent for CREATE. Frozen. */
  readonly previous?: KubeObject | undefined;
  readonly user: string;
  readonly dryRun: boolean;
  /** Clock for time-limited decisions. */
  readonly clock: Pick<Clock, 'now'>;
  /** Random source for generated names, such as a token volume's. */
  readonly random: Random;
  /** Adds the text of a `Warning:` header. */
  warn(text: string): void;
}

/** Stored objects that a decision may read. Returned objects are frozen. */
export interface AdmissionView {
  /** `namespace` is '' for cluster-scoped kinds. */
  get(resource: ResourceRef, namespace: string, name: string): KubeObject | undefined;
  list(resource: ResourceRef, namespace: string): readonly KubeObject[];
}

/**
 * Admission plugin. Pure: reads only request and view. `admit` runs before the kind's own validation and may change the object; `validate`
 * runs after it and only refuses. Both throw ApiError to refuse. Models `k8s.io/apiserver/pkg/admission`.
 */
export interface Admission {
  /** Upstream's name of the plugin. */
  readonly name: string;
  admit?(request: AdmissionRequest, view: AdmissionView): void;
  validate?(request: AdmissionRequest, view: AdmissionView): void;
  /** Refuses what has become impossible while a write waited for webhooks; `validate` by default. */
  recheck?(request: AdmissionRequest, view: AdmissionView): void;
  /** Returns additional writes of the same turn, such as a quota's usage. Called after all checks passed. */
  companions?(request: AdmissionRequest, view: AdmissionView): readonly CompanionWrite[];
}
