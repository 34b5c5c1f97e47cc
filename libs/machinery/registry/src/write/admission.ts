import { type AdmissionRequest, type AdmissionView, AuditAnnotations } from '@klockwork/admission';
import type { CompanionWrite, KubeObject } from '@klockwork/resources';
import type { RegistryContext } from '../context.ts';
import type { CalledWrite } from './called-admission.ts';
import { keepManagers } from './kept-managers.ts';
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
  /** Kind of the body, and the body's form of `previous`. */
  readonly bodyKind?: CalledWrite['bodyKind'];
  readonly previousBody?: KubeObject | undefined;
  /** Absent for a create. */
  readonly previous?: KubeObject;
  /** Base of a generated name, for creates without a name. */
  readonly generateName?: string | undefined;
  /** Options of a deletion. */
  readonly options?: Readonly<Record<string, unknown>>;
  /** True for an object of a deleted collection: webhooks receive no name. */
  readonly inCollection?: boolean | undefined;
}

/** Admission of a write. Plugins see its present draft. */
export class AdmissionReview {
  readonly #context: RegistryContext;
  readonly #admitted: AdmissionInput;
  readonly #request: WriteRequest;
  readonly #admissionRequest: AdmissionRequest;
  readonly #unnamed: AdmissionRequest;
  readonly #view: AdmissionView;
  readonly #annotations = new AuditAnnotations();
  #description: CalledWrite | undefined;

  constructor(context: RegistryContext, admittedInput: AdmissionInput, request: WriteRequest) {
    this.#context = context;
    this.#admitted = admittedInput;
    this.#request = request;
    this.#admissionRequest = admissionRequest(context, admittedInput, request);
    const { generateName } = admittedInput;
    this.#unnamed = generateName === undefined ? this.#admissionRequest : { ...this.#admissionRequest, name: generateName };
    this.#view = viewOf(context);
  }

  /**
   * Runs mutating plugins, which may change or refuse the draft. Precedes the kind's rules and, as upstream, name generation: refusals name
   * `web-`. Models `extractResourceName` of `k8s.io/apiserver/pkg/admission`.
   */
  admit(): void {
    for (const plugin of this.#context.admission) plugin.admit?.(this.#unnamed, this.#view);
  }

  /** Calls mutating webhooks, which may change or refuse the draft; undefined if none concerns the write. Follows `admit`. */
  callMutating(): Promise<void> | undefined {
    const { called } = this.#context;
    if (!called.mayWait(this.#admitted.target.kind)) return undefined;
    const calls = called.mutation(this.#described());
    return calls && this.#mutate(calls);
  }

  /** Models `reinvoker` of `k8s.io/apiserver/pkg/admission`: a changed object passes all plugins once more. */
  async #mutate(calls: NonNullable<ReturnType<RegistryContext['called']['mutation']>>): Promise<void> {
    const { draft, body = draft } = this.#admitted;
    const managers = body?.metadata?.managedFields;
    const first = await calls.run(body);
    become(body, first.object);
    if (first.again) {
      this.admit();
      become(body, (await calls.run(body)).object);
    }
    if (body !== undefined) keepManagers(body, managers, this.#request.warn);
  }

  /** Runs validating plugins on the final object. Follows the kind's rules. */
  validate(): void {
    for (const plugin of this.#context.admission) plugin.validate?.(this.#admissionRequest, this.#view);
  }

  /** Calls validating webhooks; undefined if none concerns the write. Follows `validate`. */
  callValidating(): Promise<void> | undefined {
    const { called } = this.#context;
    return called.mayConcern(this.#admitted.target.kind) ? called.validation(this.#described()) : undefined;
  }

  /** Validates again after a wait: the cluster may have changed. */
  validateAgain(): void {
    for (const plugin of this.#context.admission) (plugin.recheck ?? plugin.validate)?.call(plugin, this.#unnamed, this.#view);
  }

  /** Returns the plugins' additional writes, in the turn of the append. */
  companions(): readonly CompanionWrite[] {
    return this.#context.admission.flatMap((plugin) => plugin.companions?.(this.#admissionRequest, this.#view) ?? []);
  }

  /** Audit annotations of webhooks and policies, by key; undefined without any. */
  get auditAnnotations(): Readonly<Record<string, string>> | undefined {
    return this.#annotations.all;
  }

  /** Returns the same description each time: its objects are the ones that mutations change in place. */
  #described(): CalledWrite {
    this.#description ??= this.#describe();
    return this.#description;
  }

  #describe(): CalledWrite {
    const { target, operation, subresource, draft, body, bodyKind, previousBody, previous, generateName, options } = this.#admitted;
    const { actor, groups, identity, dryRun, form, warn } = this.#request;
    const isNamed = generateName === undefined && this.#admitted.inCollection !== true;
    return {
      kind: target.kind,
      form,
      operation,
      subresource,
      bodyKind,
      namespace: target.namespace,
      name: isNamed ? target.name : '',
      object: operation === 'DELETE' ? undefined : (body ?? draft),
      previous: body === undefined ? previous : previousBody,
      options: options ?? this.#request.options?.() ?? {},
      user: actor.user,
      groups,
      identity,
      dryRun,
      warn,
      annotate: (key, value) => this.#annotations.add(key, value),
    };
  }
}

/** Replaces the content of a draft, which others hold. */
function become(draft: KubeObject | undefined, next: KubeObject | undefined): void {
  if (draft === undefined || next === undefined || draft === next) return;
  const fields = draft as unknown as Record<string, unknown>;
  for (const field of Object.keys(fields)) delete fields[field];
  Object.assign(fields, next);
}

function admissionRequest(
  { random, clock }: RegistryContext,
  admittedInput: AdmissionInput,
  { actor, dryRun, warn }: WriteRequest,
): AdmissionRequest {
  const { target, operation, subresource, draft, body, previous } = admittedInput;
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
