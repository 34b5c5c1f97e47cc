import { once } from 'node:events';
import { connect } from 'node:net';
import { type BusRole, type BusUser, type Envelope, inboxPrefix, permissionsOf, routes, type Subject, subjectsOf } from '@klockwork/bus';
import { EmbeddedBroker } from '@klockwork/embedded-nats';
import { findNatsServer, type NatsServer } from '@klockwork/embedded-nats/testing';
import { hostActivity, RealTimeClock } from '@klockwork/host';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { natsAuthorization } from './nats-authorization.ts';
import { NatsBus } from './nats-bus.ts';

const ROLES: Readonly<Record<string, BusRole>> = {
  'api-server': { type: 'api-server' },
  clock: { type: 'clock' },
  scheduler: { type: 'controller' },
  'kubelet-agent-1': { type: 'agent', nodes: [{ name: 'node-1', podRange: '10.244.1', address: '172.18.0.1' }] },
  'kubelet-agent-2': { type: 'agent', nodes: [{ name: 'node-2', podRange: '10.244.2', address: '172.18.0.2' }] },
};
const users: BusUser[] = Object.entries(ROLES).map(([user, role]) => ({
  user,
  password: `secret of ${user}`,
  permissions: permissionsOf('lab', user, role),
}));
const subjects = subjectsOf('lab');
const HINT = subjects.log(routes.log<string>(), { group: '', resource: 'pods', namespace: 'default', type: 'PodCreated' });
const GET = subjects.at(routes.api<unknown, unknown>('get'));
const LOGS = subjects.at(routes.node<string, string>('logs'), 'node-1');
const CLOCK = subjects.at(routes.clock<unknown, string>('ask'));
const exec = (node: string) => subjects.at(routes.node('exec'), node);
const connectTo = (address: string) => subjects.at(routes.pods<string, unknown>('connect'), address);

