import { BusSession } from '@klockwork/bus';
import { NODE_ROUTES, type PortForwardRequest, type StreamAnswer } from '@klockwork/cluster-api';
import { settled } from '@klockwork/cluster-api/testing';
import type { MessageSocket } from '@klockwork/http-api';
import { CountingActivity, StopSource } from '@klockwork/kernel';
import { beforeEach, expect, test } from 'vitest';
import { type InMemoryApiServer, inMemoryApiServer } from '../testing/in-memory-api-server.ts';
import { requestedPorts } from './forwarded-channels.ts';

const PODS = '/api/v1/namespaces/default/pods';

let server: InMemoryApiServer;
/** Parts received by the agent. */
let agent: string[];
let session: BusSession;
/** Messages received by the client. */
let sent: string[];
let say: (message: string) => Promise<void> | undefined;

beforeEach(async () => {
  server = await inMemoryApiServer({ admission: [] });
  agent = [];
  sent = [];
  const { clock, network, subjects, client } = server;
  const bus = network.connect({ name: 'node-1', clock, activity: new CountingActivity((then) => void Promise.resolve().then(then)) });
  const serve = async ({ body }: { body: PortForwardRequest }): Promise<StreamAnswer> => {
    const { session: id } = body;
    const [own, peer] = [subjects.session(id, 'agent'), subjects.session(id, 'client')];
    const onPart = ({ channel, bytes }: { channel: string; bytes: string | undefined }) => void agent.push(`${channel} ${bytes ?? 'END'}`);
    session = new BusSession({ bus, clock, own, peer, object: 'pods/default/web', onPart, onEnd: (end) => agent.push(end) });
    return { accepted: true };
  };
  bus.serve(subjects.at(NODE_ROUTES.portforward, 'node-1'), serve, { queue: 'a' });
  const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web' } };
  await client.post(PODS, { ...pod, spec: { nodeName: 'node-1', containers: [{ name: 'web', image: 'nginx' }] } });
});

async function ask(query: string, protocol: string) {
  const headers = { upgrade: 'websocket', 'sec-websocket-key': 'k', 'sec-websocket-protocol': protocol };
  const path = `${PODS}/web/portforward`;
  const answer = await server.http.handle({
    method: 'GET',
    path,
    query,
    headers,
    body: new Uint8Array(),
    user: 'admin',
    stop: new StopSource(),
  });
  const socket: MessageSocket = {
    onMessage(take) {
      say = take;
    },
    send(bytes) {
      sent.push(bytes);
      return undefined;
    },
    close: (code) => void sent.push(`CLOSE ${code}`),
  };
  if ('type' in answer && answer.type === 'websocket') answer.start(socket);
  await settled();
  return answer;
}

test('each port has a data channel and an error channel, which begin with the port number', async () => {
  expect(await ask('ports=80&ports=8081', 'v4.channel.k8s.io')).toMatchObject({ type: 'websocket', protocol: 'v4.channel.k8s.io' });
  expect(sent).toEqual(['\x00\x50\x00', '\x01\x50\x00', '\x02\x91\x1f', '\x03\x91\x1f']);
  void say('\x02GET /\xff');
  void say('\x01nobody hears this');
  await settled();
  session.send('1', '200 OK');
  await settled();
  expect(agent).toEqual(['connect {"id":0,"port":80}', 'connect {"id":1,"port":8081}', '1 GET /\xff']);
  expect(sent.slice(4)).toEqual(['\x02200 OK']);
});

test('a failure is reported on the error channel, and the socket closes after all connections', async () => {
  await ask('ports=80,81', 'v4.channel.k8s.io');
  session.message('done', '{"id":0,"error":"refused"}');
  await settled();
  expect(sent.slice(4)).toEqual(['\x01refused']);
  session.message('done', '{"id":1}');
  await settled();
  expect([sent.slice(5), agent.at(-1)]).toEqual([['CLOSE 1000'], 'closed']);
});

test('bytes are base64 on request', async () => {
  await ask('ports=80', 'v4.base64.channel.k8s.io');
  expect(sent).toEqual(['0UAA=', '1UAA=']);
  void say('0aGVsbG8=');
  await settled();
  expect(agent.at(-1)).toBe('0 hello');
});

test.each([
  ['no port', '', 'v4.channel.k8s.io', 'query parameter "port" is required'],
  [
    'what is no port',
    'ports=http',
    'v4.channel.k8s.io',
    'unable to parse "http" as a port: strconv.ParseUint: parsing "http": invalid syntax',
  ],
  ['a protocol of commands', 'ports=80', 'v5.channel.k8s.io', 'unable to upgrade: none of the offered WebSocket protocols is known'],
])('%s is refused', async (_, query, protocol, message) => {
  const answer = await ask(query, protocol);
  expect('body' in answer && JSON.parse(String(answer.body))).toMatchObject({ code: 400, message });
});

test('ports range from 1 to 65535', () => {
  expect(requestedPorts(['1,65535', '80'])).toEqual([1, 65_535, 80]);
  expect(() => requestedPorts(['0'])).toThrow('port "0" must be > 0');
  expect(() => requestedPorts(['65536'])).toThrow('value out of range');
});
