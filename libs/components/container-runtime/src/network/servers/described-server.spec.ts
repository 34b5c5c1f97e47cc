import { builtInCatalogue, type Listener, resolveImage } from '@klockwork/images';
import type { PortAnswer, PortRequest } from '@klockwork/pod-lifecycle';
import type { Process } from '@klockwork/userland';
import { settle } from '@klockwork/userland/testing';
import { describe, expect, test } from 'vitest';
import { ProcessLab } from '../../testing/process-lab.ts';
import { askPort } from '../ask-port.ts';
import { openPorts } from './open-ports.ts';

const GET: PortRequest = { type: 'http', path: '/', tls: false };
const TLS_GET: PortRequest = { type: 'http', path: '/', tls: true };
const CHECK: PortRequest = { type: 'grpc-health', service: '' };
const TCP: PortRequest = { type: 'tcp' };

const found = resolveImage(builtInCatalogue(), 'busybox:1.36');
const resolved = 'image' in found ? found : expect.fail('no image');
const runOf = (process: Process) => ({ process, resolved, args: [] });

/** Response of a port `ageMs` after its opening; `nothing` without a response. */
async function ask(listener: Partial<Listener>, request: PortRequest, ageMs = 0): Promise<PortAnswer | 'nothing'> {
  const lab = new ProcessLab();
  lab.start((process) => {
    openPorts(runOf(process), [{ port: 80, speaks: 'http', ...listener }]);
    return process.untilKilled();
  });
  const { clock } = lab;
  const { network } = lab.host;
  clock.advanceTo(clock.now() + ageMs);
  const connect = async () => network.connected({ address: '10.244.1.1', port: 40_000 }, { address: network.address, port: 80 });
  return Promise.race([askPort(connect, { host: 'pod:80' }, request, undefined), settle().then(() => 'nothing' as const)]);
}

const page = (status: number, afterMs = 0) => [{ afterMs, status, body: '' }];
const http = (status: number, body = '') => ({ type: 'http', status, body });

describe('a port of a pod', () => {
  test.each<[string, Partial<Listener>, PortRequest, number, PortAnswer | 'nothing']>([
    ['a server without a list responds on any path', {}, GET, 0, http(200) as PortAnswer],
    ['a server responds 404 on an unlisted path', { paths: { '/a': page(200) } }, GET, 0, http(404) as PortAnswer],
    ['a server responds as listed', { paths: { '/': page(503) } }, GET, 0, http(503) as PortAnswer],
    [
      'a server responds 200 before the failure time',
      { paths: { '/': [...page(200), ...page(500, 10_000)] } },
      GET,
      9_999,
      http(200) as PortAnswer,
    ],
    [
      'a server responds 500 from the failure time on',
      { paths: { '/': [...page(200), ...page(500, 10_000)] } },
      GET,
      10_000,
      http(500) as PortAnswer,
    ],
    ['a port refuses connections before its opening time', { opensAfterMs: 5_000 }, TCP, 4_999, { type: 'refused' }],
    ['a port accepts connections from its opening time on', { opensAfterMs: 5_000 }, TCP, 5_000, { type: 'accepted' }],
    ['a hung server never responds', { hangsAfterMs: 5_000 }, GET, 5_000, 'nothing'],
    ['a hung server accepts connections', { hangsAfterMs: 5_000 }, TCP, 5_000, { type: 'accepted' }],
    ['a TCP server does not answer HTTP', { speaks: 'tcp' }, GET, 0, { type: 'accepted' }],
    ['an HTTPS server speaks TLS', { speaks: 'https' }, TLS_GET, 0, http(200) as PortAnswer],
    [
      'an HTTPS server responds 400 to plain HTTP',
      { speaks: 'https' },
      GET,
      0,
      http(400, 'Client sent an HTTP request to an HTTPS server.\n') as PortAnswer,
    ],
    ['a plain server does not answer TLS', {}, TLS_GET, 0, { type: 'accepted' }],
    ['a gRPC server is healthy by default', { speaks: 'grpc' }, CHECK, 0, { type: 'grpc', status: 'SERVING' }],
    [
      'a gRPC server may be unhealthy',
      { speaks: 'grpc', health: { '': 'NOT_SERVING' } },
      CHECK,
      0,
      { type: 'grpc', status: 'NOT_SERVING' },
    ],
    ['a gRPC server may lack a service', { speaks: 'grpc', health: {} }, CHECK, 0, { type: 'grpc', status: 'unknown service' }],
    ['an HTTP server does not answer gRPC', {}, CHECK, 0, { type: 'accepted' }],
  ])('%s', async (_, listener, request, ageMs, expected) => expect(await ask(listener, request, ageMs)).toEqual(expected));

  test('ports of a program are opened together, or none if one is in use, and freed at its end', async () => {
    const lab = new ProcessLab();
    const listeners = (...ports: number[]) => ports.map((port): Listener => ({ port, speaks: 'tcp' }));
    const first = lab.start((process) => openPorts(runOf(process), listeners(80)) ?? process.untilKilled());
    const taken: (number | undefined)[] = [];
    lab.start((process) => {
      taken.push(openPorts(runOf(process), listeners(81, 80)), openPorts(runOf(process), listeners(81)));
      lab.processes.signal(first, 'KILL');
      taken.push(openPorts(runOf(process), listeners(80)));
      return process.untilKilled();
    });
    await settle();
    expect(taken).toEqual([80, undefined, undefined]);
  });

  test('the image of the probe documentation fails after ten seconds', async () => {
    const found = resolveImage(builtInCatalogue(), 'registry.k8s.io/e2e-test-images/agnhost:2.40');
    const agnhost = 'image' in found ? found.image.programs.agnhost : undefined;
    const liveness = agnhost?.type === 'commands' ? agnhost.by.liveness : undefined;
    const [listener] = (liveness?.type === 'serve' && liveness.listens) || [];
    const healthz: PortRequest = { type: 'http', path: '/healthz', tls: false };
    expect(await ask({ ...listener, port: 80 }, healthz, 9_999)).toEqual(http(200));
    expect(await ask({ ...listener, port: 80 }, healthz, 10_000)).toEqual(http(500));
  });
});
