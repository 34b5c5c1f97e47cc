import { createContext, useCallback, useContext, useEffect, useState, useSyncExternalStore } from 'react';
import { sendJson } from '../api/client.ts';
import { Collections } from './collections.ts';
import { hostNow } from './host-time.ts';
import { KindStore, type Kinds } from './kind-store.ts';
import { type ClockReport, type LabTime, labNow } from './lab-time.ts';
import { RowStore } from './row-store.ts';
import { NO_ROWS, type Rows } from './rows.ts';

/** Time between two reports of the clock, in ms. */
const CLOCK_MS = 1_000;
/** Max wait for a report, and time between two reports after which the machine has slept, in ms. */
const ANSWER_MS = 10_000;
const ASLEEP_MS = 15_000;

/** Kinds that the console follows at all times. */
const PATHS = { nodes: '/api/v1/nodes', pods: '/api/v1/pods', faults: '/apis/klockwork.dev/v1alpha1/faults' } as const;

export type FollowedKind = keyof typeof PATHS;

/** Moment of the log. */
interface Moment {
  readonly revision: number;
  readonly at: number;
}

/** Everything that the views show, fed by the server. */
export class LabStore {
  readonly #rows: Readonly<Record<FollowedKind, RowStore>>;
  readonly #listeners = new Set<() => void>();
  readonly #stop = new AbortController();
  /** Revision of the past that is shown; undefined for the present. */
  readonly at: number | undefined;
  /** Collections of other paths. */
  readonly collections: Collections;
  /** Kinds of the API. */
  readonly kinds: KindStore;
  #time: LabTime | undefined;
  #past: Moment | undefined;

  constructor(at?: number) {
    this.at = at;
    this.collections = new Collections(at);
    this.kinds = new KindStore(this.collections, at);
    this.#rows = { nodes: new RowStore(PATHS.nodes, at), pods: new RowStore(PATHS.pods, at), faults: new RowStore(PATHS.faults, at) };
  }

  /** Lab time of the past moment; undefined in the present, and before it is known. */
  get past(): number | undefined {
    return this.#past?.at;
  }

  get time(): LabTime | undefined {
    return this.#time;
  }

  rows(kind: FollowedKind): RowStore {
    return this.#rows[kind];
  }

  start(): void {
    for (const rows of Object.values(this.#rows)) void rows.run();
    void this.#followClock();
    if (this.at !== undefined) void this.#readPast(this.at);
  }

  stop(): void {
    this.#stop.abort();
    for (const rows of Object.values(this.#rows)) rows.stop();
  }

  /** Reads the clock at once, for example after a command. A store that another one has replaced reads nothing. */
  async refreshClock(): Promise<void> {
    const signal = AbortSignal.any([this.#stop.signal, AbortSignal.timeout(ANSWER_MS)]);
    const report = await sendJson<ClockReport>('/klockwork/v1/clock', { signal }).catch((error: unknown) => {
      if (!this.#stop.signal.aborted) throw error;
      return undefined;
    });
    if (report === undefined) return;
    this.#time = { report, hostAt: hostNow() };
    for (const listener of this.#listeners) listener();
  }

  subscribeTime(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Returns the last revision at an instant of lab time. */
  async revisionAt(instant: number): Promise<number> {
    return (await momentAt(new Date(instant).toISOString())).revision;
  }

  async #readPast(at: number): Promise<void> {
    this.#past = await momentAt(String(at));
    for (const listener of this.#listeners) listener();
  }

  async #followClock(): Promise<void> {
    while (!this.#stop.signal.aborted) {
      const began = hostNow();
      // The freshness mark tells of a silent or lost server.
      await this.refreshClock().catch(() => {});
      await new Promise((resolve) => setTimeout(resolve, CLOCK_MS));
      if (hostNow() - began > ASLEEP_MS) this.#reconnect();
    }
  }

  /** Connections of a machine that slept may be dead without a sign. */
  #reconnect(): void {
    for (const rows of Object.values(this.#rows)) rows.reconnect();
    this.collections.reconnect();
  }
}

function momentAt(text: string): Promise<Moment> {
  return sendJson<Moment>(`/klockwork/v1/moments?at=${encodeURIComponent(text)}`);
}

const LabContext = createContext<LabStore | undefined>(undefined);
export const LabProvider = LabContext.Provider;

export function useLab(): LabStore {
  const lab = useContext(LabContext);
  if (lab === undefined) throw new Error('no LabProvider is above this view');
  return lab;
}

/** Returns the instant of this machine, in ms, at which the server answered last; undefined before its first answer. */
export function useHeardAt(): number | undefined {
  const lab = useLab();
  return useSyncExternalStore(
    (listener) => lab.subscribeTime(listener),
    () => lab.time?.hostAt,
  );
}

export function useRows(kind: FollowedKind): Rows {
  const store = useLab().rows(kind);
  return useSyncExternalStore(
    (listener) => store.subscribe(listener),
    () => store.rows,
  );
}

/** Follows a collection of the API for as long as a view shows it. `path`: undefined for none. */
export function useCollection(path: string | undefined): Rows {
  const { collections } = useLab();
  const subscribe = useCallback(
    (listener: () => void) => (path === undefined ? () => {} : collections.use(path, listener)),
    [collections, path],
  );
  return useSyncExternalStore(subscribe, () => (path === undefined ? NO_ROWS : collections.rows(path)));
}

/** Returns the kinds of the API. */
export function useKinds(): Kinds {
  const { kinds } = useLab();
  const subscribe = useCallback((listener: () => void) => kinds.subscribe(listener), [kinds]);
  return useSyncExternalStore(subscribe, () => kinds.kinds);
}

/** Clock as a view shows it. */
export interface ShownTime {
  /** Lab time that the page shows: of the past moment, or of now. */
  readonly now: number;
  /** Lab time of now. */
  readonly present: number;
  readonly time: LabTime;
}

/** Returns the shown time and the clock's report, several times a second. */
export function useLabTime(): ShownTime | undefined {
  const lab = useLab();
  const time = useSyncExternalStore(
    (listener) => lab.subscribeTime(listener),
    () => lab.time,
  );
  const [host, setHost] = useState(() => hostNow());
  useEffect(() => {
    const timer = setInterval(() => setHost(hostNow()), 250);
    return () => clearInterval(timer);
  }, []);
  if (time === undefined) return undefined;
  const present = labNow(time, Math.max(host, time.hostAt));
  return { now: lab.past ?? present, present, time };
}
