import { type LabHourResult, labHour } from '@klockwork/lab-tool';
import { describe, expect, test } from 'vitest';
import { BUSES, type BusKind } from './buses.ts';
import { ClockLab } from './clock-lab.ts';
import { isLeftToProof, seedsFrom } from './proofs.ts';
import { contentDifferences } from './verdicts/content.ts';
import { labHourComplaints, labHourContent } from './verdicts/lab-hour.ts';

/** Runs over each bus; `npm run prove:clock -- --runs 20` for the whole proof. */
const RUNS = seedsFrom(1).length;

/** Buses that other hours of the gate also take: losses.spec.ts plays an hour over one nats-server, which restarts meanwhile. */
const LEFT_TO_PROOF = ['a nats-server'];
const isLeft = ({ name }: BusKind) => LEFT_TO_PROOF.includes(name) && isLeftToProof(`an hour of a lab over ${name}`);

/** Content of the first run; later runs, over any bus, must equal it. */
let first: readonly string[] | undefined;

describe.each(BUSES)('an hour of a lab over $name', (bus) => {
  test.skipIf(bus.start === undefined || isLeft(bus)).each(Array.from({ length: RUNS }, (_, run) => run + 1))(
    'an hour is exact to the millisecond and equals all others (run %i)',
    async (run) => {
      const { result, complaints, content } = await hour(bus);
      const { hostSeconds, jumps } = result;
      console.log(`${bus.name}, run ${run}: ${hostSeconds.toFixed(2)} s, ${jumps} jumps, ${content.length} outcomes`);
      expect(complaints).toEqual([]);
      first ??= content;
      expect(contentDifferences(first, content)).toEqual([]);
    },
  );
});

async function hour(bus: BusKind): Promise<{ result: LabHourResult; complaints: string[]; content: string[] }> {
  const lab = await ClockLab.up({ bus });
  try {
    const result = await labHour(lab);
    const log = await lab.lab.log();
    return { result, complaints: labHourComplaints(log, result), content: labHourContent(log, result) };
  } finally {
    await lab.down();
  }
}
