import type { Cause, CausingContainer, LogEvent } from '@klockwork/event-store';
import type { ContainerReport, Fact } from '@klockwork/pod-lifecycle';

/** Names of container changes in causes. */
const CHANGES: Readonly<Record<ContainerReport['state'], string>> = {
  created: 'container-created',
  running: 'container-started',
  exited: 'container-exited',
};

/** Cause of a container's changes. */
interface ChangeCause {
  readonly container: string;
  /** Newest requested attempt; undefined if none. */
  readonly attempt: number | undefined;
  readonly lead: Cause;
}

/** Causes of runtime calls for one pod, so that their results lead back to the call instead of the latest news. */
export class RuntimeCauses {
  /** By container; a short list per pod. */
  #leads: readonly ChangeCause[] = [];

  /** Records `lead` as cause of a container's start. */
  startRequested(container: string, attempt: number, lead: Cause): void {
    this.#lead({ container, attempt, lead });
  }

  /** Records `lead` as cause of a container's stop. */
  stopRequested(container: string, lead: Cause): void {
    this.#leadBy(container, lead);
  }

  /** Handles the event of runtime news: the container's next changes follow from it. */
  shown({ cause, revision }: Pick<LogEvent, 'cause' | 'revision'>): void {
    if (cause.name !== 'container-started' || cause.container === undefined) return;
    this.#leadBy(cause.container.name, { trigger: 'event', revision });
  }

  /** Returns the cause of consequences of `fact`. `lead`: cause of the runtime call; changes without a call have none. */
  of(fact: Fact, lead: Cause): Cause {
    const ledBy = fact.type === 'container-changed' ? (this.#leadOf(fact.report.name)?.lead ?? lead) : lead;
    const container = this.#containerOf(fact);
    return {
      ...leadingEvent(ledBy),
      trigger: 'runtime',
      name: nameOf(fact),
      ...(container !== undefined && { container: { ...formerEnd(ledBy, container), ...container } }),
    };
  }

  #leadOf(container: string): ChangeCause | undefined {
    return this.#leads.find((change) => change.container === container);
  }

  /** The attempt stays the same. */
  #leadBy(container: string, lead: Cause): void {
    this.#lead({ container, attempt: this.#leadOf(container)?.attempt, lead });
  }

  #lead(next: ChangeCause): void {
    this.#leads = this.#leads.filter(({ container }) => container !== next.container).concat(next);
  }

  #containerOf(fact: Fact): CausingContainer | undefined {
    if (fact.type === 'container-changed') {
      const { name, attempt, exitCode } = fact.report;
      return { name, attempt, ...(exitCode !== undefined && { exitCode }) };
    }
    if (!('container' in fact)) return undefined;
    const attempt = this.#leadOf(fact.container)?.attempt;
    return { name: fact.container, ...(attempt !== undefined && { attempt }) };
  }
}

function nameOf(fact: Fact): string {
  return fact.type === 'container-changed' ? CHANGES[fact.report.state] : fact.type;
}

/** A container that restarts at once has no event of its exit: its consequences report the exit, from the pull to the start. */
function formerEnd({ container: former }: Cause, { name: container }: CausingContainer): Pick<CausingContainer, 'exitCode'> {
  if (former?.name !== container || former.exitCode === undefined) return {};
  return { exitCode: former.exitCode };
}

/** Returns the leading event, and the timer that it set. */
function leadingEvent({ trigger, name, timer, revision, also }: Cause): Pick<Cause, 'revision' | 'also' | 'timer'> {
  const firedName = trigger === 'timer' ? name : timer;
  return {
    ...(revision !== undefined && { revision }),
    ...(also !== undefined && { also }),
    ...(firedName !== undefined && { timer: firedName }),
  };
}
