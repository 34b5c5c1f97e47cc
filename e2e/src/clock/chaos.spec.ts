import { SeededRandom } from '@klockwork/kernel';
import { type LabHourResult, labHour } from '@klockwork/lab-tool';
import { expect, test } from 'vitest';
import { lostWrites, watchGaps } from '../chaos/log-verdicts.ts';
import { pause, untilAborted } from '../chaos/waiting.ts';
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
/** Host time between two looks whether the hour is over. */
const LOOK_MS = 50;

/** Plays an hour while `mistreat` does its worst. Returns what happened, and what the log says. Ends with `signal`, and takes the lab down. */
async function hourUnder<T>(seed: number, signal: AbortSignal, mistreat: (lab: ClockLab, isOver: () => boolean) => Promise<T>) {
  const lab = await ClockLab.up();
  let isOver = false;
  const end = () => {
    isOver = true;
  };
  try {
    // Both are awaited from the beginning: whichever fails first is the error of the test.
    const both = Promise.all([labHour(lab).finally(end), mistreat(lab, () => isOver)] as const);
    const [result, outcome]: readonly [LabHourResult, T] = await untilAborted(signal, both);
    const log = await lab.lab.log();
    console.log(`seed ${seed}: ${result.hostSeconds.toFixed(2)} s, ${result.jumps} jumps, ${log.length} events`);
    return { log, outcome, complaints: labHourComplaints(log, result), content: labHourContent(log, result) };
  } finally {
    end();
    await lab.down();
  }
}

test.for(SEEDS)(
  'clients that hammer the API and processes that burn the processors change nothing in what happens in an hour (seed %i)',
  { timeout: HAMMERED_MS_MAX },
  async (seed, { signal }) => {
    const quiet = await hourUnder(seed, signal, async () => {});
    const stopBurning = burn(3);
    try {
      const { log, outcome, complaints, content } = await hourUnder(seed, signal, async ({ lab }, isOver) => {
        const from = (await lab.status()).revision as number;
        const hammer = new Hammer(lab.data, from, new SeededRandom(seed), HAMMER_PAUSE_MS);
        while (!isOver()) await pause(LOOK_MS);
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
);

test.for(SEEDS)(
  'services of the control plane that are killed come back within the instant: no node is missed, nothing is late (seed %i)',
  async (seed, { signal }) => {
    const { outcome, complaints } = await hourUnder(seed, signal, ({ launcher }, isOver) =>
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

test.skipIf(isLeftToProof('processes that stop for a moment')).for(SEEDS)(
  'a process that is stopped for a moment is waited for, and nothing is late (seed %i)',
  async (seed, { signal }) => {
    const services = [...CONTROL_PLANE, 'kubelet-agent-1', 'kubelet-agent-2'];
    const { outcome, complaints } = await hourUnder(seed, signal, ({ launcher }, isOver) =>
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
