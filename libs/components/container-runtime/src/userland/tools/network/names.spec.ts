import { aNetwork, aServiceAt, aSlice } from '@klockwork/networking/testing';
import { beforeAll, describe, expect, test } from 'vitest';
import { type LabPod, NetworkLab } from '../../../testing/network-lab.ts';

const lab = new NetworkLab();
const pods = new Map<string, LabPod>();
beforeAll(async () => {
  const headless = aServiceAt({ clusterIP: 'None', clusterIPs: ['None'] }, { name: 'db' });
  const ready = { addresses: ['10.244.1.7'], hostname: 'db-0', conditions: { ready: true } };
  lab.view = aNetwork({ services: [aServiceAt(), headless], slices: [aSlice([ready], {}, 'db')] });
  for (const image of ['busybox', 'busybox:1.28', 'busybox:1.29', 'busybox:1.33', 'alpine', 'debian'])
    pods.set(image, await lab.pod(1, image, { command: ['sleep', 'infinity'] }));
});

async function run(image: string, ...command: string[]) {
  const { stdout, stderr, code } = await lab.run(pods.get(image) ?? expect.fail('no pod'), command, 30_000);
  return [stdout + stderr, code];
}

describe('a name', () => {
  test.each([
    [
      'busybox:1.28',
      'web',
      'Server:    10.96.0.10\nAddress 1: 10.96.0.10\n\nName:      web\nAddress 1: 10.96.0.20 web.default.svc.cluster.local\n',
      0,
    ],
    ['busybox:1.28', 'nobody', "Server:    10.96.0.10\nAddress 1: 10.96.0.10\n\nnslookup: can't resolve 'nobody'\n", 1],
    ['debian', 'db', 'Server:\t\t10.96.0.10\nAddress:\t10.96.0.10#53\n\nName:\tdb.default.svc.cluster.local\nAddress: 10.244.1.7\n\n', 0],
    ['debian', 'nobody', "Server:\t\t10.96.0.10\nAddress:\t10.96.0.10#53\n\n** server can't find nobody: NXDOMAIN\n\n", 1],
    [
      'debian',
      '10.96.0.20',
      'Server:\t\t10.96.0.10\nAddress:\t10.96.0.10#53\n\n20.0.96.10.in-addr.arpa\tname = web.default.svc.cluster.local.\n\n',
      0,
    ],
  ])('nslookup in %s resolves %s', async (image, name, output, code) => expect(await run(image, 'nslookup', name)).toEqual([output, code]));

  const HEADING = 'Server:\t\t10.96.0.10\nAddress:\t10.96.0.10:53\n\n';
  const NAME = 'web.default.svc.cluster.local';
  const FOUND = `Name:\t${NAME}\nAddress: 10.96.0.20\n\n`;
  const missing = (...names: string[]) => names.map((name) => `** server can't find ${name}: NXDOMAIN\n\n`).join('');
  const unanswered = (...names: string[]) => `${names.map((name) => `*** Can't find ${name}: No answer\n`).join('')}\n`;
  const ELSEWHERE = ['web.svc.cluster.local', 'web.cluster.local'];
  const NOBODY = ['nobody.default.svc.cluster.local', 'nobody.svc.cluster.local', 'nobody.cluster.local'];

  test.each([
    ['busybox:1.29', 'web', `${HEADING}${missing('web')}${unanswered('web')}`, 1],
    ['busybox:1.29', NAME, `${HEADING}${FOUND}${unanswered(NAME)}`, 0],
    ['busybox:1.33', 'web', `${HEADING}${FOUND}${unanswered(...ELSEWHERE, NAME, ...ELSEWHERE)}`, 0],
    ['busybox', 'web', `${HEADING}${FOUND}${missing(...ELSEWHERE)}\n${missing(...ELSEWHERE)}`, 0],
    ['busybox', NAME, `${HEADING}${FOUND}\n`, 0],
    ['busybox', 'web.default', `${HEADING}${missing('web.default', 'web.default')}`, 1],
    ['busybox', 'nobody', `${HEADING}${missing(...NOBODY, ...NOBODY)}`, 1],
    ['busybox', '10.96.0.20', `${HEADING}20.0.96.10.in-addr.arpa\tname = ${NAME}\n\n`, 0],
    ['alpine', NAME, `${HEADING}${FOUND}\n`, 0],
  ])('nslookup of the BusyBox release in %s resolves %s', async (image, name, output, code) =>
    expect(await run(image, 'nslookup', name)).toEqual([output, code]),
  );

  test('nslookup of BusyBox accepts a query type and a server', async () => {
    expect(await run('busybox', 'nslookup', '-type=srv', NAME, '10.96.0.10')).toEqual([
      `${HEADING}${NAME}\tservice = 0 100 80 ${NAME}.\n\n`,
      0,
    ]);
    expect(await run('busybox', 'nslookup', '-type=odd', 'web')).toEqual(['nslookup: invalid query type "odd"\n', 1]);
    expect(await run('busybox', 'nslookup', 'web', '10.244.9.9')).toEqual([';; connection timed out; no servers could be reached\n\n', 1]);
  });

  test.each([
    ['dig +short web.default.svc.cluster.local', '10.96.0.20\n', 0],
    ['dig +short +search db', '10.244.1.7\n', 0],
    ['dig +short -x 10.96.0.20', 'web.default.svc.cluster.local.\n', 0],
    [
      'dig +noall +answer _http._tcp.web.default.svc.cluster.local SRV web.default.svc.cluster.local',
      'web.default.svc.cluster.local.\t30\tIN\tSRV\t0 100 80 web.default.svc.cluster.local.\n',
      0,
    ],
    ['dig +short @nobody web', "dig: couldn't get address for 'nobody': not found\n", 10],
    ['host web', 'web.default.svc.cluster.local has address 10.96.0.20\n', 0],
    ['host nobody', 'Host nobody not found: 3(NXDOMAIN)\n', 1],
    ['host 10.96.0.20', '20.0.96.10.in-addr.arpa domain name pointer web.default.svc.cluster.local.\n', 0],
    ['getent hosts web', '10.96.0.20      web.default.svc.cluster.local\n', 0],
    ['getent hosts localhost', '127.0.0.1       localhost\n', 0],
    ['getent hosts nobody', '', 2],
    ['getent passwd root', 'root:x:0:0:root:/root:/bin/sh\n', 0],
  ])('a lookup tool prints its answer: %s', async (script, output, code) =>
    expect(await run('debian', ...script.split(' '))).toEqual([output, code]),
  );

  test('dig prints the whole response', async () => {
    const [output] = await run('debian', 'dig', 'web.default.svc.cluster.local');
    expect(String(output).split('\n').slice(7, 14)).toEqual([
      '',
      ';; OPT PSEUDOSECTION:',
      '; EDNS: version: 0, flags:; udp: 1232',
      ';; QUESTION SECTION:',
      ';web.default.svc.cluster.local.\t\tIN\tA',
      '',
      ';; ANSWER SECTION:',
    ]);
  });

  test('nslookup with an unreachable server waits for its timeout', async () => {
    const before = lab.clock.now();
    expect(await run('debian', 'nslookup', 'web', '10.244.9.9')).toEqual([';; connection timed out; no servers could be reached\n', 1]);
    expect(lab.clock.now() - before).toBe(30_000);
  });
});
