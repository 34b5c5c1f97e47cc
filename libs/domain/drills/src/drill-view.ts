/** Objects of the drill's cluster at one revision. */
export interface DrillState {
  readonly revision: number;
  readonly time: Date;
  /** Returns an object by its name in kubectl: `deploy/web`, `pods/shop/web`. Throws an Error for an unknown resource. */
  get<T>(object: string): T | undefined;
  /** Returns the objects of a resource; of all namespaces by default. */
  list<T>(resource: string, namespace?: string): readonly T[];
}

/** Ended requests of a load within a window. */
export interface TrafficCounts {
  readonly answered: number;
  readonly failed: number;
  /** Latencies of answered requests in ms, ascending. */
  readonly latenciesMs: readonly number[];
}

/** Facts that objectives read. */
export interface DrillView {
  readonly state: DrillState;
  /** Lab time in ms. */
  readonly now: number;
  /** Lab time of the drill's beginning in ms. */
  readonly begunAt: number;
  /** True while all conditions of the steady state hold. */
  readonly steady: boolean;
  /** Conditions of the steady state that do not hold. */
  readonly unsteady: readonly string[];
  /** Number of log events of a type since the drill's beginning, of all objects or of one. */
  logged(type: string, object?: string): number;
  /** Requests of a load since the drill's beginning, or of the last `windowMs`. Throws an Error for an unknown load. */
  traffic(load: string, windowMs?: number): TrafficCounts;
}
