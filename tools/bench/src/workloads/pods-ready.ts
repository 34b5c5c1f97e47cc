import { createPods, untilReady } from '../support/pods.ts';
import { withLab } from '../support/with-lab.ts';
import { repeat, type Workload } from '../support/workload.ts';

const PODS = 1_000;

/** A thousand pods of one agent process, each created by its own request. */
export const podsReady1000: Workload = {
  id: 'pods-ready-1000',
  what: '1,000 pods without a controller on 10 nodes of one agent, profile fast: first request until all Ready at a watching client',
  unit: 's',
  better: 'less',
  floor: 10,
  aim: 4,
  measure: () =>
    repeat(3, () =>
      withLab(['--nodes', '10', '--agents', '1'], async ({ client }) => {
        const began = performance.now();
        await Promise.all([createPods(client, 'web', PODS, { image: 'nginx' }), untilReady(client, 'web', PODS)]);
        return (performance.now() - began) / 1_000;
      }),
    ),
};
