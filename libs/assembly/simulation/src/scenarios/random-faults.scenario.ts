import { noFaults } from '@klockwork/bus';
import { resources } from '@klockwork/resources';
import { nodesReady } from '../observation/nodes-ready.ts';
import type { Scenario } from '../scenario.ts';
import type { Script } from '../script.ts';
import { changeAdmission, checkCustomKind, clearAdmission, randomWebhooks } from './random-admission.ts';
import { forkPast, readPast } from './random-past.ts';
import { webDeployment, webIs, webPods } from './web-deployment.ts';

const MINUTE = 60_000;
const NODES = ['node-1', 'node-2', 'node-3'];
const IMAGES = ['nginx:1.27', 'nginx:1.28', 'httpd:2.4'];
const BAD_NETWORK = { drop: 0.1, duplicate: 0.1, delayMs: { min: 0, max: 300 }, dropRequest: 0.02, dropReply: 0.02 };

/** Final request of the user. */
interface DesiredState {
  image: string;
  replicas: number;
}

/** All faults together: lossy network, restarting processes, partitions, webhooks, past views, a fork and a busy user. Then a quiet phase. */
export const randomFaults: Scenario = {
  name: 'random-faults',
  description: 'a bad network, dying processes, partitions, bad webhooks and a busy user; when all that ends the cluster converges',
  nodes: NODES,
  webhooks: randomWebhooks,
  waives: ['rollout-keeps-available'],
  async run(script) {
    const desired = { image: 'nginx:1.27', replicas: 4 };
    await script.apply(webDeployment(desired));
    script.faults(BAD_NETWORK);
    const until = script.now() + 5 * MINUTE;
    while (script.now() < until) {
      await script.pass(1_000 + script.random.integer(20_000));
      await disturb(script, desired);
    }
    reachApi(script);
    await forkPast(script, NODES);
    makePeace(script);
    await clearAdmission(script);
    const isWhole = () => nodesReady(script.objects, NODES) && webIs(script.objects, desired);
    await script.waitUntil('the cluster to be whole again', isWhole, 15 * MINUTE);
    await checkCustomKind(script);
  },
};

async function disturb(script: Script, desired: DesiredState): Promise<void> {
  const choice = script.random.next();
  if (choice < 0.4) return crashOrStart(script);
  if (choice < 0.6) return cutOrHeal(script);
  if (choice < 0.75) return deletePod(script);
  if (choice < 0.9) return change(script, desired);
  reachApi(script);
  if (choice < 0.94) return readPast(script);
  await changeAdmission(script);
}

function oneOf<T>(script: Script, choices: readonly T[]): T {
  return choices[script.random.integer(choices.length)] as T;
}

function crashOrStart(script: Script): void {
  const process = oneOf(script, script.processes);
  if (script.isRunning(process)) script.crash(process);
  else script.start(process);
}

function cutOrHeal(script: Script): void {
  const process = oneOf(script, script.processes);
  if (script.random.next() < 0.4) script.partition(process);
  else script.heal(process);
}

/** Users await answers, which need a running api-server. */
function reachApi(script: Script): void {
  script.heal('api-server');
  if (!script.isRunning('api-server')) script.start('api-server');
}

async function deletePod(script: Script): Promise<void> {
  const pods = webPods(script.objects);
  if (pods.length === 0) return;
  reachApi(script);
  await script.delete(resources.pods, { namespace: 'default', name: oneOf(script, pods).metadata?.name ?? '' });
}

async function change(script: Script, desired: DesiredState): Promise<void> {
  reachApi(script);
  desired.image = oneOf(script, IMAGES);
  desired.replicas = 1 + script.random.integer(6);
  await script.apply(webDeployment(desired));
}

function makePeace(script: Script): void {
  script.faults(noFaults);
  for (const process of script.processes) {
    script.heal(process);
    if (!script.isRunning(process)) script.start(process);
  }
}
