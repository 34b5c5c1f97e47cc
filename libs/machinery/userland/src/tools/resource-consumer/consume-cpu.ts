import type { Command } from '../call.ts';
import { steady, WHOLE } from '../stress/stress.ts';
import { goFlagOf } from './go-flag.ts';

/** `consume-cpu -millicores=N -duration-sec=N`: uses at most one processor. Models test/images/resource-consumer/consume-cpu. */
export const consumeCpu: Command = async ({ process, args }) => {
  const millicores = Number(goFlagOf(args, 'millicores') ?? '0');
  const seconds = Number(goFlagOf(args, 'duration-sec') ?? '0');
  const end = process.machine.use(process.pid, { cpu: steady(Math.min(millicores, WHOLE)) });
  try {
    await process.sleep(seconds * 1_000);
    return 0;
  } finally {
    end();
  }
};