/** Tests the permissions of each role on a broker with users. */
function permissions(url: () => string): void {
  const buses: NatsBus[] = [];
  afterEach(async () => {
    await Promise.all(buses.splice(0).map((bus) => bus.close()));
  });
  const join = async (user: string) => {
    const activity = hostActivity();
    const clock = new RealTimeClock({ activity, setting: { type: 'scaled', hostAt: Date.now(), labAt: 0, rate: 1 } });
    const auth = { user, password: `secret of ${user}` };
    const bus = await NatsBus.connect({ name: user, servers: [url()], auth, clock, activity });
    buses.push(bus);
    return bus;
  };
  /** Returns the server's answer to a line of a user. */
  const said = async (user: string, line: string): Promise<string> => {
    const socket = connect(Number(new URL(url()).port), '127.0.0.1').setEncoding('latin1');
    const options = { user, pass: `secret of ${user}`, verbose: false, pedantic: false };
    socket.write(`CONNECT ${JSON.stringify(options)}\r\n${line}\r\nPING\r\n`);
    let heard = '';
    socket.on('data', (text: string) => {
      heard += text;
    });
    while (!heard.includes('PONG')) await once(socket, 'data');
    socket.destroy();
    return heard.replace(/^INFO .*\r\n/, '').replace(/PONG\r\n$/, '');
  };

  test('every process does its work', async () => {
    const [api, clock, scheduler, agent] = [
      await join('api-server'),
      await join('clock'),
      await join('scheduler'),
      await join('kubelet-agent-1'),
    ];
    const heard: unknown[] = [];
    const hears = ({ body }: Envelope<unknown>) => void heard.push(body);
    api.serve(GET, async ({ body }) => ({ got: body }), { queue: 'api' });
    agent.serve(LOGS, async () => 'lines', { queue: 'kubelet' });
    clock.serve(CLOCK, async () => 'report', { queue: 'clock' });
    scheduler.subscribe(subjects.patterns.log as Subject<string, void>, hears);
    scheduler.control.subscribe(subjects.clock.tick, (body) => heard.push(body));
    scheduler.control.subscribe(subjects.clock.to('scheduler:1'), (_body, reply) => reply('rests'));
    await Promise.all(buses.map((bus) => bus.flush()));
    const asked = { timeoutMs: 10_000 };
    expect(await scheduler.request(GET, 'pod', asked)).toEqual({ got: 'pod' });
    expect(await api.request(LOGS, 'pod', asked)).toBe('lines');
    expect(await api.request(CLOCK, {}, asked)).toBe('report');
    expect(await clock.control.ask(subjects.clock.to('scheduler:1'), 'ping', 10_000)).toEqual({ body: 'rests' });
    api.publish(HINT, 'hint');
    await api.flush();
    clock.control.publish(subjects.clock.tick, 'tick');
    await clock.flush();
    await scheduler.flush();
    expect(heard).toEqual(['hint', 'tick']);
  });

  test("an agent is reached at its pods' addresses and at its node's own", async () => {
    const [near, far] = [await join('kubelet-agent-1'), await join('kubelet-agent-2')];
    const subjectsOfNode = ['10.244.1', '172.18.0.1'].map(connectTo);
    for (const subject of subjectsOfNode) near.serve(subject, async ({ body }) => ({ got: body }), { queue: 'network' });
    await near.flush();
    for (const subject of subjectsOfNode) expect(await far.request(subject, 'open', { timeoutMs: 10_000 })).toEqual({ got: 'open' });
  });

  const inbox = (user: string) => `${inboxPrefix(user)}.x.1`;
  test.each<[user: string, operation: 'Publish' | 'Subscription', subject: string]>([
    ['scheduler', 'Publish', HINT],
    ['scheduler', 'Publish', subjects.at(routes.heads())],
    ['scheduler', 'Publish', subjects.at(routes.server())],
    ['scheduler', 'Publish', subjects.clock.tick],
    ['scheduler', 'Publish', exec('node-1')],
    ['scheduler', 'Publish', inbox('kubelet-agent-1')],
    ['scheduler', 'Subscription', GET],
    ['scheduler', 'Subscription', inbox('kubelet-agent-1')],
    ['scheduler', 'Subscription', '_INBOX.>'],
    ['scheduler', 'Subscription', '>'],
    ['scheduler', 'Subscription', subjects.clock.to('kubelet-agent-1:1')],
    ['scheduler', 'Subscription', subjects.clock.report],
    ['clock', 'Publish', HINT],
    ['clock', 'Subscription', GET],
    ['kubelet-agent-1', 'Publish', HINT],
    ['kubelet-agent-1', 'Publish', inbox('api-server')],
    ['kubelet-agent-1', 'Subscription', exec('node-2')],
    ['kubelet-agent-1', 'Subscription', 'klockwork.lab.node.*.exec'],
    ['kubelet-agent-1', 'Subscription', connectTo('10.244.2')],
    ['kubelet-agent-1', 'Subscription', connectTo('172.18.0.2')],
    ['kubelet-agent-1', 'Subscription', CLOCK],
    ['api-server', 'Publish', subjects.clock.tick],
    ['api-server', 'Subscription', inbox('scheduler')],
  ])('the credential of %s is denied: %s %s', async (user, operation, subject) => {
    const line = operation === 'Publish' ? `PUB ${subject} 1\r\nx` : `SUB ${subject} 1`;
    expect((await said(user, line)).toLowerCase()).toBe(`-err 'permissions violation for ${operation} to "${subject}"'\r\n`.toLowerCase());
  });

  test('a reply is accepted once, and only from the asked service', async () => {
    const [api, scheduler] = [await join('api-server'), await join('scheduler')];
    const denials: string[] = [];
    const member = subjects.clock.to('scheduler:1');
    scheduler.control.subscribe(member, (_body, reply) => {
      reply('once');
      reply('twice');
    });
    await scheduler.flush();
    const clock = await join('clock');
    expect(await clock.control.ask(member, 'ping', 10_000)).toEqual({ body: 'once' });
    // The api-server may answer anywhere, and the scheduler may not serve in its place.
    scheduler.serve(GET, async () => 'forged', { queue: 'api' });
    api.serve(GET, async () => 'true', { queue: 'api' });
    await Promise.all([api.flush(), scheduler.flush()]);
    const answers = await Promise.all(Array.from({ length: 20 }, () => clock.request(GET, 1, { timeoutMs: 10_000 })));
    expect([new Set(answers), denials]).toEqual([new Set(['true']), []]);
  });
}

describe('over the embedded broker', () => {
  let broker: EmbeddedBroker;
  const denied: unknown[] = [];
  beforeAll(async () => {
    const logger = { debug() {}, info() {}, error() {}, warn: (fields: object) => void denied.push(fields) };
    broker = await EmbeddedBroker.listen({ host: '127.0.0.1', port: 0, auth: { users }, logger });
  });
  afterAll(() => broker.close());
  permissions(() => broker.url);

  test('the broker logs a denial', () => {
    expect(denied).toContainEqual({
      client: expect.any(Number),
      name: undefined,
      reason: `Permissions Violation for Publish to "${HINT}"`,
    });
  });
});

const start = findNatsServer('the permissions of the bus');
describe.skipIf(start === undefined)('over a real nats-server', () => {
  let server: NatsServer;
  beforeAll(async () => {
    server = await (start as NonNullable<typeof start>)({ config: natsAuthorization(users) });
  }, 120_000);
  afterAll(() => server.kill());
  permissions(() => server.url);
});
