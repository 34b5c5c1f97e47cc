import { Lab } from '@klockwork/lab-tool';
import { repeat, type Workload } from '../support/workload.ts';

/** From the command to three Ready nodes, on a built tree and an empty data folder. */
export const coldStart: Workload = {
  id: 'cold-start',
  what: 'up --detach on an empty data folder until three nodes are Ready',
  unit: 's',
  better: 'less',
  floor: 4,
  aim: 1.5,
  measure: () =>
    repeat(5, async () => {
      const lab = await Lab.prepare();
      const began = performance.now();
      await lab.up();
      const seconds = (performance.now() - began) / 1_000;
      await lab.down();
      return seconds;
    }),
};
