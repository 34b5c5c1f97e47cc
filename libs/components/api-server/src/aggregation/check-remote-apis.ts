import { formatTime, semanticEqual } from '@klockwork/api-machinery';
import { type Cause, type Journal, type LogEvent, timerCause } from '@klockwork/event-store';
import { type Cancel, type Clock, copy, type Logger, StoppedError, type StopSignal, StopSource, type TimerName } from '@klockwork/kernel';
import type { Registry } from '@klockwork/registry';
import { type ApiService, availability, type ResourceRef, resources, SERVICE_NAME_LABEL, setAvailability } from '@klockwork/resources';
import { builtInKind, ownWrite } from '../own-write.ts';
import { RetriedWork } from '../retried-work.ts';
import { type Availability, availabilityOf, failedCheck, PASSED } from './availability.ts';
import { isApiService, type RemoteApis } from './remote-apis.ts';
import { callRemote, type RemoteCaller, RemoteError, textOf } from './remote-call.ts';
import { resourcesOf } from './remote-discovery.ts';
import { fetchDocuments } from './remote-documents.ts';

/** Dependencies of the checks. */
export interface CheckParts {
  readonly journal: Journal;
  readonly registry: Registry;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly remotes: RemoteApis;
  readonly caller: RemoteCaller;
}

/** Upstream's period of checks. Available servers are checked again after a change, or a failed request. */
const RECHECK_MS = 30_000;
const TIMER = 'api-service-check';
/** Upstream's limit of a check. */
const ANSWER_MS_MAX = 5_000;
const TIMEOUT = 'api-service-timeout';
const DISCOVERY_CHARACTERS_MAX = 4 * 1024 * 1024;
const USER = ['X-Remote-User', 'system:kube-aggregator'] as const;
const GROUP = ['X-Remote-Group', 'system:masters'] as const;
const { resource: RESOURCE } = resources.apiServices;

/** Checks of remote APIServices. */
export interface RemoteChecks {
  /** Checks again after a failed request. */
  failed(name: string): void;
  stop(): void;
}

/** Sets the condition of remote APIServices, now and after changes. Models kube-aggregator's `pkg/controllers/status/remote`. */
export function checkRemoteApis(parts: CheckParts): RemoteChecks {
  const checker = new RemoteChecker(parts);
  const stop = parts.journal.onCommitted(({ event }) => checker.look(event));
  checker.checkAll();
  return {
    failed: (name) => checker.failed(name),
    stop() {
      stop();
      checker.stop();
    },
  };
}

class RemoteChecker {
  readonly #parts: CheckParts;
  readonly #retried: RetriedWork;
  readonly #timers = new Map<string, Cancel>();
  readonly #stop = new StopSource();

  constructor(parts: CheckParts) {
    this.#parts = parts;
    const { clock, logger } = parts;
    const again = (name: string, cause: Cause) => this.#check(name, cause);
    this.#retried = new RetriedWork({ clock, logger, timer: 'api-service-retry', resource: RESOURCE, again });
  }

