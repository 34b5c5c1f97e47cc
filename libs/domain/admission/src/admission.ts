import type { Clock, Random } from '@klockwork/kernel';
import type { CompanionWrite, KubeObject, ResourceRef } from '@klockwork/resources';

/** What is asked for. Models `admission.Attributes`. */
export interface AdmissionRequest {
  readonly resource: ResourceRef;
  readonly operation: 'CREATE' | 'UPDATE' | 'DELETE';
  /** '' for the object itself; otherwise `status`, `binding` … */
  readonly subresource: string;
  /** '' for a cluster-scoped kind. */
  readonly namespace: string;
  readonly name: string;
  /** The object as it is to be written, with its defaults; absent for DELETE. `admit` may change it in place. */
  readonly object?: KubeObject | undefined;
  /** What is sent to a subresource whose body is another kind: a Binding. `admit` may change it in place. */
  readonly body?: KubeObject | undefined;
  /** The stored object; absent for CREATE. Frozen. */
  readonly previous?: KubeObject | undefined;
  readonly user: string;
  readonly dryRun: boolean;
  /** For what only counts for a while. */
  readonly clock: Pick<Clock, 'now'>;
  /** For names that are made up, such as a token volume's. */
  readonly random: Random;
  /** Takes the text of a `Warning:` header. */
  warn(text: string): void;
}

/** The stored objects that a decision may depend on. What it gives is frozen. */
export interface AdmissionView {
  /** `namespace` is '' for a cluster-scoped kind. */
  get(resource: ResourceRef, namespace: string, name: string): KubeObject | undefined;
  list(resource: ResourceRef, namespace: string): readonly KubeObject[];
}

/**
 * A rule of the cluster on what may be written. Pure: it sees the request and the view, and nothing else.
 * `admit` runs before the kind's own validation and may change the object; `validate` runs after it and only refuses.
 * Both refuse by throwing ApiError. Models `k8s.io/apiserver/pkg/admission`.
 */
export interface Admission {
  /** Upstream's name of the plugin. */
  readonly name: string;
  admit?(request: AdmissionRequest, view: AdmissionView): void;
  validate?(request: AdmissionRequest, view: AdmissionView): void;
  /** What else is written when the request is, in the same turn: a quota is charged. Asked when nothing can refuse any more. */
  companions?(request: AdmissionRequest, view: AdmissionView): readonly CompanionWrite[];
}
