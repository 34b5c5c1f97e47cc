import { type Bus, BusError, MemoryBusNetwork, subjectsOf } from '@klockwork/bus';
import type { PodApiAnswer, ServerCertificate } from '@klockwork/cluster-api';
import { CountingActivity, ManualClock, SeededRandom, silentLogger } from '@klockwork/kernel';
import { greetServer, ReadAhead } from '@klockwork/userland';
import { settle } from '@klockwork/userland/testing';
import { expect, test } from 'vitest';
import { CrashLog } from '../crash-log.ts';
import { ApiServerProxy } from './api-server-proxy.ts';

const [FROM, TO] = [
  { address: '10.244.1.2', port: 40_000 },
  { address: '172.18.255.1', port: 6443 },
];
const CERTIFICATE: ServerCertificate = { authority: 'THE CA\n', names: ['kubernetes'] };

/** ApiServerWay with `http` as api-server, plus its count of open sessions. */
function wayTo(http: () => Promise<unknown>) {
  const clock = new ManualClock(0);
  const activity = new CountingActivity((then) => void Promise.resolve().then(then));
  const bus = new MemoryBusNetwork({ clock, random: new SeededRandom(5) }).connect({ name: 'node-1', clock, activity });
  const state = { opened: 0, open: 0 };
  const counting = Object.assign(Object.create(bus) as Bus, {
    request: (subject: string) => (subject.endsWith('certificate') ? Promise.resolve(CERTIFICATE) : http()),
    serve: (...serving: Parameters<Bus['serve']>) => {
      const subscription = bus.serve(...serving);
      state.opened += 1;
      state.open += 1;
      return {
        stop() {
          state.open -= 1;
          subscription.stop();
        },
      };
    },
  });
  const parts = { bus: counting, subjects: subjectsOf('lab'), clock, random: new SeededRandom(6), crashes: new CrashLog(silentLogger) };
  return { way: new ApiServerProxy(parts), state };
}

/** Sends a request from a pod. Resolves with response bytes; undefined after a broken connection. */
async function ask(way: ApiServerProxy): Promise<string | undefined> {
  const connection = await way.connect(FROM, TO, 'pods/default/web');
  const source = new ReadAhead(connection);
  await greetServer(connection, source);
  await connection.write('GET /api HTTP/1.1\r\nhost: kubernetes\r\n\r\n');
  const answer = source.peek(1).catch(() => undefined);
  await settle();
  return answer;
}

test.each<[string, () => Promise<unknown>]>([
  ['an error that is no error of the bus', () => Promise.reject(new Error('broken'))],
  ['an error of the bus', () => Promise.reject(new BusError('lost', 'the api-server is gone'))],
  ['an answer without headers', async () => ({ status: 200 })],
])('a question that ends with %s leaves no session open', async (_, http) => {
  const { way, state } = wayTo(http);
  await ask(way);
  expect(state).toEqual({ opened: 1, open: 0 });
});

test.each<[string, PodApiAnswer, number]>([
  ['a whole answer leaves no session open', { status: 200, headers: {}, body: '{}' }, 0],
  ['an answer in parts keeps its session', { status: 200, headers: {} }, 1],
])('%s', async (_, answer, open) => {
  const { way, state } = wayTo(async () => answer);
  expect(await ask(way)).toBe('H');
  expect(state).toEqual({ opened: 1, open });
});
