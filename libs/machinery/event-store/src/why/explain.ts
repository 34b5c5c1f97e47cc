import type { Revision } from '../revision.ts';
import type { WholeEvent } from '../stored-event.ts';
import type { CausalLog } from './causal-log.ts';
import { type Walk, walkBack } from './walk-back.ts';
import type { WhyChain, WhyEnd, WhyStep } from './why.ts';

/** Longer chains omit their middle: the first steps show the effect, the last ones the origin. */
const STEPS_SHOWN_FIRST = 40;
const STEPS_SHOWN_LAST = 20;
/** Maximum depth of branches. */
const BRANCH_DEPTH_MAX = 3;
/** Timer set by the last report of a node. */
const GRACE_TIMER = 'node-monitor-grace-period';

/**
 * Explains events: the chain of first causes back to its beginning, with branches for causes of other origin. Printed steps are not
 * repeated, also across answers.
 */
export class Explainer {
  readonly #log: CausalLog;
  readonly #printed = new Set<Revision>();

  constructor(log: CausalLog) {
    this.#log = log;
  }

  /** Returns the chain of the event at `revision`. */
  async explain(revision: Revision): Promise<WhyChain> {
    return this.#tell(await walkBack(this.#log, revision, this.#printed), 0);
  }

  async #tell({ events, end }: Walk, depth: number): Promise<WhyChain> {
    for (const { revision } of events) this.#printed.add(revision);
    const omitted = events.length - STEPS_SHOWN_FIRST - STEPS_SHOWN_LAST;
    const shownEvents = omitted > 0 ? [...events.slice(0, STEPS_SHOWN_FIRST), ...events.slice(-STEPS_SHOWN_LAST)] : events;
    const gap = omitted > 0 && { gap: { after: shownEvents[STEPS_SHOWN_FIRST - 1]?.revision ?? 0, steps: omitted } };
    const steps: WhyStep[] = [];
    for (const [index, event] of shownEvents.entries()) steps.push(await this.#step(event, shownEvents[index - 1], depth));
    return { steps, ...gap, end: endOf(end, shownEvents.at(-1)) };
  }

  async #step(event: WholeEvent, effect: WholeEvent | undefined, depth: number): Promise<WhyStep> {
    const { revision, at, type, change, key, uid, actor, cause } = event;
    const branches: WhyChain[] = [];
    const along: Revision[] = [];
    for (const link of await this.#links(event)) {
      const walk = await walkBack(this.#log, link, this.#printed);
      if (walk.end.ends === 'in-another' || depth >= BRANCH_DEPTH_MAX) along.push(link);
      else branches.push(await this.#tell(walk, depth + 1));
    }
    const note = noteOf(effect);
    const data = event.confidential === true ? {} : event.data;
    return { revision, at, type, change, key, uid, actor, cause, data, ...(note !== undefined && { note }), branches, along };
  }

  /** Returns further causes beside the first one. */
  async #links({ revision, cause, key }: WholeEvent): Promise<readonly Revision[]> {
    const faults =
      cause.name === GRACE_TIMER && cause.revision !== undefined
        ? await this.#log.faults(key.name, { after: cause.revision, before: revision })
        : [];
    return [...faults.map((fault) => fault.revision), ...(cause.also ?? [])].filter((link) => link < revision);
  }
}

/** Returns a note about the step before `effect`. */
function noteOf(effect: WholeEvent | undefined): string | undefined {
  return effect?.cause.name === GRACE_TIMER ? `the last that was heard of ${effect.key.name}` : undefined;
}

function endOf(end: WhyEnd, last: WholeEvent | undefined): WhyEnd {
  const note = noteOf(last);
  return end.ends === 'in-what-was-removed' && note !== undefined ? { ...end, note } : end;
}
