import type { AdmissionRequest, AdmissionView } from '@klockwork/admission';
import type { CompanionWrite, KubeObject } from '@klockwork/resources';
import type { RegistryContext } from '../context.ts';
import type { Target } from './target.ts';
import type { WriteRequest } from './write-request.ts';

/** A write that admission looks at. */
export interface AdmissionInput {
  readonly target: Target;
  readonly operation: AdmissionRequest['operation'];
  readonly subresource: string;
  /** Absent for a deletion. May be changed in place while it is admitted. */
  readonly draft?: KubeObject;
  /** What is sent where that is of another kind than the object. May be changed in place while it is admitted. */
  readonly body?: KubeObject;
  /** Absent for a creation. */
  readonly previous?: KubeObject;
  /** What the name is made of, for a creation that leaves it to the server. */
  readonly generateName?: string | undefined;
}

/** A write before the plugins of admission. They see its draft as it is at the moment when they are asked. */
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
   * Lets every plugin change the draft, or refuse it. Comes before the kind's own rules, and upstream before the name is made: who refuses
   * speaks of `web-`. Models `extractResourceName` of `k8s.io/apiserver/pkg/admission`.
   */
  admit(): void {
    for (const plugin of this.#plugins) plugin.admit?.(this.#unnamed, this.#view);
  }

  /** Lets every plugin refuse what is about to be written. Comes after the kind's own rules. */
  validate(): void {
    for (const plugin of this.#plugins) plugin.validate?.(this.#asked, this.#view);
  }

  /** What plugins write beside the write. Asked in the turn in which it is stored. */
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

/** The newest objects: a write may depend on one that was accepted and is on its way to the disk. */
export function viewOf({ journal }: RegistryContext): AdmissionView {
  return {
    get: ({ group, resource }, namespace, name) => journal.latest({ group, resource, namespace, name })?.object,
    list: ({ group, resource }, namespace) => [...journal.latestIn({ group, resource }, namespace)].map(({ object }) => object),
  };
}
