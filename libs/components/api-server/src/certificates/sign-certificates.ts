import type { Cause, LogEvent } from '@klockwork/event-store';
import { bytesOf, type Cancel, copy, encodeBase64 } from '@klockwork/kernel';
import { type CertificateSigner, type CertificateSigningRequest, resources, signingStep } from '@klockwork/resources';
import { type OwnController, type OwnControllerParts, startOwnController } from '../own-controller.ts';
import { builtInKind, ownWrite } from '../own-write.ts';
import { RetriedWork } from '../retried-work.ts';

/** Dependencies of the signer of certificates. */
export interface SigningParts extends OwnControllerParts {
  readonly signer: CertificateSigner;
}

type Status = NonNullable<CertificateSigningRequest['status']>;

/**
 * Signs approved certificate requests. Models `pkg/controller/certificates/signer`, which runs in the controller-manager; here the key of the
 * authority stays in the process that already holds it.
 */
export function signCertificates(parts: SigningParts): Promise<Cancel> {
  return startOwnController(parts.journal, new SigningController(parts));
}

class SigningController implements OwnController {
  readonly #parts: SigningParts;
  readonly #retried: RetriedWork;

  constructor(parts: SigningParts) {
    this.#parts = parts;
    const { clock, logger } = parts;
    const { resource } = resources.certificateSigningRequests;
    const again = (name: string, cause: Cause) => void this.#keep(name, cause);
    this.#retried = new RetriedWork({ clock, logger, timer: 'certificate-signing-retry', resource, again });
  }

  stop(): void {
    this.#retried.stop();
  }

  observe({ key, revision }: LogEvent): void {
    const { group, resource } = resources.certificateSigningRequests;
    if (key.group === group && key.resource === resource) void this.#keep(key.name, { trigger: 'event', revision });
  }

  async keepAll(): Promise<void> {
    const all = [...this.#parts.journal.latestIn(resources.certificateSigningRequests, '')];
    await Promise.all(all.map(({ object }) => this.#keep(object.metadata?.name ?? '', { trigger: 'boot', name: 'api-server' })));
  }

  #keep(name: string, cause: Cause): Promise<void> {
    return this.#retried.run(name, cause, () => this.#step(name, cause));
  }

  async #step(name: string, cause: Cause): Promise<void> {
    const { group, resource } = resources.certificateSigningRequests;
    const request = this.#parts.journal.latest({ group, resource, namespace: '', name })?.object as CertificateSigningRequest | undefined;
    const outcome = request === undefined ? undefined : this.#sign(request);
    if (outcome === undefined) return;
    const target = { kind: builtInKind(resources.certificateSigningRequests), namespace: '', name };
    const change = (previous: CertificateSigningRequest) => {
      const draft = copy(previous) as CertificateSigningRequest;
      draft.status = outcome(draft.status ?? {});
      return draft;
    };
    const write = ownWrite({ correlationId: 'certificate-signing', cause, manager: 'kube-controller-manager' });
    await this.#parts.registry.update({ target, subresource: 'status', change }, write);
  }

  /** Returns the change of the status; undefined for none. */
  #sign(object: CertificateSigningRequest): ((status: Status) => Status) | undefined {
    const step = signingStep(object);
    if (step === undefined) return undefined;
    if (step.type === 'fail') {
      const failedCondition = { type: 'Failed', status: 'True', reason: 'SignerValidationFailure', message: step.message } as const;
      return (status) => ({ ...status, conditions: [...(status.conditions ?? []), failedCondition] });
    }
    const request = this.#parts.signer.sign(step.request, step.policy);
    if ('certificate' in request) {
      const certificate = encodeBase64(bytesOf(request.certificate));
      return (status) => ({ ...status, certificate });
    }
    this.#parts.logger.warn({ name: object.metadata?.name, error: request.problem }, 'certificate request not signed');
    return undefined;
  }
}
