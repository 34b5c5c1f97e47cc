import { join } from 'node:path';
import { SeededRandom } from '@klockwork/kernel';
import { pick } from '../chance.ts';
import { damaged } from './damages.ts';
import { judgeCopy, type Verdict } from './judge-copy.ts';
import { writeFiles } from './log-files.ts';
import type { SoundLogs } from './sound-logs.ts';

/** Verdict on a damaged copy. */
export interface CopyReport extends Verdict {
  readonly number: number;
  readonly damage: string;
}

/** Creates and judges damaged copies `from` to `to` of a seed, in sequence. */
export async function* damagedCopies(
  logs: SoundLogs,
  { seed, from, to, folder }: { seed: number; from: number; to: number; folder: string },
): AsyncGenerator<CopyReport> {
  const path = join(folder, 'copy.db');
  for (let number = from; number < to; number++) {
    const random = new SeededRandom(seed).fork(`copy ${number}`);
    const base = pick(random, logs.bases);
    const { what, files, later } = damaged({ base, others: logs.others, random, path });
    writeFiles(path, files);
    yield { number, damage: `${base.name}: ${what}`, ...(await judgeCopy(path, base, later)) };
  }
}
