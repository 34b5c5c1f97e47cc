import type { KindDefinition, KubeObject, ServedForm } from '@klockwork/resources';

/** Operations that webhooks can receive. */
export type CalledOperation = 'CREATE' | 'UPDATE' | 'DELETE' | 'CONNECT';

/** Write as webhooks receive it. Models `admission.Attributes`. */
export interface CalledWrite {
  readonly kind: KindDefinition;
  /** Version of the request; absent for the stored one. */
  readonly form?: ServedForm | undefined;
  readonly operation: CalledOperation;
  /** '' for the main resource. */
  readonly subresource: string;
  /** Kind of `object` in a subresource with another kind, such as a Scale. */
  readonly bodyKind?: { readonly group: string; readonly version: string; readonly kind: string } | undefined;
  /** '' for cluster-scoped kinds. */
  readonly namespace: string;
  /** '' for generated names and for deletions of a collection. */
  readonly name: string;
  /** New object in the stored form, or the body of a subresource; absent for deletions. */
  readonly object?: KubeObject | undefined;
  /** Stored object, or its representation in the subresource; absent for creates. */
  readonly previous?: KubeObject | undefined;
  /** Options of the request, without kind. */
  readonly options: Readonly<Record<string, unknown>>;
  readonly user: string;
  /** Groups of the user by its credential; absent: they follow from the name. */
  readonly groups?: readonly string[] | undefined;
  /** Returns the whole identity of the user; absent: it follows from name and groups. */
  readonly identity?: (() => object) | undefined;
  readonly dryRun: boolean;
  /** Adds the text of a `Warning:` header. */
  warn(text: string): void;
  /** Adds an audit annotation to the event of the write. Returns the problem of an annotation that is not added. */
  annotate(key: string, value: string): string | undefined;
}

/** Calls of one write to mutating webhooks. */
export interface MutationCalls {
  /**
   * Calls the webhooks in order. Returns the resulting object in the form of `object`, or `object` itself if unchanged. `again`: built-in
   * plugins run once more, then `run` is called a second time. Throws ApiError for a refusal or a failed call.
   */
  run(object: KubeObject | undefined): Promise<{ readonly object: KubeObject | undefined; readonly again: boolean }>;
}

/**
 * Admission by programs outside the process. Both functions return undefined for a write that concerns none of them: the write is then
 * decided without waiting. Models `k8s.io/apiserver/pkg/admission/plugin/webhook`.
 */
export interface CalledAdmission {
  /** Returns whether any write of a kind can be admitted here. If not, no write is described. */
  mayConcern(kind: KindDefinition): boolean;
  /** Returns whether any write of a kind can wait for a program. */
  mayWait(kind: KindDefinition): boolean;
  mutation(write: CalledWrite): MutationCalls | undefined;
  /** Rejects with ApiError for a refusal or a failed call. */
  validation(write: CalledWrite): Promise<void> | undefined;
}

/** No admission by other programs. */
export const noCalledAdmission: CalledAdmission = {
  mayConcern: () => false,
  mayWait: () => false,
  mutation: () => undefined,
  validation: () => undefined,
};
