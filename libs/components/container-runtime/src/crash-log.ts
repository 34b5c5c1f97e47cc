import { type LogFields, type Logger, stackOf } from '@klockwork/kernel';

/** Location of a bug of ours: command line of a process, or connection, timer or file of a pod. */
export interface CrashPlace {
  /** `pods/default/web` */
  readonly object: string;
  readonly container?: string;
  readonly pid?: number;
  readonly command?: string;
}

/** Max stacks remembered, to log a repeated crash once. */
const STACKS_MAX = 1_000;
const COMMAND_LENGTH_MAX = 1_000;

/** Counts failures of ours that ended a simulated process or connection, and logs each once: its stack, and where it happened. */
export class CrashLog {
  readonly #logger: Logger;
  readonly #counted: (count: number) => void;
  readonly #known = new Set<string>();
  #count = 0;

  /** `counted` is called with the new count after each crash. */
  constructor(logger: Logger, counted: (count: number) => void = () => {}) {
    this.#logger = logger;
    this.#counted = counted;
  }

  get count(): number {
    return this.#count;
  }

  /** Counts a crash; logs each distinct stack once. */
  report(place: CrashPlace, error: unknown): void {
    this.#count += 1;
    this.#counted(this.#count);
    const stack = stackOf(error);
    const key = `${place.object}/${place.container}/${stack}`;
    if (this.#known.has(key) || this.#known.size >= STACKS_MAX) return;
    this.#known.add(key);
    this.#logger.error({ ...fieldsOf(place), stack }, 'a simulated process crashed');
  }
}

function fieldsOf({ command, ...place }: CrashPlace): LogFields {
  return { ...place, ...(command !== undefined && { command: command.slice(0, COMMAND_LENGTH_MAX) }) };
}
