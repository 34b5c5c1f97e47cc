import { setTimeout as pause } from 'node:timers/promises';
import { Crowd, type CrowdTask, type Statuses } from '../support/crowd.ts';
import type { HttpsClient } from '../support/https-client.ts';
import { processesOf } from '../support/processes.ts';
import { forgetPeak, peakBytes, residentBytes } from '../support/resident-memory.ts';
import { withLab } from '../support/with-lab.ts';
import { percentile, type Workload } from '../support/workload.ts';

const OBJECTS = 23_000;
const OBJECT_BYTES = 2_100;
const LARGE_OBJECTS = 10_000;
const LARGE_OBJECT_BYTES = 5_000;
const LISTS = 50;
const WATCHES = 500;
const WRITES = 3_040;
const WRITE_BYTES = 10_000;
const BODIES = 200;
const CROWDS = 4;
const BODY_BYTES = 3 * 1_024 * 1_024;
/** Duration of clients that read nothing, host ms. */
const UNREAD_MS = 15_000;
const AT_ONCE = 32;
const MIB = 1_024 * 1_024;
/** Delay before memory is read, host ms. */
const SETTLE_MS = 3_000;
const configMaps = '/api/v1/namespaces/default/configmaps';
const SMALL = '/api/v1/namespaces/default';

/** Effect of a crowd on the api-server: peak memory above the previous level, and latency of a small GET meanwhile. */
interface Effect {
  readonly grownMib: number;
  readonly getMs: number;
}

const lists: CrowdTask = { clients: LISTS, method: 'GET', path: '/api/v1/configmaps', reads: 'all' };
const bodies: CrowdTask = {
  clients: BODIES,
  method: 'POST',
  path: configMaps,
  body: configMapText('large', BODY_BYTES - 1_024),
  reads: 'all',
};

/** Memory of the api-server under clients with large requests that read slowly or never. */
export const crowds: readonly Workload[] = [
  ...rows('crowd-lists-read', `${LISTS} clients LIST 54 MB`, () => underLists('all')),
  ...rows('crowd-lists-unread', `${LISTS} clients LIST 54 MB and never read`, () => underLists('nothing')),
  ...rows('crowd-watches-unread', `${WATCHES} watches that never read, and ${WRITES} writes of 10 KB`, underWatches),
  ...rows('crowd-first-watches', `${WATCHES} watches of 54 MB from resourceVersion 0 that never read`, underFirstWatches),
  ...rows('crowd-bodies', `${BODIES} bodies of 3 MiB at once`, underBodies),
  {
    id: 'crowd-bodies-left',
    what: `${CROWDS} crowds of ${BODIES} bodies of 3 MiB in sequence: growth of the api-server's memory afterwards`,
    ...{ unit: 'MiB', better: 'less', floor: 64, aim: 48, measure: async () => [await leftByBodies()] },
  },
];

/** Two rows of one measure. */
function rows(id: string, what: string, measure: () => Promise<Effect>): Workload[] {
  let measured: Promise<Effect> | undefined;
  const effect = () => {
    measured ??= measure();
    return measured;
  };
  const memory = { unit: 'MiB', floor: 64, aim: 64, measure: async () => [(await effect()).grownMib] };
  const get = { unit: 'ms', floor: 100, aim: 50, measure: async () => [(await effect()).getMs] };
  return [
    { id, what: `${what}: growth of the api-server's memory`, better: 'less', ...memory },
    { id: `${id}-get`, what: `${what}: p99 of a small GET meanwhile`, better: 'less', ...get },
  ];
}

function underLists(reads: CrowdTask['reads']): Promise<Effect> {
  return withApiServer(async (client, pid) => {
    await writeAll(client, { count: OBJECTS, created: OBJECTS, bytes: OBJECT_BYTES, name: (index) => `object-${index}` });
    return effectOf(client, pid, async () => {
      const crowd = new Crowd({ endpoint: client.endpoint, ...lists, reads });
      await crowd.next();
      if (reads === 'nothing') await pause(UNREAD_MS).then(() => crowd.leave());
      requireStatuses(await crowd.next<Statuses>(), reads === 'all' ? ['200'] : []);
    });
  });
}

