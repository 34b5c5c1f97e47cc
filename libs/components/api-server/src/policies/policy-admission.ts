import { type AdmissionView, evaluatePolicy, isExemptKind, type PolicyRefusal, policyDenied, policyWarning } from '@klockwork/admission';
import type { AdmissionInput } from '@klockwork/cel';
import type { Journal } from '@klockwork/event-store';
import { ApiError, type Logger } from '@klockwork/kernel';
import type { CalledWrite, ObjectConverter } from '@klockwork/registry';
import { type KindDefinition, resources } from '@klockwork/resources';
import { annotate } from '../webhooks/annotate.ts';
import { admissionRequest } from '../webhooks/review-request.ts';
import { convertedTo, inVersion, type WriteVersion } from '../webhooks/versioned-write.ts';
import { matchedVersion } from './match-filter.ts';
import { PolicyAnnotations } from './policy-annotations.ts';
import { collectParams, convertParams, mayConvertParams, type PolicyParams } from './policy-params.ts';
import { type BoundPolicy, type PolicyHook, PolicySource } from './policy-source.ts';

/** Parts that policies need. `kinds`: kinds of parameters. */
export interface PolicyPorts {
  readonly view: AdmissionView;
  readonly kinds: () => readonly KindDefinition[];
  readonly converter: ObjectConverter;
  readonly logger: Logger;
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

  /** True if parameters of a bound policy may need a call. */
  get mayWait(): boolean {
    return this.#source.hooks.some(({ policy }) => mayConvertParams(policy, this.#ports.kinds));
  }

  /**
   * Evaluates all policies, and adds their warnings. Throws ApiError for the first refusal. Returns a promise only if a webhook must convert
   * an object or a parameter.
   */
  validate(write: CalledWrite): Promise<void> | undefined {
    const { hooks } = this.#source;
    if (hooks.length === 0 || isExemptKind(write.kind)) return undefined;
    const inputs: Inputs = new Map();
    const targets = hooks.flatMap((hook) => this.#targetsBy(hook, write, inputs));
    if (targets.some(needsCall)) return this.#validateConverted(write, targets);
    this.#refuse(write, targets);
    return undefined;
  }

  stop(): void {
    this.#source.stop();
  }

  async #validateConverted(write: CalledWrite, targets: readonly Target[]): Promise<void> {
    const convertedTargets: Target[] = [];
    // In order: targets share the inputs of their version.
    for (const target of targets) convertedTargets.push(needsCall(target) ? await this.#convert(target) : target);
    this.#refuse(write, convertedTargets);
  }

  #refuse(write: CalledWrite, targets: readonly Target[]): void {
    const annotations = new PolicyAnnotations();
    const [refusal] = targets.flatMap((target) => this.#refusalsOf(target, annotations));
    for (const entry of annotations.entries) annotate(this.#ports, write, entry);
    if (refusal !== undefined) throw policyDenied(write, refusal);
  }

  #targetsBy(hook: PolicyHook, write: CalledWrite, inputs: Inputs): Target[] {
    const { view, kinds } = this.#ports;
    const version = matchedVersion(hook.filter, write, view);
    if (version === undefined) return [];
    const bindings = hook.bindings.filter(({ filter }) => matchedVersion(filter, write, view) !== undefined);
    return bindings.map((bound) => {
      const source = { view, kinds: kinds() };
      const collectedParams = collectParams(hook.policy, bound.binding, { namespace: write.namespace, source });
      return { hook, bound, write, version, inputs, collected: collectedParams };
    });
  }

  /** A failed conversion is a problem of the binding, which the failure policy may ignore. Models `dispatcher.Dispatch`. */
  async #convert(target: Target): Promise<Target> {
    const { hook, write, version, inputs, collected } = target;
    if ('problem' in collected) return target;
    try {
      const params = await convertParams(this.#ports.converter, hook.policy, collected);
      if (!inputs.has(version)) inputs.set(version, await this.#convertedInput(write, version));
      return { ...target, collected: params };
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      return { ...target, collected: { problem: `failed to convert object version: ${error.message}` } };
    }
  }

  #refusalsOf(target: Target, annotations: PolicyAnnotations): PolicyRefusal[] {
    const { hook, bound, collected } = target;
    if ('params' in collected) return collected.params.flatMap((params) => this.#evaluate(target, params, annotations));
    if (hook.compiled.ignoresErrors) return [];
    const part = collected.isPolicy ? 'policy' : 'binding';
    const message = `failed to configure ${part}: ${collected.problem}`;
    return [{ policy: hook.compiled.name, binding: collected.isPolicy ? undefined : bound.name, message, reason: '' }];
  }

  #evaluate(target: Target, params: object | null, annotations: PolicyAnnotations): PolicyRefusal[] {
    const { hook, bound, write } = target;
    const names = { policy: hook.compiled.name, binding: bound.name };
    const result = evaluatePolicy(hook.compiled, this.#input(target), params);
    const actions = new Set(bound.binding.spec?.validationActions);
    if (actions.has('Warn')) for (const { message } of result.violations) write.warn(policyWarning(names.policy, names.binding, message));
    if (actions.has('Audit')) annotations.addFailures(bound.binding, result.violations);
    for (const { key, value } of result.annotations) annotations.add(names.policy, key, value);
    const denials = actions.has('Deny') ? result.violations.map(({ message, reason }) => ({ ...names, message, reason })) : [];
    return [...denials, ...result.annotationErrors.map((message) => ({ ...names, message, reason: '' }))];
  }

  #input({ write, version, inputs }: Target): AdmissionInput {
    const input = inputs.get(version) ?? this.#newInput(write, version);
    inputs.set(version, input);
    return input;
  }

  #newInput(write: CalledWrite, version: WriteVersion): AdmissionInput {
    const { object, previous } = write;
    return this.#inputOf(write, version, {
      object: object === undefined ? null : inVersion(write, version, object),
      oldObject: previous === undefined ? null : inVersion(write, version, previous),
    });
  }

  async #convertedInput(write: CalledWrite, version: WriteVersion): Promise<AdmissionInput> {
    const { object, previous } = write;
    return this.#inputOf(write, version, {
      object: object === undefined ? null : await convertedTo(this.#ports, write, { version, object }),
      oldObject: previous === undefined ? null : await convertedTo(this.#ports, write, { version, object: previous }),
    });
  }

  #inputOf(write: CalledWrite, version: WriteVersion, objects: Pick<AdmissionInput, 'object' | 'oldObject'>): AdmissionInput {
    const { kind, namespace, subresource, name } = write;
    const isNamespace = kind.group === '' && kind.resource === 'namespaces';
    return {
      ...objects,
      request: admissionRequest(write, version),
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
  readonly collected: PolicyParams;
}

/** Returns whether an object or a parameter of an evaluation must be converted by a webhook. */
function needsCall({ version, collected }: Target): boolean {
  return version.needsCall === true || ('params' in collected && collected.convertedKind !== undefined);
}

/** Inputs of one write, without parameters: policies share them. */
type Inputs = Map<WriteVersion, AdmissionInput>;

/** Every user of a lab may do everything, as access reviews answer. */
const ALLOW = () => ({ allowed: true, reason: '' });
