import type { Cause, LogEvent } from '@klockwork/event-store';
import { type Cancel, copy } from '@klockwork/kernel';
import { type ApiService, type CustomResourceDefinition, type ObjectKey, resources } from '@klockwork/resources';
import { isDefinition } from '../custom-resources/served-kinds.ts';
import { type OwnController, type OwnControllerParts, startOwnController } from '../own-controller.ts';
import { builtInKind, ownWrite } from '../own-write.ts';
import { RetriedWork } from '../retried-work.ts';
import { builtInApiServices, customApiServices, type GroupVersion } from './local-api-services.ts';
import { registrationStep } from './registration-step.ts';

/** Dependencies of the registration of APIs. */
export interface RegistrationParts extends OwnControllerParts {
  /** Group versions of the server itself. */
  readonly builtIn: readonly GroupVersion[];
}

const { group: GROUP, resource: RESOURCE } = resources.apiServices;

/**
 * Registers an APIService for each built-in group version now, and for each served version of definitions from now on. Models
 * `autoregister` of kube-aggregator.
 */
export function keepApiServices(parts: RegistrationParts): Promise<Cancel> {
  return startOwnController(parts.journal, new ApiServiceController(parts));
}

class ApiServiceController implements OwnController {
  readonly #parts: RegistrationParts;
  readonly #builtIn: ReadonlyMap<string, ApiService>;
  readonly #retried: RetriedWork;
  #custom: ReadonlyMap<string, ApiService> = new Map();

  constructor(parts: RegistrationParts) {
    this.#parts = parts;
    this.#builtIn = byName(builtInApiServices(parts.builtIn));
    const { clock, logger } = parts;
    const again = (name: string, cause: Cause) => void this.#keep(name, cause);
    this.#retried = new RetriedWork({ clock, logger, timer: 'api-service-retry', resource: RESOURCE, again });
  }

  stop(): void {
    this.#retried.stop();
  }

  observe({ key, revision }: LogEvent): void {
    const cause: Cause = { trigger: 'event', revision };
    if (key.group === GROUP && key.resource === RESOURCE) void this.#keep(key.name, cause);
    if (!isDefinition(key)) return;
    const before = this.#custom;
    this.#readDefinitions();
    const changedNames = new Set([...before.keys(), ...this.#custom.keys()]);
    for (const name of changedNames) if (before.has(name) !== this.#custom.has(name)) void this.#keep(name, cause);
  }

  async keepAll(): Promise<void> {
    this.#readDefinitions();
    const present = [...this.#parts.journal.latestIn(resources.apiServices, '')].map(({ object }) => object.metadata?.name ?? '');
    const names = new Set([...this.#builtIn.keys(), ...this.#custom.keys(), ...present]);
    await Promise.all([...names].map((name) => this.#keep(name, { trigger: 'boot', name: 'api-server' }, true)));
  }

  #readDefinitions(): void {
    const definitions = [...this.#parts.journal.latestIn(resources.customResourceDefinitions, '')];
    this.#custom = byName(customApiServices(definitions.map(({ object }) => object as CustomResourceDefinition)));
  }

  #keep(name: string, cause: Cause, isStart = false): Promise<void> {
    return this.#retried.run(name, cause, () => this.#step(name, cause, isStart));
  }

  async #step(name: string, cause: Cause, isStart: boolean): Promise<void> {
    const key: ObjectKey = { group: GROUP, resource: RESOURCE, namespace: '', name };
    const present = this.#parts.journal.latest(key)?.object as ApiService | undefined;
    const wantedService = this.#builtIn.get(name) ?? this.#custom.get(name);
    const step = registrationStep(wantedService, present, isStart);
    const { registry } = this.#parts;
    const kind = builtInKind(resources.apiServices);
    const target = { kind, namespace: '', name };
    const request = ownWrite({ correlationId: 'api-service', cause });
    if (step === 'create' && wantedService !== undefined)
      await registry.create({ kind, namespace: '', body: copy(wantedService) as ApiService }, request);
    if (step === 'delete') await registry.delete({ target, deletion: { preconditions: { uid: present?.metadata?.uid ?? '' } } }, request);
    if (step !== 'restore' || wantedService === undefined) return;
    await registry.update(
      { target, subresource: '', change: (object) => ({ ...copy(object), spec: wantedService.spec }) as ApiService },
      request,
    );
  }
}

function byName(apiServices: readonly ApiService[]): ReadonlyMap<string, ApiService> {
  return new Map(apiServices.map((each) => [each.metadata?.name ?? '', each]));
}
