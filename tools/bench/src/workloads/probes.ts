import { deploy, deploymentOf, untilReady } from '../support/pods.ts';
import { withLab } from '../support/with-lab.ts';
import type { Workload } from '../support/workload.ts';

const PODS = 500;
const SECONDS = 120;

/** Readiness probes over simulated HTTP, one a second, under fast advance. */
export const probesPerSecond: Workload = {
  id: 'probes-per-second',
  what: `${PODS} pods with an httpGet probe each second, two minutes wound forward: probes in a second of the host`,
  unit: '1/s',
  better: 'more',
  floor: 1_500,
  aim: 10_000,
  measure: () =>
    withLab(['--nodes', '10', '--agents', '2'], async ({ client, clock }) => {
      const readinessProbe = { httpGet: { path: '/', port: 80 }, periodSeconds: 1 };
      await deploy(client, deploymentOf('probed', PODS, { image: 'nginx', readinessProbe }));
      await untilReady(client, 'probed', PODS);
      await clock.pause();
      const { hostSeconds, fired } = await clock.advance(`${SECONDS}s`);
      const probes = fired?.find(({ name }) => name === 'readiness-probe')?.count ?? 0;
      if (probes < PODS * (SECONDS - 1)) throw new Error(`only ${probes} probes of ${PODS * SECONDS} were carried out`);
      return [probes / hostSeconds!];
    }),
};
