import { isExemptKind } from '@klockwork/admission';
import type { Journal } from '@klockwork/event-store';
import type { CalledAdmission, CalledWrite, MutationCalls } from '@klockwork/registry';
import { type KindDefinition, resources } from '@klockwork/resources';
import { PolicyAdmission } from '../policies/policy-admission.ts';
import { invocationOf } from './invocation.ts';
import { Mutation } from './mutation.ts';
import { validateByAll } from './validation.ts';
import type { WebhookPorts } from './webhook-ports.ts';
import { WebhookSource } from './webhook-source.ts';

/** Admission by policies and by the configured webhooks. Models `k8s.io/apiserver/pkg/admission/plugin/{policy,webhook}`. */
export class WebhookAdmission implements CalledAdmission {
  readonly #ports: WebhookPorts;
  readonly #mutating: WebhookSource;
  readonly #validating: WebhookSource;
  readonly #policies: PolicyAdmission;

  constructor(journal: Journal, ports: WebhookPorts) {
    this.#ports = ports;
    this.#mutating = new WebhookSource(journal, resources.mutatingWebhookConfigurations);
    this.#validating = new WebhookSource(journal, resources.validatingWebhookConfigurations);
    this.#policies = new PolicyAdmission(journal, ports);
  }

  mayConcern(kind: KindDefinition): boolean {
    return this.mayWait(kind) || (this.#policies.isActive && !isExemptKind(kind));
  }

  mayWait(kind: KindDefinition): boolean {
    const isAsked = this.#mutating.hooks.length + this.#validating.hooks.length > 0 || this.#policies.mayWait;
    return isAsked && !isExemptKind(kind);
  }

  mutation(write: CalledWrite): MutationCalls | undefined {
    const { hooks } = this.#mutating;
    if (hooks.length === 0 || isExemptKind(write.kind)) return undefined;
    const concerns = hooks.some((hook) => invocationOf(hook, write, this.#ports.view) !== undefined);
    return concerns ? new Mutation(this.#ports, hooks, write) : undefined;
  }

  validation(write: CalledWrite): Promise<void> | undefined {
    const policies = this.#policies.validate(write);
    return policies === undefined ? this.#validationByHooks(write) : policies.then(() => this.#validationByHooks(write));
  }

  stop(): void {
    this.#mutating.stop();
    this.#validating.stop();
    this.#policies.stop();
  }

  #validationByHooks(write: CalledWrite): Promise<void> | undefined {
    const { hooks } = this.#validating;
    if (hooks.length === 0 || isExemptKind(write.kind)) return undefined;
    const invocations = hooks.flatMap((hook) => invocationOf(hook, write, this.#ports.view) ?? []);
    return invocations.length === 0 ? undefined : validateByAll(this.#ports, write, invocations);
  }
}
