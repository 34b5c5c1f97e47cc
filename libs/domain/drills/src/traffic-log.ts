import { percentile } from './drill-functions.ts';
import type { LoadResult } from './drill-result.ts';
import type { TrafficCounts } from './drill-view.ts';

/** Ended request. Times in ms of lab time. */
export interface EndedRequest {
  readonly sentAt: number;
  readonly endedAt: number;
  /** Reason of a failure: `timeout`, `refused`, `HTTP 503`; absent for an answer. */
  readonly failure?: string;
}

/** Requests that ended in one span of lab time. */
export interface TrafficBucket {
  /** Begin of the span in ms of lab time. */
  readonly at: number;
  readonly answered: number;
  readonly failed: number;
}

const SECOND_MS = 1_000;

/** Ended requests of one load, in the order of their ends. */
export class TrafficLog {
  #requests: EndedRequest[] = [];
  #failed = 0;
  #since = Number.NEGATIVE_INFINITY;

  get failed(): number {
    return this.#failed;
  }

  /** Adds a request, unless it was sent before the drill. */
  add(request: EndedRequest): void {
    if (request.sentAt < this.#since) return;
    this.#requests.push(request);
    if (request.failure !== undefined) this.#failed += 1;
  }

  /** Forgets requests that were sent before the drill. */
  begin(at: number): void {
    this.#since = at;
    this.#requests = [];
    this.#failed = 0;
  }

  /** Returns the counts of requests that ended at `since` or later; of all without it. */
  counts(since?: number): TrafficCounts {
    const requests = since === undefined ? this.#requests : this.#requests.slice(this.#firstAt(since));
    const failed = since === undefined ? this.#failed : requests.filter(({ failure }) => failure !== undefined).length;
    return {
      failed,
      answered: requests.length - failed,
      get latenciesMs() {
        const answeredRequests = requests.filter(({ failure }) => failure === undefined);
        return answeredRequests.map(({ sentAt, endedAt }) => endedAt - sentAt).sort((a, b) => a - b);
      },
    };
  }

  /** Returns the seconds of lab time in which a request was sent that failed. */
  failedSeconds(): readonly number[] {
    const failedRequests = this.#requests.filter(({ failure }) => failure !== undefined);
    return [...new Set(failedRequests.map(({ sentAt }) => Math.floor(sentAt / SECOND_MS)))];
  }

  /** Returns failed requests by reason, sorted. */
  failures(): Readonly<Record<string, number>> {
    const counts = new Map<string, number>();
    for (const { failure } of this.#requests) if (failure !== undefined) counts.set(failure, (counts.get(failure) ?? 0) + 1);
    return Object.fromEntries([...counts].sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  /** Returns the counts of consecutive spans of `widthMs`, from the first request to the last one. */
  buckets(widthMs: number): readonly TrafficBucket[] {
    const counts = new Map<number, { answered: number; failed: number }>();
    for (const { endedAt, failure } of this.#requests) {
      const at = Math.floor(endedAt / widthMs) * widthMs;
      const bucket = counts.get(at) ?? { answered: 0, failed: 0 };
      bucket[failure === undefined ? 'answered' : 'failed'] += 1;
      counts.set(at, bucket);
    }
    const instants = [...counts.keys()];
    const [first, last] = [Math.min(...instants), Math.max(...instants)];
    const spans = instants.length === 0 ? 0 : (last - first) / widthMs + 1;
    return Array.from({ length: spans }, (_, index) => first + index * widthMs).map((at) => ({
      at,
      ...(counts.get(at) ?? { answered: 0, failed: 0 }),
    }));
  }

  result(name: string, target: string): LoadResult {
    const { answered, failed, latenciesMs } = this.counts();
    return {
      ...{ name, target, sent: answered + failed, answered, failed, failures: this.failures() },
      latencyMs: { p50: percentile(latenciesMs, 0.5), p99: percentile(latenciesMs, 0.99), max: latenciesMs.at(-1) ?? 0 },
    };
  }

  #firstAt(since: number): number {
    let index = this.#requests.length;
    while (index > 0 && (this.#requests[index - 1] as EndedRequest).endedAt >= since) index -= 1;
    return index;
  }
}
