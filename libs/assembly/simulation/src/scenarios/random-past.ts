import type { StoredEvent } from '@klockwork/event-store';
import { wholeBody } from '@klockwork/http-api';
import { canonicalJson, decodeUtf8 } from '@klockwork/kernel';
import { type Fault, type KubeObject, resources } from '@klockwork/resources';
import { nodesReady } from '../observation/nodes-ready.ts';
import { ObservedCluster } from '../observation/observed-cluster.ts';
import type { AdminRequest, Script } from '../script.ts';
import { Violation } from '../violation.ts';
import { clearAdmission } from './random-admission.ts';
import { webDeployment, webIs } from './web-deployment.ts';

const MINUTE = 60_000;
const RETRY_MS = 1_000;
const TRIES_MAX = 120;
const RETRIED_MIN = 429;
const FORK = { image: 'nginx:1.28', replicas: 2 };

/** Reads the pods of the random revision of a pod, at times across a kill of the api-server, and compares them with the log. */
export async function readPast(script: Script): Promise<void> {
  const events = await script.events();
  const ofPods = events.filter(({ key }) => key.resource === 'pods');
  const candidates = ofPods.length > 0 ? ofPods : events;
  const { revision } = candidates[script.random.integer(candidates.length)] as StoredEvent;
  const request = { method: 'GET', path: `/at/${revision}/api/v1/pods`, query: '' };
  if (script.random.next() < 0.3) {
    script.crashDuring(request);
    script.start('api-server');
  }
  const read = textsOf((JSON.parse(await answerOf(script, request)) as { readonly items: readonly KubeObject[] }).items);
  const past = new ObservedCluster();
  for (const event of events) if (event.revision <= revision) past.observe(event);
  const known = textsOf(past.list(resources.pods));
  if (read !== known) throw new Violation('the-past-equals-the-log', `${request.path} returned\n${read}\ninstead of\n${known}`);
}

/** Forks the cluster at a random revision, and kills a process of the copy, which converges to a state of its own. */
export async function forkPast(script: Script, nodes: readonly string[]): Promise<void> {
  const events = await script.events();
  const isWeb = ({ key }: StoredEvent) => key.resource === 'deployments' && key.name === 'web';
  const candidates = events.slice(events.findIndex(isWeb));
  const { revision } = candidates[script.random.integer(candidates.length)] as StoredEvent;
  await script.fork(revision, async (fork) => {
    const process = fork.processes[fork.random.integer(fork.processes.length)] as string;
    fork.crash(process);
    fork.start(process);
    await clearAdmission(fork);
    await fork.apply(webDeployment(FORK));
    const isWhole = () => nodesReady(fork.objects, nodes) && webIs(fork.objects, FORK) && areOver(fork);
    await fork.waitUntil('the fork to be whole', isWhole, 15 * MINUTE);
  });
}

/** True if all copied Faults ended at their own instants. */
function areOver({ objects }: Script): boolean {
  return objects.list<Fault>(resources.faults).every(({ status }) => status?.phase === 'Recovered');
}

/** Retries until an api-server answers, without a fault. */
async function answerOf(script: Script, request: AdminRequest): Promise<string> {
  for (let tries = 1; ; tries++) {
    const answer = await script.send(request);
    if ('body' in answer && answer.status === 200) {
      const whole = wholeBody(answer.body);
      return typeof whole === 'string' ? whole : decodeUtf8(whole);
    }
    const status = 'status' in answer ? answer.status : 101;
    if (status < RETRIED_MIN || tries === TRIES_MAX)
      throw new Violation('questions-are-answered', `${request.path} was answered ${status}`);
    await script.pass(RETRY_MS);
  }
}

/** Returns one line per object, sorted. Lists leave out kind and version of their items. */
function textsOf(objects: readonly KubeObject[]): string {
  const texts = objects.map(({ apiVersion: _version, kind: _kind, ...object }) => canonicalJson(object));
  return texts.sort().join('\n');
}
