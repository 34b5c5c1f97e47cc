import { optimisticLock, parseDuration, statusErrors } from '@klockwork/api-machinery';
import type { FaultEvidence, FaultInjection, FaultInjectors } from '@klockwork/controller-runtime';
import { type ApiError, type LabTime, SeededRandom } from '@klockwork/kernel';
import { type Fault, type FaultApiError, type FaultRequests, faultMember, matchesAny } from '@klockwork/resources';

/** Group of the lab's own objects. Its requests never fail, so that faults can be deleted and lab time passes. */
const EXEMPT_GROUP = 'klockwork.dev';

/** Request, for the selection by faults. */
export interface FaultedRequest {
  readonly verb: string;
  readonly group: string;
  readonly resource: string;
  readonly name: string;
  readonly user: string;
  readonly userAgent: string;
}

interface Rule {
  readonly requests: FaultRequests;
  readonly isDrawn: () => boolean;
  readonly effect: RequestEffect;
  touched: number;
  readonly names: Set<string>;
}

/** Effect of a fault on one request. */
type RequestEffect =
  | { readonly type: 'error'; readonly error: FaultApiError }
  | { readonly type: 'delay'; readonly delayMs: number }
  | { readonly type: 'past'; readonly at: (now: LabTime) => LabTime };

/** Effect of all faults on one request. */
export interface RequestFate {
  readonly delayMs: number;
  /** Answer in place of the request's own. */
  readonly error: ApiError | undefined;
}

const WRITES = ['create', 'update', 'patch', 'delete', 'deletecollection'];
/** Step of lagging reads, in ms of lab time: each step opens a view of the past. */
const STEP_MS = 1_000;
/** Max names that a rule remembers. */
const NAMES_MAX = 10;

/** Faults of this api-server's requests. */
export class ApiFaults {
  readonly #rules = new Set<Rule>();

  /** Injectors of the api-server's fault actor. */
  readonly injectors: FaultInjectors = {
    ApiErrors: (fault) => {
      const { error = 'InternalError', percent, ...requests } = faultMember(fault, 'ApiErrors');
      return this.#add(fault, { requests, percent, effect: { type: 'error', error } });
    },
    ApiLatency: (fault) => {
      const { delay = '0s', percent, ...requests } = faultMember(fault, 'ApiLatency');
      const duration = parseDuration(delay);
      return this.#add(fault, { requests, percent, effect: { type: 'delay', delayMs: 'ms' in duration ? duration.ms : 0 } });
    },
    SlowDisk: (fault) => {
      const { processes = [], delay = '0s' } = faultMember(fault, 'SlowDisk');
      const duration = parseDuration(delay);
      if (!processes.includes('api-server')) return undefined;
      const effect = { type: 'delay', delayMs: 'ms' in duration ? duration.ms : 0 } as const;
      return this.#add(fault, { requests: { verbs: WRITES }, percent: 100, effect });
    },
    StaleReads: (fault) => {
      const { lag, ...requests } = faultMember(fault, 'StaleReads');
      return this.#add(fault, { requests, percent: 100, effect: { type: 'past', at: pastTime(fault, lag) } });
    },
  };

  /** True if no fault is active. */
  get none(): boolean {
    return this.#rules.size === 0;
  }

  /** Returns the fate of a request, and counts it for each fault that affects it. The first error applies; delays add up. */
  fateOf(request: FaultedRequest): RequestFate {
    let delayMs = 0;
    let error: FaultApiError | undefined;
    for (const { effect } of this.#drawn(request, ({ type }) => type === 'delay' || (type === 'error' && error === undefined))) {
      if (effect.type === 'delay') delayMs += effect.delayMs;
      else if (effect.type === 'error') error = effect.error;
    }
    return { delayMs, error: error && errorOf(error, request) };
  }

  /** Returns the instant whose state a client reads; undefined for the present. The oldest one of several applies. */
  staleTime(request: FaultedRequest, now: LabTime): LabTime | undefined {
    let oldest: LabTime | undefined;
    for (const { effect } of this.#drawn(request, ({ type }) => type === 'past'))
      if (effect.type === 'past') oldest = Math.min(oldest ?? now, effect.at(now));
    return oldest;
  }

  /** Throws the error of an active fault. For requests of components, which hold lab time until their answer: they are not delayed. */
  refuse(request: FaultedRequest): void {
    for (const { effect } of this.#drawn(request, ({ type }) => type === 'error'))
      if (effect.type === 'error') throw errorOf(effect.error, request);
  }

  /** Yields each rule that affects the request, and counts it. */
  *#drawn(request: FaultedRequest, matters: (effect: RequestEffect) => boolean): Generator<Rule> {
    if (request.group === EXEMPT_GROUP) return;
    for (const rule of this.#rules) {
      if (!matters(rule.effect) || !selects(rule.requests, request) || !rule.isDrawn()) continue;
      rule.touched += 1;
      if (rule.names.size < NAMES_MAX) rule.names.add(nameOf(request));
      yield rule;
    }
  }

  #add(fault: Fault, rule: Pick<Rule, 'requests' | 'effect'> & { readonly percent: number | undefined }): FaultInjection {
    const { percent = 100, requests, effect } = rule;
    const random = new SeededRandom(fault.spec?.seed ?? 1);
    const isDrawn = () => percent >= 100 || random.next() * 100 < percent;
    const addedRule: Rule = { requests, effect, isDrawn, touched: 0, names: new Set() };
    this.#rules.add(addedRule);
    return {
      evidence: (): FaultEvidence => ({ touched: addedRule.touched, names: [...addedRule.names] }),
      end: () => this.#rules.delete(addedRule),
    };
  }
}

/** Returns a function for the instant that clients see: a whole second behind by `lag`, or the start of the fault. */
function pastTime({ status }: Fault, lag: string | undefined): (now: LabTime) => LabTime {
  const duration = parseDuration(lag ?? '0s');
  if (lag === undefined || 'problem' in duration) return () => Date.parse(status?.startTime ?? '');
  return (now) => Math.floor((now - duration.ms) / STEP_MS) * STEP_MS;
}

function selects({ verbs, resources, users, userAgents }: FaultRequests, request: FaultedRequest): boolean {
  const { verb, group, resource, user, userAgent } = request;
  const plural = group === '' ? resource : `${resource}.${group}`;
  return matchesAny(verbs, verb) && matchesAny(resources, plural) && matchesAny(users, user) && matchesAny(userAgents, userAgent);
}

/** `get pods/web` */
function nameOf({ verb, group, resource, name }: FaultedRequest): string {
  const plural = group === '' ? resource : `${resource}.${group}`;
  return name === '' ? `${verb} ${plural}` : `${verb} ${plural}/${name}`;
}

/** Returns upstream's error of an overloaded or broken server. */
function errorOf(error: FaultApiError, request: FaultedRequest): ApiError {
  switch (error) {
    case 'TooManyRequests':
      return statusErrors.tooManyRequests('Too many requests, please try again later.', 1);
    case 'InternalError':
      return statusErrors.internalError('etcdserver: request timed out');
    case 'Conflict':
      return statusErrors.conflict(request, request.name, optimisticLock);
    case 'Timeout':
      return statusErrors.timeout('request did not complete within the allotted timeout');
  }
}
