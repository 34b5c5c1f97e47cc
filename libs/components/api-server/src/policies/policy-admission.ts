import { type AdmissionView, evaluatePolicy, isExemptKind, type PolicyRefusal, policyDenied, policyWarning } from '@klockwork/admission';
import type { AdmissionInput } from '@klockwork/cel';
import type { Journal } from '@klockwork/event-store';
import type { CalledWrite } from '@klockwork/registry';
import { type KindDefinition, resources } from '@klockwork/resources';
import { admissionRequest } from '../webhooks/review-request.ts';
import { inVersion, type WriteVersion } from '../webhooks/versioned-write.ts';
import { matchedVersion } from './match-filter.ts';
import { collectParams } from './policy-params.ts';
import { type BoundPolicy, type PolicyHook, PolicySource } from './policy-source.ts';

/** Parts that policies need. `kinds`: kinds of parameters. */
export interface PolicyPorts {
  readonly view: AdmissionView;
  readonly kinds: () => readonly KindDefinition[];
}

/** Admission by ValidatingAdmissionPolicies. Models `k8s.io/apiserver/pkg/admission/plugin/policy/validating`. */
export class PolicyAdmission {
  readonly #ports: PolicyPorts;
  readonly #source: PolicySource;

  constructor(journal: Journal, ports: PolicyPorts) {
    this.#ports = ports;
    this.#source = new PolicySource(journal);
  }

  /** True if a policy is bound. */
  get isActive(): boolean {
    return this.#source.hooks.length > 0;
  }

  /** Evaluates all policies, and adds their warnings. Throws ApiError for the first refusal. */
  validate(write: CalledWrite): void {
    const { hooks } = this.#source;
    if (hooks.length === 0 || isExemptKind(write.kind)) return;
    const inputs: Inputs = new Map();
    const refusals = hooks.flatMap((hook) => this.#refusalsBy(hook, write, inputs));
    if (refusals[0] !== undefined) throw policyDenied(write, refusals[0]);
  }

  stop(): void {
    this.#source.stop();
  }

  #refusalsBy(hook: PolicyHook, write: CalledWrite, inputs: Inputs): PolicyRefusal[] {
    const version = matchedVersion(hook.filter, write, this.#ports.view);
    return version === undefined ? [] : hook.bindings.flatMap((bound) => this.#refusalsOf({ hook, bound, write, version, inputs }));
  }

  #refusalsOf(target: Target): PolicyRefusal[] {
    const { hook, bound, write } = target;
    if (matchedVersion(bound.filter, write, this.#ports.view) === undefined) return [];
    const source = { view: this.#ports.view, kinds: this.#ports.kinds() };
    const collected = collectParams(hook.policy, bound.binding, { namespace: write.namespace, source });
    if ('params' in collected) return collected.params.flatMap((params) => this.#evaluate(target, params));
    if (hook.compiled.ignoresErrors) return [];
    const part = collected.isPolicy ? 'policy' : 'binding';
    const message = `failed to configure ${part}: ${collected.problem}`;
    return [{ policy: hook.compiled.name, binding: collected.isPolicy ? undefined : bound.name, message, reason: '' }];
  }

  #evaluate(target: Target, params: object | null): PolicyRefusal[] {
    const { hook, bound, write } = target;
    const names = { policy: hook.compiled.name, binding: bound.name };
    const result = evaluatePolicy(hook.compiled, this.#input(target), params);
    const actions = new Set(bound.binding.spec?.validationActions);
    if (actions.has('Warn')) for (const { message } of result.violations) write.warn(policyWarning(names.policy, names.binding, message));
    const denials = actions.has('Deny') ? result.violations.map(({ message, reason }) => ({ ...names, message, reason })) : [];
    return [...denials, ...result.annotationErrors.map((message) => ({ ...names, message, reason: '' }))];
  }

  #input({ write, version, inputs }: Target): AdmissionInput {
    const input = inputs.get(version) ?? this.#newInput(write, version);
    inputs.set(version, input);
    return input;
  }

  #newInput(write: CalledWrite, version: WriteVersion): AdmissionInput {
    const { kind, namespace, subresource, name } = write;
    const isNamespace = kind.group === '' && kind.resource === 'namespaces';
    const request = admissionRequest(write, version);
    return {
      object: write.object === undefined ? null : inVersion(write, version, write.object),
      oldObject: write.previous === undefined ? null : inVersion(write, version, write.previous),
      request,
      namespaceObject: namespace === '' || isNamespace ? null : (this.#ports.view.get(resources.namespaces, '', namespace) ?? null),
      authorize: ALLOW,
      requestResource: { group: kind.group, resource: kind.resource, subresource, namespace, name },
    };
  }
}

/** Evaluation of a policy by one binding. */
interface Target {
  readonly hook: PolicyHook;
  readonly bound: BoundPolicy;
  readonly write: CalledWrite;
  readonly version: WriteVersion;
  readonly inputs: Inputs;
}

/** Inputs of one write, without parameters: policies share them. */
type Inputs = Map<WriteVersion, AdmissionInput>;

/** Every user of a lab may do everything, as access reviews answer. */
const ALLOW = () => ({ allowed: true, reason: '' });
