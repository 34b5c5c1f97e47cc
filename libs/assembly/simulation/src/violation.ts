import type { LogEvent } from '@klockwork/event-store';
import { keyText } from '@klockwork/resources';

/** Failed run: a broken invariant, or an unmet condition. */
export class Violation extends Error {
  override readonly name = 'Violation';
  /** Broken rule: an invariant's name, or the scenario's condition. */
  readonly rule: string;
  readonly problem: string;
  /** Violating event, if any. */
  readonly event: LogEvent | undefined;

  constructor(rule: string, problem: string, event?: LogEvent) {
    super(`${rule}: ${problem}${event === undefined ? '' : ` (revision ${event.revision}, ${event.type} of ${keyText(event.key)})`}`);
    this.rule = rule;
    this.problem = problem;
    this.event = event;
  }
}
