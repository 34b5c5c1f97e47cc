import { InMemoryClusterApi, settled } from '@klockwork/cluster-api/testing';
import { CountingActivity, ManualClock, SeededRandom, silentLogger } from '@klockwork/kernel';
import type { ComponentContext } from '../component.ts';

/** Default start of lab time. */
const LAB_START = Date.UTC(2026, 0, 1);

/** Component under test: its context over an in-memory API and a manual clock. */
export interface Lab {
  readonly clock: ManualClock;
  readonly api: InMemoryClusterApi;
  readonly context: ComponentContext;
  /** Advances lab time timer by timer, with all consequences of each. */
  advance(ms: number): Promise<void>;
}

/** Creates a lab with an empty API. */
export function createLab(start = LAB_START): Lab {
  const clock = new ManualClock(start);
  const random = new SeededRandom(1);
  const api = new InMemoryClusterApi({ clock, random: random.fork('api') });
  const context: ComponentContext = {
    clock,
    random: random.fork('component'),
    activity: new CountingActivity((then) => void Promise.resolve().then(then)),
    logger: silentLogger,
    api: (actor) => api.as(actor, random.uuid()),
  };
  return { clock, api, context, advance: (ms) => advance(clock, clock.now() + ms) };
}

async function advance(clock: ManualClock, until: number): Promise<void> {
  await settled();
  for (let next = clock.nextDeadline().at; next !== null && next <= until; next = clock.nextDeadline().at) {
    clock.advanceTo(next);
    await settled();
  }
  clock.advanceTo(until);
}
