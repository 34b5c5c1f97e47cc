import { type Fault, type FaultSpec, resources } from '@klockwork/resources';
import { nodesReady } from '../observation/nodes-ready.ts';
import { runScenario } from '../run-scenario.ts';
import { webDeployment, webIs } from '../scenarios/web-deployment.ts';
import type { Script } from '../script.ts';
import { hostTurn } from './host-turn.ts';

/** Lab ms. */
export const MINUTE = 60_000;
/** Nodes of the cluster. */
export const NODES = ['node-1', 'node-2'];
/** Deployment of the cluster. */
export const WEB = { image: 'nginx:1.27', replicas: 2 };

/** Plays a script: two nodes, one Deployment. Requires the initial state at the end. */
export async function play(run: (script: Script) => Promise<void>): Promise<void> {
  const scenario = {
    ...{ name: 'faults', description: 'faults as objects', nodes: NODES, waives: ['rollout-keeps-available'] },
    run: async (script: Script) => {
      await script.apply(webDeployment(WEB));
      await script.waitUntil('2 replicas', (objects) => webIs(objects, WEB), MINUTE);
      await run(script);
      await script.waitUntil('everything as before', (objects) => nodesReady(objects, NODES) && webIs(objects, WEB), 10 * MINUTE);
    },
  };
  await runScenario({ scenario, seed: 1, nextTurn: hostTurn });
}

/** Creates the Fault `cut`. */
export const apply = (script: Script, spec: FaultSpec) =>
  script.apply({ apiVersion: 'klockwork.dev/v1alpha1', kind: 'Fault', metadata: { name: 'cut' }, spec } as Fault);
/** Returns the Fault `cut`. */
export const faultOf = (script: Script) => script.objects.list<Fault>(resources.faults).find(({ metadata }) => metadata?.name === 'cut');
/** Returns a condition of the Fault `cut`. */
export const conditionOf = (script: Script, type: string) =>
  faultOf(script)?.status?.conditions?.find((condition) => condition.type === type);

/** Waits for the injection. */
export async function isInjected(script: Script): Promise<void> {
  await script.waitUntil('the fault', () => conditionOf(script, 'Injected')?.status === 'True', MINUTE);
}

/** Waits for the end of the Fault. */
export async function isRecovered(script: Script): Promise<void> {
  await script.waitUntil('the end of the fault', () => faultOf(script)?.status?.phase === 'Recovered', 20 * MINUTE);
}
