import type { Cause, CausingContainer, LogEvent } from '@klockwork/event-store';
import type { ContainerReport, Fact } from '@klockwork/pod-lifecycle';

/** What the runtime did, in the words of the log: the fact, but for changes of a container, which say what it became. */
const CHANGES: Readonly<Record<ContainerReport['state'], string>> = {
  created: 'container-created',
  running: 'container-started',
  exited: 'container-exited',
};

/** What led to what a container does. */
interface Led {
  readonly container: string;
  /** The newest one that was asked for; undefined when none was. */
  readonly attempt: number | undefined;
  readonly lead: Cause;
}

/** Remembers what led the runtime to do what it did to one pod, so that news of it lead back to that and not to the last thing heard. */
export class RuntimeCauses {
  /** By container. A list: each pod has one, and there is little in it. */
  #led: readonly Led[] = [];

  /** The runtime was asked to start a container because of `lead`. */
  askedToStart(container: string, attempt: number, lead: Cause): void {
    this.#lead({ container, attempt, lead });
  }

  /** The runtime was asked to stop a container because of `lead`. */
  askedToStop(container: string, lead: Cause): void {
    this.#leadBy(container, lead);
  }

  /** The log shows news of the runtime: what becomes of that container next follows from this event. */
  shown({ cause, revision }: Pick<LogEvent, 'cause' | 'revision'>): void {
    if (cause.name !== 'container-started' || cause.container === undefined) return;
    this.#leadBy(cause.container.name, { trigger: 'event', revision });
  }

  /** The cause of what follows from `fact`. `lead`: what had the runtime act, unless it told of it by itself. */
  of(fact: Fact, lead: Cause): Cause {
    const led = fact.fact === 'container-changed' ? (this.#ledOf(fact.report.name)?.lead ?? lead) : lead;
    const container = this.#containerOf(fact);
    return {
      ...ledBy(led),
      trigger: 'runtime',
      name: nameOf(fact),
      ...(container !== undefined && { container: { ...formerEnd(led, container), ...container } }),
    };
  }

  #ledOf(container: string): Led | undefined {
    return this.#led.find((led) => led.container === container);
  }

  /** The attempt stays what it is. */
  #leadBy(container: string, lead: Cause): void {
    this.#lead({ container, attempt: this.#ledOf(container)?.attempt, lead });
  }

  #lead(next: Led): void {
    this.#led = this.#led.filter(({ container }) => container !== next.container).concat(next);
  }

  #containerOf(fact: Fact): CausingContainer | undefined {
    if (fact.fact === 'container-changed') {
      const { name, attempt, exitCode } = fact.report;
      return { name, attempt, ...(exitCode !== undefined && { exitCode }) };
    }
    if (!('container' in fact)) return undefined;
    const attempt = this.#ledOf(fact.container)?.attempt;
    return { name: fact.container, ...(attempt !== undefined && { attempt }) };
  }
}

function nameOf(fact: Fact): string {
  return fact.fact === 'container-changed' ? CHANGES[fact.report.state] : fact.fact;
}

/** A container that is started again at once has no event of its end: what follows from it tells of it, from the pull to the start. */
function formerEnd({ container: former }: Cause, { name: container }: CausingContainer): Pick<CausingContainer, 'exitCode'> {
  if (former?.name !== container || former.exitCode === undefined) return {};
  return { exitCode: former.exitCode };
}

/** The event that led there, and the timer that it had set. */
function ledBy({ trigger, name, timer, revision, also }: Cause): Pick<Cause, 'revision' | 'also' | 'timer'> {
  const fired = trigger === 'timer' ? name : timer;
  return {
    ...(revision !== undefined && { revision }),
    ...(also !== undefined && { also }),
    ...(fired !== undefined && { timer: fired }),
  };
}
