import type { Scenario } from '../scenario.ts';
import { webDeployment, webIs } from './web-deployment.ts';

const MINUTE = 60_000;
const WEB = { image: 'nginx:1.27', replicas: 4 };

/** Idle hour: upkeep only, each instant of which costs a jump of the whole cluster. */
export const idleHour: Scenario = {
  name: 'idle-hour',
  description: 'three nodes and a Deployment stand still for an hour',
  nodes: ['node-1', 'node-2', 'node-3'],
  async run(script) {
    await script.apply(webDeployment(WEB));
    await script.waitUntil('4 replicas', (objects) => webIs(objects, WEB), 2 * MINUTE);
    await script.pass(60 * MINUTE);
  },
};
