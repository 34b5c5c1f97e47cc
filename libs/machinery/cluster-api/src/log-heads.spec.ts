import { MemoryBusNetwork, subjectsOf } from '@klockwork/bus';
import { HEADS_ROUTE } from '@klockwork/event-store';
import { CountingActivity, ManualClock, SeededRandom } from '@klockwork/kernel';
import { resources } from '@klockwork/resources';
import { expect, test } from 'vitest';
import { LogHeads } from './log-heads.ts';
import { HEADS_WANTED_ROUTE } from './routes.ts';
import { settled } from './testing/settled.ts';

const subjects = subjectsOf('lab');

function lab() {
  const clock = new ManualClock(0);
  const network = new MemoryBusNetwork({ clock, random: new SeededRandom(1) });
  const join = (name: string) =>
    network.connect({ name, clock, activity: new CountingActivity((then) => void Promise.resolve().then(then)) });
  return { network, server: join('api-server'), heads: new LogHeads({ bus: join('scheduler'), subjects }) };
}

test('each watch receives heads of its kind, from the bus, or from the clock in the same turn', async () => {
  const { server, heads } = lab();
  const heard: string[] = [];
  heads.on(resources.pods, (revision) => heard.push(`pods ${revision}`));
  heads.on(resources.pods, (revision) => heard.push(`pods ${revision} again`));
  heads.on(resources.deployments, (revision) => heard.push(`deployments ${revision}`));
  server.publish(subjects.at(HEADS_ROUTE), { '/pods': 3, 'apps/deployments': 7, '/nodes': 9 });
  await settled();
  expect(heard.splice(0)).toEqual(['pods 3', 'pods 3 again', 'deployments 7']);
  heads.tell({ '/pods': 4 });
  expect(heard).toEqual(['pods 4', 'pods 4 again']);
});

test('a reconnected process requests the heads', async () => {
  const { network, server } = lab();
  const asked: string[] = [];
  server.subscribe(subjects.at(HEADS_WANTED_ROUTE), ({ from }) => asked.push(from));
  network.reconnect('scheduler');
  await settled();
  expect(asked).toEqual(['scheduler']);
});

test('a stopped watch receives no head', () => {
  const { heads } = lab();
  const heard: number[] = [];
  const stopped = heads.on(resources.pods, (revision) => heard.push(revision));
  heads.on(resources.pods, (revision) => heard.push(-revision));
  stopped.stop();
  heads.tell({ '/pods': 4 });
  expect(heard).toEqual([-4]);
});
