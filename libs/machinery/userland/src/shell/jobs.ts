import type { Child, ExitStatus } from '../process.ts';

/** Background pipeline. */
export interface Job {
  readonly number: number;
  readonly text: string;
  /** Last process of the pipeline; its status is the job's. */
  readonly child: Child;
  status: ExitStatus | undefined;
}

export class Jobs {
  readonly #jobs: Job[] = [];
  /** `$!` */
  lastPid: number | undefined;

  add(child: Child, text: string): Job {
    const job: Job = { number: (this.#jobs.at(-1)?.number ?? 0) + 1, text, child, status: undefined };
    this.#jobs.push(job);
    this.lastPid = child.pid;
    return job;
  }

  all(): readonly Job[] {
    return [...this.#jobs];
  }

  /** By `%1`, `%%`, `%+`, `%-`, or a pid. */
  find(spec: string): Job | undefined {
    if (/^%[%+]?$/.test(spec)) return this.#jobs.at(-1);
    if (spec === '%-') return this.#jobs.at(-2) ?? this.#jobs.at(-1);
    if (/^%\d+$/.test(spec)) return this.#jobs.find(({ number }) => `%${number}` === spec);
    if (spec.startsWith('%')) return this.#jobs.find(({ text }) => text.startsWith(spec.slice(1)));
    return this.#jobs.find(({ child }) => String(child.pid) === spec);
  }

  forget(job: Job): void {
    const at = this.#jobs.indexOf(job);
    if (at >= 0) this.#jobs.splice(at, 1);
  }
}
