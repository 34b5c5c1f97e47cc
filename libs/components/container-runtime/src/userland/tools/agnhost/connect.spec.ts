import { aNetwork } from '@klockwork/networking/testing';
import { beforeAll, expect, test } from 'vitest';
import { type LabPod, NetworkLab } from '../../../testing/network-lab.ts';

const IMAGE = 'registry.k8s.io/e2e-test-images/agnhost:2.59';

const lab = new NetworkLab();
const servers = new Map<string, LabPod>();
let client: LabPod;

beforeAll(async () => {
  lab.view = aNetwork({});
  const serve = async (...flags: string[]) => lab.pod(1, IMAGE, { command: ['/agnhost', 'serve-hostname', ...flags] });
  servers.set('http', await serve('--close'));
  servers.set('tcp', await serve('--tcp', '--http=false', '--port', '80'));
  servers.set('udp', await serve('--udp', '--http=false', '--port', '80'));
  client = await lab.pod(2, IMAGE);
});

/** Runs `agnhost connect` to a server for at most 10 s. */
async function connect(server: string, port: number, ...flags: string[]) {
  const { stderr, code } = await lab.run(client, ['/agnhost', 'connect', `${servers.get(server)?.ip ?? server}:${port}`, ...flags], 10_000);
  return [code, stderr.replaceAll(/\d+\.\d+\.\d+\.\d+:\d+/g, 'ENDPOINT')];
}

test.each([
  ['http', 9376, [], [0, '']],
  ['tcp', 80, ['--timeout=1s', '--protocol=tcp'], [0, '']],
  ['udp', 80, ['--timeout=1s', '--protocol=udp'], [0, '']],
  ['tcp', 81, ['--timeout', '1s'], [1, 'REFUSED\n']],
  ['tcp', 80, ['--timeout=1s', '--protocol=udp'], [1, 'TIMEOUT: read udp ENDPOINT->ENDPOINT: i/o timeout\n']],
  ['nowhere.example', 80, ['--timeout=1s'], [1, 'DNS: lookup nowhere.example: no such host\n']],
  ['tcp', 80, ['--protocol=sctp'], [1, 'Unsupported protocol\nsctp\n']],
] as const)('agnhost connects to a server of %s at %d with %j: %j', async (server, port, flags, outcome) => {
  expect(await connect(server, port, ...flags)).toEqual(outcome);
});

test.each([
  ['http', ['curl', '-si', 'http://SERVER:9376/'], /Connection: close\r\n.*\r\n\r\npod-1$/s],
  ['tcp', ['nc', '-w', '1', 'SERVER', '80'], /^pod-2$/],
  ['udp', ['sh', '-c', 'echo hello | nc -u -w 1 SERVER 80'], /^pod-3$/],
])('agnhost serves its host name over %s', async (server, command, answer) => {
  const ip = servers.get(server)?.ip ?? '';
  const words = command.map((word) => word.replace('SERVER', ip));
  expect((await lab.run(client, words, 5_000)).stdout).toMatch(answer);
});

test('agnhost serves its host name in one way only', async () => {
  const { stderr, code } = await lab.run(client, ['/agnhost', 'serve-hostname', '--tcp'], 100);
  expect([code, stderr.replace(/^.*\] /, '')]).toEqual([1, "Can't server TCP/UDP mode and HTTP mode at the same time\n"]);
});
