import { wholeBody } from '@klockwork/http-api';
import type { Random } from '@klockwork/kernel';
import { allInvariants, type Scenario, type Script, Violation } from '@klockwork/simulation';
import { once, pick } from '../chance.ts';
import { Corpus } from '../corpus.ts';
import { createDefinitions } from '../custom-resources.ts';
import { judge } from '../judge.ts';
import { discoverRoutes, type Route } from '../routes.ts';
import type { FuzzAnswer, FuzzRequest } from '../target.ts';
import { keepRoom, playCanary } from './canary.ts';
import type { IdleWriteCounter } from './idle-write-counter.ts';
import { clearAdmission, clusterWebhooks } from './odd-admission.ts';
import { richExamples } from './rich-examples.ts';
import { pathOf, type Tree, weightedRoutes, writeOf } from './write-of.ts';

/** Invariants of the log itself. Clients can break the other ones on purpose, by writing like a controller. */
const OF_THE_LOG: ReadonlySet<string> = new Set([
  ...['revisions-have-no-gap', 'lab-time-never-goes-back', 'history-is-a-chain', 'kind-history-is-a-chain'],
  ...['resource-version-is-revision', 'uid-is-never-reused', 'causes-resolve', 'pod-name-is-unique'],
]);

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
/** Max lab time of a run. */
const LAB_MS_MAX = 18 * HOUR;

/** Parameters and callbacks of a run. */
export interface OddObjectsOptions {
  readonly writes: number;
  readonly calm: IdleWriteCounter;
  onAnswer(request: FuzzRequest, answer: FuzzAnswer): void;
}

/** Scenario: a client writes odd objects of all kinds, many of them valid, without failures of components. */
export function oddObjects(options: OddObjectsOptions): Scenario {
  return {
    name: 'odd-objects',
    description: 'odd objects that the API takes; nobody stumbles, the cluster calms down and serves everybody else',
    nodes: ['node-1', 'node-2', 'node-3'],
    webhooks: clusterWebhooks,
    waives: allInvariants.map(({ name }) => name).filter((name) => !OF_THE_LOG.has(name)),
    run: (script) => play(script, options),
  };
}

async function play(script: Script, { writes, calm, onAnswer }: OddObjectsOptions): Promise<void> {
  const { random } = script;
  const corpus = new Corpus(richExamples);
  const send = (request: FuzzRequest) => answerOf(script, request);
  await createDefinitions({ send });
  const routes = weightedRoutes(await discoverRoutes({ send }));
  const listOf = async (route: Route) => (JSON.parse((await send(listRequest(route))).text) as { items?: Tree[] }).items ?? [];
  await keepRoom(script);
  await send(namespaceRequest);
  for (let index = 0; index < writes; index += 1) {
    const request = await writeOf(random, corpus, pick(random, routes), listOf);
    const answer = await send(request);
    onAnswer(request, answer);
    const problem = judge(request, answer);
    if (problem !== undefined) throw new Violation('answers-are-answers', problem);
    if (answer.status < 300) corpus.learn(answer.text);
    if (answer.status < 300 && script.now() < LAB_MS_MAX) await script.pass(pauseOf(random));
  }
  await clearAdmission(routes, send);
  await beCalm(script, calm);
  await playCanary(script);
}

const namespaceRequest: FuzzRequest = {
  method: 'POST',
  url: '/api/v1/namespaces',
  headers: { 'content-type': 'application/json' },
  body: Buffer.from(JSON.stringify({ metadata: { name: 'a' } })),
};

const listRequest = (route: Route): FuzzRequest => ({ method: 'GET', url: pathOf(route), headers: {} });

/** Mostly 0, so that writes collide. */
function pauseOf(random: Random): number {
  if (once(random, 2)) return 0;
  if (once(random, 2)) return random.integer(30 * SECOND);
  return once(random, 12) ? random.integer(2 * HOUR) : random.integer(5 * MINUTE);
}

async function beCalm(script: Script, calm: IdleWriteCounter): Promise<void> {
  await script.pass(10 * MINUTE);
  calm.begin();
  await script.pass(HOUR);
  const problem = calm.problem();
  if (problem !== undefined) throw new Violation('the-cluster-calms-down', problem);
}

async function answerOf(script: Script, { method, url, headers, body = new Uint8Array() }: FuzzRequest): Promise<FuzzAnswer> {
  const mark = url.indexOf('?');
  const [path, query] = mark < 0 ? [url, ''] : [url.slice(0, mark), url.slice(mark + 1)];
  const answer = await script.send({ method, path, query, headers: { host: 'fuzz', 'user-agent': 'fuzz', ...headers }, body });
  if (!('body' in answer)) return { status: 'status' in answer ? answer.status : 101, contentType: '', text: '', goesOn: true };
  const whole = wholeBody(answer.body);
  const text = typeof whole === 'string' ? whole : Buffer.from(whole).toString();
  return { status: answer.status, contentType: answer.headers['content-type'] ?? '', text, goesOn: false };
}
