import { type CompiledPolicy, compilePolicy } from '@klockwork/admission';
import { compareText } from '@klockwork/api-machinery';
import type { Journal } from '@klockwork/event-store';
import type { Cancel } from '@klockwork/kernel';
import { type KubeObject, resources, type ValidatingAdmissionPolicy, type ValidatingAdmissionPolicyBinding } from '@klockwork/resources';
import { type MatchFilter, matchFilter } from './match-filter.ts';

/** Binding of a policy with its parsed filter. */
export interface BoundPolicy {
  readonly name: string;
  readonly binding: ValidatingAdmissionPolicyBinding;
  readonly filter: MatchFilter;
}

/** Policy with its bindings in the order of their names. */
export interface PolicyHook {
  readonly policy: ValidatingAdmissionPolicy;
  readonly compiled: CompiledPolicy;
  readonly filter: MatchFilter;
  readonly bindings: readonly BoundPolicy[];
}

type PolicyWithoutBindings = Omit<PolicyHook, 'bindings'>;

/** Follows policies and bindings in the log. Expressions are compiled when a policy changes. Models `generic.policySource`. */
export class PolicySource {
  readonly #policies = new Map<string, PolicyWithoutBindings>();
  readonly #bindings = new Map<string, BoundPolicy>();
  readonly #stop: Cancel;
  #hooks: readonly PolicyHook[] = [];

  constructor(journal: Journal) {
    for (const kind of [resources.validatingAdmissionPolicies, resources.validatingAdmissionPolicyBindings])
      for (const { key, object } of journal.state.list(kind)) this.#follow(key, object);
    this.#collect();
    this.#stop = journal.onCommitted(({ event: { key, change, object } }) => {
      if (this.#follow(key, change === 'deleted' ? undefined : object)) this.#collect();
    });
  }

  /** Bound policies in the order of their names. */
  get hooks(): readonly PolicyHook[] {
    return this.#hooks;
  }

  stop(): void {
    this.#stop();
  }

  /** Returns whether the object is a policy or a binding. */
  #follow({ group, resource, name }: { group: string; resource: string; name: string }, object: KubeObject | undefined): boolean {
    if (group !== resources.validatingAdmissionPolicies.group) return false;
    if (resource === resources.validatingAdmissionPolicies.resource) this.#setPolicy(name, object as ValidatingAdmissionPolicy | undefined);
    else if (resource === resources.validatingAdmissionPolicyBindings.resource)
      this.#setBinding(name, object as ValidatingAdmissionPolicyBinding | undefined);
    else return false;
    return true;
  }

  #setPolicy(name: string, policy: ValidatingAdmissionPolicy | undefined): void {
    const previous = this.#policies.get(name)?.policy;
    if (policy === undefined) this.#policies.delete(name);
    else if (previous?.metadata?.uid !== policy.metadata?.uid || previous?.metadata?.generation !== policy.metadata?.generation)
      this.#policies.set(name, { policy, compiled: compilePolicy(policy), filter: matchFilter(policy.spec?.matchConstraints) });
  }

  #setBinding(name: string, binding: ValidatingAdmissionPolicyBinding | undefined): void {
    if (binding === undefined) this.#bindings.delete(name);
    else this.#bindings.set(name, { name, binding, filter: matchFilter(binding.spec?.matchResources) });
  }

  #collect(): void {
    const bindings = [...this.#bindings.values()].sort((a, b) => compareText(a.name, b.name));
    const policies = [...this.#policies].sort(([a], [b]) => compareText(a, b));
    this.#hooks = policies.flatMap(([name, compiledBindings]) => {
      const own = bindings.filter(({ binding }) => binding.spec?.policyName === name);
      return own.length === 0 ? [] : [{ ...compiledBindings, bindings: own }];
    });
  }
}
