import type { Reaction } from '@klockwork/images';
import type { DescribedRun } from './described-run.ts';
import { writeLines } from './fill-in.ts';

/** Handles a signal by its description. Returns an exit code unless the program continues. */
export async function runReaction(run: DescribedRun, { goesOn, code, lines, afterMs }: Reaction): Promise<number | undefined> {
  if (afterMs > 0) await run.process.sleep(afterMs);
  await writeLines(lines, run);
  return goesOn ? undefined : code;
}