/** The base includes the same writes without watches. */
function underWatches(): Promise<Effect> {
  return withApiServer(async (client, pid) => {
    const writes = { count: WRITES, created: 0, bytes: WRITE_BYTES, name: (index: number) => `written-${index % AT_ONCE}` };
    await writeAll(client, { ...writes, count: AT_ONCE, created: AT_ONCE });
    await writeAll(client, writes);
    const { metadata } = await client.json<{ metadata: { resourceVersion: string } }>('GET', configMaps);
    const path = `${configMaps}?watch=true&resourceVersion=${metadata.resourceVersion}`;
    return effectOf(client, pid, async () => {
      const crowd = new Crowd({ endpoint: client.endpoint, clients: WATCHES, method: 'GET', path, reads: 'nothing' });
      await crowd.next();
      await writeAll(client, writes);
      await pause(UNREAD_MS / 4);
      crowd.leave();
      requireStatuses(await crowd.next<Statuses>(), []);
    });
  });
}

/** Each watch begins with all present objects. */
function underFirstWatches(): Promise<Effect> {
  return withApiServer(async (client, pid) => {
    await writeAll(client, { count: LARGE_OBJECTS, created: LARGE_OBJECTS, bytes: LARGE_OBJECT_BYTES, name: (index) => `object-${index}` });
    return effectOf(client, pid, async () => {
      const path = '/api/v1/configmaps?watch=true&resourceVersion=0';
      const crowd = new Crowd({ endpoint: client.endpoint, clients: WATCHES, method: 'GET', path, reads: 'nothing' });
      await crowd.next();
      await pause(UNREAD_MS);
      crowd.leave();
      requireStatuses(await crowd.next<Statuses>(), []);
    });
  });
}

function underBodies(): Promise<Effect> {
  return withApiServer((client, pid) => effectOf(client, pid, () => sendBodies(client)));
}

/** Returns the memory that crowds of bodies leave behind in a quiet server, MiB. */
function leftByBodies(): Promise<number> {
  return withApiServer(async (client, pid) => {
    await pause(SETTLE_MS);
    const base = residentBytes(pid);
    for (let crowd = 0; crowd < CROWDS; crowd++) {
      await sendBodies(client);
      await pause(SETTLE_MS);
    }
    return (residentBytes(pid) - base) / MIB;
  });
}

async function sendBodies(client: HttpsClient): Promise<void> {
  const crowd = new Crowd({ endpoint: client.endpoint, ...bodies });
  await crowd.next();
  requireStatuses(await crowd.next<Statuses>(), ['422', '429']);
}

function withApiServer<T>(measure: (client: HttpsClient, pid: number) => Promise<T>): Promise<T> {
  return withLab(['--nodes', '1'], async ({ lab, client }) => {
    const [pid] = await processesOf(lab, 'api-server');
    if (pid === undefined) throw new Error('the lab has no api-server');
    return measure(client, pid);
  });
}

/** Measures the effect of `load` on the process. */
async function effectOf(client: HttpsClient, pid: number, load: () => Promise<void>): Promise<Effect> {
  await pause(SETTLE_MS);
  const probe = new Crowd({ endpoint: client.endpoint, probe: SMALL });
  await probe.next();
  const base = residentBytes(pid);
  forgetPeak(pid);
  await load();
  const grownMib = (peakBytes(pid) - base) / MIB;
  probe.leave();
  const times = (await probe.next<number[]>()).sort((a, b) => a - b);
  return { grownMib, getMs: percentile(times, 0.99) };
}

/** Throws for a response with an unexpected status. */
function requireStatuses(statuses: Statuses, expected: readonly string[]): void {
  const other = Object.keys(statuses).filter((status) => !expected.includes(status));
  if (other.length > 0) throw new Error(`a crowd was answered ${JSON.stringify(statuses)}`);
}

/** Writes of one size: the first ones create objects. */
interface Writes {
  readonly count: number;
  readonly created: number;
  readonly bytes: number;
  readonly name: (index: number) => string;
}

/** Creates and replaces ConfigMaps, several clients at a time. */
async function writeAll(client: HttpsClient, plan: Writes): Promise<void> {
  let next = 0;
  const work = async () => {
    const connection = await client.raw();
    for (let index = next++; index < plan.count; index = next++) {
      const name = plan.name(index);
      const text = configMapText(name, plan.bytes, index);
      const answer = await (index < plan.created
        ? connection.send('POST', configMaps, text)
        : connection.send('PUT', `${configMaps}/${name}`, text));
      if (answer.status >= 300) throw new Error(`a write was answered ${answer.status}: ${answer.body.toString().slice(0, 300)}`);
    }
    connection.close();
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
}

/** `count` makes each write a change. */
function configMapText(name: string, bytes: number, count = 0): string {
  return JSON.stringify({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name }, data: { text: `${count} `.padEnd(bytes, 'x') } });
}
