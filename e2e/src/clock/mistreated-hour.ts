import { type LabHourResult, labHour } from '@klockwork/lab-tool';
import { untilAborted } from '../chaos/waiting.ts';
import { ClockLab } from './clock-lab.ts';
import { labHourComplaints, labHourContent } from './verdicts/lab-hour.ts';

/** Runs a lab hour during `mistreat`. Returns its result and the log. Ends with `signal`, and stops the lab. */
export async function playHour<T>(seed: number, signal: AbortSignal, mistreat: (lab: ClockLab, isOver: () => boolean) => Promise<T>) {
  const lab = await ClockLab.up();
  let isOver = false;
  const end = () => {
    isOver = true;
  };
  try {
    // Both are awaited at once: the first failure becomes the test's error.
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
