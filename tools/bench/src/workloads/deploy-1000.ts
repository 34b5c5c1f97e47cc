import { deploy, deploymentOf, untilReady } from '../support/pods.ts';
import { withLab } from '../support/with-lab.ts';
import { repeat, type Workload } from '../support/workload.ts';

const PODS = 1_000;

/** Deployment of a thousand pods on a hundred nodes, from the request until a watch has seen all pods ready. */
export const deploy1000: Workload = {
  id: 'deploy-1000',
  what: 'Deployment of 1,000 pods on 100 nodes, profile fast: create until all Ready at a watching client',
  unit: 's',
  better: 'less',
  floor: 10,
  aim: 4,
  measure: () =>
    repeat(3, () =>
      withLab(['--nodes', '100'], async ({ client }) => {
        const began = performance.now();
        await deploy(client, deploymentOf('many', PODS, { image: 'nginx' }));
        await untilReady(client, 'many', PODS);
        return (performance.now() - began) / 1_000;
      }),
    ),
};
