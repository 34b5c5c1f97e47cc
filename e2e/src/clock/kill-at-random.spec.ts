import { SeededRandom } from '@klockwork/kernel';
import { expect, test } from 'vitest';
import { freeze, kill, killAtRandom } from './kill-at-random.ts';
import { playHour } from './mistreated-hour.ts';
import { isLeftToProof, seedsFrom } from './proofs.ts';

/** Decides the killed processes and the pauses; time meets each kill where it happens to be. */
const SEEDS = seedsFrom(2718);
const CONTROL_PLANE = ['api-server', 'scheduler', 'controller-manager', 'broker'];
const FROZEN_MS = 700;

test.for(SEEDS)(
  'services of the control plane that are killed come back within the instant: no node is missed, nothing is late (seed %i)',
  async (seed, { signal }) => {
    const { outcome, complaints } = await playHour(seed, signal, ({ launcher }, isOver) =>
      killAtRandom(
        new SeededRandom(seed),
        { services: CONTROL_PLANE, kills: 6, pauseMsMax: 1_000 },
        (service) => kill(launcher, service),
        isOver,
      ),
    );
    console.log(outcome.join(', '));
    expect(complaints).toEqual([]);
  },
);

test.skipIf(isLeftToProof('processes that stop for a moment')).for(SEEDS)(
  'time waits for a briefly stopped process, and nothing is late (seed %i)',
  async (seed, { signal }) => {
    const services = [...CONTROL_PLANE, 'kubelet-agent-1', 'kubelet-agent-2'];
    const { outcome, complaints } = await playHour(seed, signal, ({ launcher }, isOver) =>
      killAtRandom(
        new SeededRandom(seed),
        { services, kills: 4, pauseMsMax: 500 },
        (service) => freeze(launcher, service, FROZEN_MS),
        isOver,
      ),
    );
    console.log(outcome.join(', '));
    expect(complaints).toEqual([]);
  },
);
