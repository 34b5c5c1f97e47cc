import type { Reaction } from '@klockwork/images';
import type { DescribedRun } from './described-run.ts';
import { writeLines } from './fill-in.ts';

/** Takes a signal as it is described; gives the exit code unless the program goes on. */
export async function runReaction(run: DescribedRun, { goesOn, code, lines, afterMs }: Reaction): Promise<number | undefined> {
  if (afterMs > 0) await run.process.sleep(afterMs);
  await writeLines(lines, run);
  return goesOn ? undefined : code;
}
