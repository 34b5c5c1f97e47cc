import type { DrillObjective } from './drill.ts';
import type { DrillCondition, Judgement } from './drill-expressions.ts';
import { durationOf } from './drill-time.ts';

/** Moment at which facts changed. */
export interface JudgedMoment {
  /** Lab time in ms. */
  readonly at: number;
  readonly revision: number;
  /** Set if an event of the log caused the change: its revision is the cause. */
  readonly byEvent: boolean;
}

/** Span in which an objective did not hold. */
export interface ViolationSpan extends JudgedMoment {
  readonly value: string;
  until?: number;
}

/**
 * State of an objective during its run. `Waiting`: its window is closed, or it is judged at the end; `Holds` and `Broken`: its condition now;
 * `Met` and `Violated`: decided.
 */
export type ObjectiveState = 'Waiting' | 'Holds' | 'Broken' | 'Met' | 'Violated';

/** Max violations that a judge keeps. */
const VIOLATIONS_MAX = 10;

/** Judge of one objective: follows its condition through its window. */
export class ObjectiveJudge {
  readonly objective: DrillObjective;
  readonly condition: DrillCondition;
  readonly #violations: ViolationSpan[] = [];
  #count = 0;
  #opensAt: number | undefined;
  #open: ViolationSpan | undefined;
  /** Last change from or to a holding condition. */
  #since: (JudgedMoment & Judgement) | undefined;
  #last: Judgement | undefined;
  #closed = false;

  constructor(objective: DrillObjective, condition: DrillCondition) {
    this.objective = objective;
    this.condition = condition;
  }

  /** Violations, at most 10. */
  get violations(): readonly ViolationSpan[] {
    return this.#violations;
  }

  get violationCount(): number {
    return this.#count;
  }

  /** True unless violated; an objective whose step was never reached is not met. */
  get met(): boolean {
    return this.#closed && this.#count === 0;
  }

  get state(): ObjectiveState {
    if (this.#count > 0) return 'Violated';
    if (this.#closed) return 'Met';
    if (this.#last === undefined) return 'Waiting';
    return this.#last.met ? 'Holds' : 'Broken';
  }

  /** Moment since which a met objective with the window `Within` held. */
  get metSince(): JudgedMoment | undefined {
    return this.met && this.objective.window === 'Within' ? this.#since : undefined;
  }

  /** Opens the window. */
  open(moment: JudgedMoment): void {
    this.#opensAt ??= moment.at;
    this.judge(moment);
  }

  /** Judges after a change. Returns true if a violation began. */
  judge(moment: JudgedMoment): boolean {
    if (this.#opensAt === undefined || this.#closed || this.objective.window === 'AtEnd') return false;
    if (this.objective.window === 'Within' && moment.at > this.#deadline()) return this.#close(this.#deadline(), moment.revision);
    const judgement = this.condition.judge();
    this.#last = judgement;
    if (judgement.met !== this.#since?.met) this.#since = { ...moment, ...judgement };
    return this.objective.window === 'Always' && this.#follow(moment, judgement);
  }

  /** Judges at the drill's end. */
  end(moment: JudgedMoment): void {
    if (this.#closed) return;
    if (this.objective.window === 'AtEnd') this.#since = { ...moment, ...this.condition.judge() };
    if (this.objective.window !== 'Always') {
      if (this.#since !== undefined) this.#close(Math.min(moment.at, this.#deadline()), moment.revision);
      return;
    }
    if (this.#open !== undefined && moment.at - this.#open.at >= this.#graceMs()) this.#keep(this.#open);
    this.#closed = this.#opensAt !== undefined;
  }

  /** Begins or ends a violation of `Always`. */
  #follow(moment: JudgedMoment, { met, value }: Judgement): boolean {
    if (met && this.#open !== undefined) {
      this.#open.until = moment.at;
      if (moment.at - this.#open.at >= this.#graceMs()) this.#keep(this.#open);
      this.#open = undefined;
    }
    if (met || this.#open !== undefined) return false;
    this.#open = { ...moment, value };
    return true;
  }

  /** Ends a window whose condition counts at one instant. Returns true for a violation. */
  #close(at: number, revision: number): boolean {
    this.#closed = true;
    const since = this.#since;
    if (since === undefined || since.met) return false;
    // Cause of a violation at a limit: the event that ended the condition.
    this.#keep({ at, revision: since.byEvent ? since.revision : revision, byEvent: since.byEvent, value: (this.#last ?? since).value });
    return true;
  }

  #keep(violation: ViolationSpan): void {
    this.#count += 1;
    if (this.#violations.length < VIOLATIONS_MAX) this.#violations.push(violation);
  }

  #deadline(): number {
    const { within } = this.objective;
    return within === undefined || this.#opensAt === undefined ? Number.POSITIVE_INFINITY : this.#opensAt + durationOf(within);
  }

  #graceMs(): number {
    return this.objective.grace === undefined ? 0 : durationOf(this.objective.grace);
  }
}

/** Returns the window for people: `always after power-cut`, `within 6m`, `atEnd`. */
export function windowText({ window, within, after }: DrillObjective): string {
  const text = window === 'Always' ? 'always' : window === 'AtEnd' ? 'atEnd' : `within ${within}`;
  return after === undefined ? text : `${text} after ${after}`;
}

/** Returns the object of an objective for `klockwork why`: its own, or the first one in its expression. */
export function objectOfObjective({ object }: DrillObjective, condition: DrillCondition): string | undefined {
  if (object !== undefined || condition.object !== undefined) return object ?? condition.object;
  const names = condition.literalCalls.flatMap(({ arguments: [first] }) =>
    typeof first === 'string' && first.includes('/') ? [first] : [],
  );
  return names[0];
}
