import { semanticEqual } from '@klockwork/api-machinery';
import type { InformerFactory, Notice } from '@klockwork/informers';
import type { LabTime } from '@klockwork/kernel';
import { type Fault, type FaultReport, type FaultType, isFaultActive, resources } from '@klockwork/resources';
import type { Controller } from '../controller.ts';
import { NOTHING, type Plan } from '../plan.ts';

/** Evidence of an injection. */
export interface FaultEvidence {
  /** Number of affected requests, messages or objects. */
  readonly touched: number;
  /** Affected names; the report keeps the first {@link NAMES_MAX}. */
  readonly names: readonly string[];
  readonly message?: string;
  /** True if this process cannot inject the fault. */
  readonly refused?: true;
}

/** Fault in effect in this process. */
export interface FaultInjection {
  /** Returns undefined for an effect that another process reports. */
  evidence(): FaultEvidence | undefined;
  /** Ends the effect. Called once. */
  end(): void;
}

/** Begins the effect of a fault; returns undefined if the fault does not concern this process. */
export type FaultInjector = (fault: Fault) => FaultInjection | undefined;

/** Injectors of a process, by type. */
export type FaultInjectors = { readonly [Type in FaultType]?: FaultInjector };

/** Max names in a report. */
const NAMES_MAX = 10;
/** Lab time between two reports of an active fault. */
const REPORT_MS = 10_000;

interface Running {
  readonly uid: string;
  readonly injection: FaultInjection;
  /** Time of the last report: a report is itself a message, which a fault may touch. */
  reportedAt: LabTime | undefined;
}

/**
 * Injects the active faults of one process, and reports about them in their status. A restarted process injects them again. `reporter`: name
 * of the process in `status.reports`.
 */
export function faultActor(informers: InformerFactory, reporter: string, injectors: FaultInjectors): Controller {
  const faults = informers.informer<Fault>(resources.faults);
  const actor = new FaultActor(reporter, injectors);
  return {
    name: 'fault-actor',
    keysOf: 'faults',
    sources: [{ informer: faults, keys: ({ object }: Notice<Fault>) => [object.metadata?.name ?? ''] }],
    reconcile: (key, now) => actor.reconcile(key, faults.get('', key), now),
  };
}

class FaultActor {
  readonly #reporter: string;
  readonly #injectors: FaultInjectors;
  readonly #running = new Map<string, Running>();

  constructor(reporter: string, injectors: FaultInjectors) {
    this.#reporter = reporter;
    this.#injectors = injectors;
  }

  reconcile(name: string, fault: Fault | undefined, now: LabTime): Plan {
    const running = this.#running.get(name);
    const isRunning = running !== undefined && running.uid === fault?.metadata?.uid;
    if (fault === undefined || !isFaultActive(fault, now)) return this.#end(name, fault);
    if (running !== undefined && !isRunning) this.#end(name, undefined);
    const current = isRunning ? running : this.#begin(name, fault);
    if (current === undefined) return NOTHING;
    const isDue = current.reportedAt === undefined || now >= current.reportedAt + REPORT_MS;
    if (isDue) current.reportedAt = now;
    const stages = isDue ? this.#report(fault, current.injection.evidence(), 'Injected') : [];
    return { stages, wakeAt: wakeOf(fault, current.reportedAt ?? now) };
  }

  #begin(name: string, fault: Fault): Running | undefined {
    const injection = fault.spec?.type && this.#injectors[fault.spec.type]?.(fault);
    if (injection === undefined) return undefined;
    const start = { uid: fault.metadata?.uid ?? '', injection, reportedAt: undefined };
    this.#running.set(name, start);
    return start;
  }

  /** Ends the effect. Reports of an earlier process, whose effects ended with it, are completed too. */
  #end(name: string, fault: Fault | undefined): Plan {
    const injection = this.#running.get(name)?.injection;
    this.#running.delete(name);
    injection?.end();
    if (fault === undefined) return NOTHING;
    const earlier = fault.status?.reports?.[this.#reporter];
    if (injection !== undefined) return { stages: this.#report(fault, injection.evidence(), 'Recovered') };
    return earlier?.state === 'Injected' ? { stages: this.#write(fault, { ...earlier, state: 'Recovered' }) } : NOTHING;
  }

  #report(fault: Fault, evidence: FaultEvidence | undefined, state: FaultReport['state']): Plan['stages'] {
    return evidence === undefined ? [] : this.#write(fault, reportOf(evidence, state));
  }

  #write({ metadata, status }: Fault, report: FaultReport): Plan['stages'] {
    if (semanticEqual(status?.reports?.[this.#reporter], report)) return [];
    const body = { metadata: { uid: metadata?.uid }, status: { reports: { [this.#reporter]: report } } };
    const patch = { type: 'merge', body } as const;
    const name = { name: metadata?.name ?? '' };
    return [[{ type: 'patch', resource: resources.faults, name, subresource: 'status', patch, tolerate: ['NotFound', 'Conflict'] }]];
  }
}

function reportOf({ touched, names, message, refused }: FaultEvidence, state: FaultReport['state']): FaultReport {
  return {
    state: refused ? 'Refused' : state,
    touched,
    names: names.slice(0, NAMES_MAX),
    ...(message !== undefined && { message }),
  };
}

/** Evidence is reported from time to time, as upkeep; the end is work. */
function wakeOf({ status }: Fault, reportedAt: LabTime): NonNullable<Plan['wakeAt']> {
  const end = Date.parse(status?.endTime ?? '');
  const next = reportedAt + REPORT_MS;
  return end <= next ? { at: end, timer: { name: 'fault-end' } } : { at: next, timer: { name: 'fault-report', upkeep: true } };
}
