import type { AdmissionRequest, AdmissionView } from '@klockwork/admission';
import type { CompanionWrite, KubeObject } from '@klockwork/resources';
import type { RegistryContext } from '../context.ts';
import type { Target } from './target.ts';
import type { WriteRequest } from './write-request.ts';

/** Write under admission. */
export interface AdmissionInput {
  readonly target: Target;
  readonly operation: AdmissionRequest['operation'];
  readonly subresource: string;
  /** Absent for a delete. Plugins may change it in place. */
  readonly draft?: KubeObject;
  /** Body with another kind than the object. Plugins may change it in place. */
  readonly body?: KubeObject;
  /** Absent for a create. */
  readonly previous?: KubeObject;
  /** Base of a generated name, for creates without a name. */
  readonly generateName?: string | undefined;
}

/** Admission of a write. Plugins see its present draft. */
export class AdmissionReview {
  readonly #plugins: RegistryContext['admission'];
  readonly #asked: AdmissionRequest;
  readonly #unnamed: AdmissionRequest;
  readonly #view: AdmissionView;

  constructor(context: RegistryContext, admitted: AdmissionInput, request: WriteRequest) {
    this.#plugins = context.admission;
    this.#asked = admissionRequest(context, admitted, request);
    const { generateName } = admitted;
    this.#unnamed = generateName === undefined ? this.#asked : { ...this.#asked, name: generateName };
    this.#view = viewOf(context);
  }

  /**
   * Runs mutating plugins, which may change or refuse the draft. Precedes the kind's rules and, as upstream, name generation: refusals name
   * `web-`. Models `extractResourceName` of `k8s.io/apiserver/pkg/admission`.
   */
  admit(): void {
    for (const plugin of this.#plugins) plugin.admit?.(this.#unnamed, this.#view);
  }

  /** Runs validating plugins on the final object. Follows the kind's rules. */
  validate(): void {
    for (const plugin of this.#plugins) plugin.validate?.(this.#asked, this.#view);
  }

  /** Returns the plugins' additional writes, in the turn of the append. */
  companions(): readonly CompanionWrite[] {
    return this.#plugins.flatMap((plugin) => plugin.companions?.(this.#asked, this.#view) ?? []);
  }
}

function admissionRequest(
  { random, clock }: RegistryContext,
  admitted: AdmissionInput,
  { actor, dryRun, warn }: WriteRequest,
): AdmissionRequest {
  const { target, operation, subresource, draft, body, previous } = admitted;
  const { kind, namespace, name } = target;
  return {
    resource: kind,
    operation,
    subresource,
    namespace,
    name,
    object: draft,
    body,
    previous,
    user: actor.user,
    dryRun,
    clock,
    random,
    warn,
  };
}

/** Returns a view of newest objects: writes may depend on accepted, uncommitted ones. */
export function viewOf({ journal }: RegistryContext): AdmissionView {
  return {
    get: ({ group, resource }, namespace, name) => journal.latest({ group, resource, namespace, name })?.object,
    list: ({ group, resource }, namespace) => [...journal.latestIn({ group, resource }, namespace)].map(({ object }) => object),
  };
}
