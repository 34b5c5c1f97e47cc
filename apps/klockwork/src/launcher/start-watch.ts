import { UserError } from '../user-error.ts';

/** Ends a start in which nothing happens any more, so that no command waits for ever. Times are host time. */
export class StartWatch {
  /** Rejects with UserError when `limitMs` pass without progress. */
  readonly stalled: Promise<never>;
  readonly #limitMs: number;
  readonly #missing: () => string;
  #reject: (error: UserError) => void = () => {};
  #timer: NodeJS.Timeout | undefined;

  /** `missing`: returns names of awaited parts, for the message. */
  constructor(limitMs: number, missing: () => string) {
    this.#limitMs = limitMs;
    this.#missing = missing;
    this.stalled = new Promise((_resolve, reject) => {
      this.#reject = reject;
    });
    this.progress();
  }

  progress(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#reject(new UserError(this.#message())), this.#limitMs);
  }

  end(): void {
    clearTimeout(this.#timer);
  }

  #message(): string {
    return `the lab did not start: nothing became ready for ${Math.round(this.#limitMs / 1_000)} s. Missing: ${this.#missing()}`;
  }
}
