import type { Cause, LogEvent } from '@klockwork/event-store';
import { type Cancel, copy } from '@klockwork/kernel';
import { type KindDefinition, resources, type ValidatingAdmissionPolicy } from '@klockwork/resources';
import { type OwnController, type OwnControllerParts, startOwnController } from '../own-controller.ts';
import { builtInKind, ownWrite } from '../own-write.ts';
import { RetriedWork } from '../retried-work.ts';
import { checkTypes } from './type-check.ts';

/** Parts that the type check needs. */
export interface PolicyStatusParts extends OwnControllerParts {
  readonly kinds: { readonly all: readonly KindDefinition[] };
}

/**
 * Writes the result of the type check into the status of each policy, after its creation and each change of its spec. Models
 * `pkg/controller/validatingadmissionpolicystatus`.
 */
export function keepPolicyStatus(parts: PolicyStatusParts): Promise<Cancel> {
  return startOwnController(parts.journal, new PolicyStatusController(parts));
}

class PolicyStatusController implements OwnController {
  readonly #parts: PolicyStatusParts;
  readonly #retried: RetriedWork;

  constructor(parts: PolicyStatusParts) {
    this.#parts = parts;
    const { clock, logger } = parts;
    const { resource } = resources.validatingAdmissionPolicies;
    const again = (name: string, cause: Cause) => this.#keep(name, cause);
    this.#retried = new RetriedWork({ clock, logger, timer: 'policy-status-retry', resource, again });
  }

  stop(): void {
    this.#retried.stop();
  }

  observe({ key, revision, change }: LogEvent): void {
    const { group, resource } = resources.validatingAdmissionPolicies;
    if (key.group !== group || key.resource !== resource || change === 'deleted') return;
    void this.#keep(key.name, { trigger: 'event', revision });
  }

  async keepAll(): Promise<void> {
    const all = [...this.#parts.journal.latestIn(resources.validatingAdmissionPolicies, '')];
    await Promise.all(all.map(({ object }) => this.#keep(object.metadata?.name ?? '', { trigger: 'boot', name: 'api-server' })));
  }

  #keep(name: string, cause: Cause): Promise<void> {
    return this.#retried.run(name, cause, () => this.#step(name, cause));
  }

  async #step(name: string, cause: Cause): Promise<void> {
    const { group, resource } = resources.validatingAdmissionPolicies;
    const policy = this.#parts.journal.latest({ group, resource, namespace: '', name })?.object as ValidatingAdmissionPolicy | undefined;
    const generation = policy?.metadata?.generation;
    if (policy === undefined || policy.status?.observedGeneration === generation) return;
    const expressionWarnings = checkTypes(policy, this.#parts.kinds.all);
    const typeChecking = expressionWarnings.length === 0 ? {} : { expressionWarnings };
    const change = (previous: ValidatingAdmissionPolicy) => {
      const draft = copy(previous) as ValidatingAdmissionPolicy;
      draft.status = { ...draft.status, ...(generation !== undefined && { observedGeneration: generation }), typeChecking };
      return draft;
    };
    const target = { kind: builtInKind(resources.validatingAdmissionPolicies), namespace: '', name };
    await this.#parts.registry.update({ target, subresource: 'status', change }, ownWrite({ correlationId: 'policy-type-check', cause }));
  }
}
