import { SeededRandom } from '@klockwork/kernel';
import { type LabHourResult, labHour } from '@klockwork/lab-tool';
import { expect, it } from 'vitest';
import { lostWrites, watchGaps } from '../chaos/log-verdicts.ts';
import { burn } from './burners.ts';
import { ClockLab } from './clock-lab.ts';
import { Hammer } from './hammer.ts';
import { IS_PROOF, isLeftToProof, seedsFrom } from './proofs.ts';
import { freeze, kill, strikeAtRandom } from './strikes.ts';
import { contentDifferences } from './verdicts/content.ts';
import { labHourComplaints, labHourContent } from './verdicts/lab-hour.ts';

/** Decides who is struck and when; time meets each strike where it happens to be. */
const SEEDS = seedsFrom(2718);
/** As fast as they are answered in the proof; in the gate, which is to end soon, a pause after each answer, in ms of host time. */
const HAMMER_PAUSE_MS = IS_PROOF ? 0 : 100;
/** Two hours of the lab, one of them beside processes that leave it little. */
const HAMMERED_MS_MAX = 300_000;
const CONTROL_PLANE = ['api-server', 'scheduler', 'controller-manager', 'broker'];
const FROZEN_MS = 700;

/** An hour while `mistreat` does its worst: what happened, and what its log says. */
async function hourUnder<T>(seed: number, mistreat: (lab: ClockLab, isOver: () => boolean) => Promise<T>) {
  const lab = await ClockLab.up();
  let isOver = false;
  try {
    const mistreated = mistreat(lab, () => isOver);
    const result: LabHourResult = await labHour(lab);
    isOver = true;
    const outcome = await mistreated;
    const log = await lab.lab.log();
    console.log(`seed ${seed}: ${result.hostSeconds.toFixed(2)} s, ${result.jumps} jumps, ${log.length} events`);
    return { log, outcome, complaints: labHourComplaints(log, result), content: labHourContent(log, result) };
  } finally {
    isOver = true;
    await lab.down();
  }
}

it.each(SEEDS)(
  'clients that hammer the API and processes that burn the processors change nothing in what happens in an hour (seed %i)',
  async (seed) => {
    const quiet = await hourUnder(seed, async () => {});
    const stopBurning = burn(3);
    try {
      const { log, outcome, complaints, content } = await hourUnder(seed, async ({ lab }, isOver) => {
        const from = (await lab.status()).revision as number;
        const hammer = new Hammer(lab.data, from, new SeededRandom(seed), HAMMER_PAUSE_MS);
        while (!isOver()) await new Promise((resolve) => setTimeout(resolve, 50));
        return { from, ...(await hammer.end()) };
      });
      console.log(`hammer: ${outcome.reads} reads, ${outcome.acknowledged.length} writes`);
      expect(complaints).toEqual([]);
      expect(contentDifferences(quiet.content, content)).toEqual([]);
      expect([...lostWrites(log, outcome.acknowledged), ...watchGaps(log, outcome.watched, outcome.from)]).toEqual([]);
    } finally {
      stopBurning();
    }
  },
  HAMMERED_MS_MAX,
);

it.each(SEEDS)(
  'services of the control plane that are killed come back within the instant: no node is missed, nothing is late (seed %i)',
  async (seed) => {
    const { outcome, complaints } = await hourUnder(seed, ({ launcher }, isOver) =>
      strikeAtRandom(
        new SeededRandom(seed),
        { services: CONTROL_PLANE, strikes: 6, pauseMsMax: 1_000 },
        (service) => kill(launcher, service),
        isOver,
      ),
    );
    console.log(outcome.join(', '));
    expect(complaints).toEqual([]);
  },
);

it.skipIf(isLeftToProof('processes that stop for a moment')).each(SEEDS)(
  'a process that is stopped for a moment is waited for, and nothing is late (seed %i)',
  async (seed) => {
    const services = [...CONTROL_PLANE, 'kubelet-agent-1', 'kubelet-agent-2'];
    const { outcome, complaints } = await hourUnder(seed, ({ launcher }, isOver) =>
      strikeAtRandom(
        new SeededRandom(seed),
        { services, strikes: 4, pauseMsMax: 500 },
        (service) => freeze(launcher, service, FROZEN_MS),
        isOver,
      ),
    );
    console.log(outcome.join(', '));
    expect(complaints).toEqual([]);
  },
);