  stop(): void {
    this.#stop.stop();
    this.#retried.stop();
    for (const cancel of this.#timers.values()) cancel();
  }

  checkAll(): void {
    for (const name of this.#parts.remotes.names) this.#check(name, { trigger: 'boot', name: 'api-server' });
  }

  failed(name: string): void {
    this.#check(name, { trigger: 'request', name: 'proxy' });
  }

  look(event: LogEvent): void {
    const { revision, key, object } = event;
    const cause: Cause = { trigger: 'event', revision };
    if (isApiService(event)) this.#check(key.name, cause);
    const service = serviceOf(key, { name: key.name, labels: object?.metadata?.labels });
    if (service === undefined) return;
    for (const name of this.#parts.remotes.names) {
      const { namespace, name: own } = this.#parts.remotes.named(name)?.spec?.service ?? {};
      if (namespace === key.namespace && own === service) this.#check(name, cause);
    }
  }

  #check(name: string, cause: Cause): void {
    void this.#retried.run(name, cause, () => this.#step(name, cause));
  }

  async #step(name: string, cause: Cause): Promise<void> {
    this.#timers.get(name)?.();
    this.#timers.delete(name);
    const { remotes } = this.#parts;
    const apiService = remotes.named(name);
    if (apiService === undefined || this.#stop.stopped) return;
    const isRemote = remotes.at(apiService.spec?.group ?? '', apiService.spec?.version ?? '') !== undefined;
    const availability = isRemote ? await this.#found(apiService) : PASSED;
    const present = remotes.named(name);
    if (present === undefined || this.#stop.stopped) return;
    if (!isTold(present, availability)) await this.#write(name, availability, cause);
    const isComplete = availability.status === 'True' && (!isRemote || (await this.#fetchDocuments(present)));
    if (!isComplete && remotes.named(name) !== undefined && !this.#stop.stopped) this.#checkLater(name, cause);
  }

  async #found(apiService: ApiService): Promise<Availability> {
    const availability = availabilityOf(apiService, this.#parts.remotes.viewOf(apiService));
    if (availability !== undefined) return availability;
    try {
      return await this.#ask(apiService);
    } catch (error) {
      if (!(error instanceof RemoteError)) throw error;
      return failedCheck(`failing or missing response from ${urlOf(apiService)}: Get "${urlOf(apiService)}": ${error.message}`);
    }
  }

  #ask(apiService: ApiService): Promise<Availability> {
    return this.#limited((stop) => this.#answerOf(apiService, stop));
  }

  /** Fetches the OpenAPI documents of an available server; returns false after a failure. */
  async #fetchDocuments(apiService: ApiService): Promise<boolean> {
    const { remotes, caller } = this.#parts;
    const name = apiService.metadata?.name ?? '';
    try {
      const documents = remotes.documentsOf(name);
      const remoteDocuments = await this.#limited((stop) => fetchDocuments(caller, apiService, { known: documents, stop }));
      if (remotes.named(name) !== undefined) remotes.learnDocuments(name, remoteDocuments);
      return true;
    } catch (error) {
      if (!(error instanceof RemoteError)) throw error;
      return false;
    }
  }

  /** Limits requests to a server. Rejects with RemoteError at the time-out. */
  async #limited<T>(work: (stop: StopSignal) => Promise<T>): Promise<T> {
    const stop = new StopSource();
    const cancel = this.#parts.clock.after(ANSWER_MS_MAX, { name: TIMEOUT, upkeep: true }, () => stop.stop());
    const forget = this.#stop.onStop(() => stop.stop());
    try {
      return await work(stop);
    } catch (error) {
      if (error instanceof StoppedError) throw new RemoteError('context deadline exceeded');
      throw error;
    } finally {
      cancel();
      forget();
    }
  }

  async #answerOf(apiService: ApiService, stop: StopSignal): Promise<Availability> {
    const { caller, remotes } = this.#parts;
    const { group, version } = apiService.spec ?? {};
    const request = { method: 'GET', target: `/apis/${group}/${version}`, headers: [USER, GROUP, CLOSE, ACCEPT], stop };
    const remote = await callRemote(caller, apiService, request);
    const text = await textOf(remote, DISCOVERY_CHARACTERS_MAX);
    const { status } = remote.answer;
    if (status < 200 || status > 299)
      return failedCheck(`failing or missing response from ${urlOf(apiService)}: bad status from ${urlOf(apiService)}: ${status}`);
    remotes.learn(apiService.metadata?.name ?? '', resourcesOf(text) ?? []);
    return PASSED;
  }

  #checkLater(name: string, cause: Cause): void {
    const timer: TimerName = { name: TIMER, upkeep: true, object: `${RESOURCE}/${name}` };
    this.#timers.set(
      name,
      this.#parts.clock.after(RECHECK_MS, timer, () => this.#check(name, timerCause(timer, cause))),
    );
  }

  async #write(name: string, availability: Availability, cause: Cause): Promise<void> {
    const { registry, clock } = this.#parts;
    const target = { kind: builtInKind(resources.apiServices), namespace: '', name };
    const change = (previous: ApiService) => {
      const draft = copy(previous) as ApiService;
      setAvailability(draft, availability, formatTime(clock.now()));
      return draft;
    };
    await registry.update({ target, subresource: 'status', change }, ownWrite({ correlationId: 'api-service', cause }));
  }
}

const CLOSE = ['Connection', 'close'] as const;
const ACCEPT = ['Accept', 'application/json'] as const;

/** Returns the name of the Service that an object concerns. */
function serviceOf(key: LogEvent['key'], { name, labels }: { readonly name: string; readonly labels: Record<string, string> | undefined }) {
  if (isOf(resources.services, key) || isOf(resources.connections, key)) return name;
  return isOf(resources.endpointSlices, key) ? labels?.[SERVICE_NAME_LABEL] : undefined;
}

function isOf({ group, resource }: ResourceRef, key: LogEvent['key']): boolean {
  return key.group === group && key.resource === resource;
}

function isTold(apiService: ApiService, { status, reason, message }: Availability): boolean {
  const { status: former, reason: why, message: text } = availability(apiService) ?? {};
  return semanticEqual([former, why, text], [status, reason, message]);
}

/** `https://api.default.svc:443/apis/example.com/v1` */
function urlOf({ spec }: ApiService): string {
  const { namespace, name, port = 443 } = spec?.service ?? {};
  return `https://${name}.${namespace}.svc:${port}/apis/${spec?.group}/${spec?.version}`;
}
