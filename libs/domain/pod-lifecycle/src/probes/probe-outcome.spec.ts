import type { Container, Probe } from '@klockwork/kubernetes-types';
import { describe, expect, test } from 'vitest';
import { execOutcome, execTimeout, grpcOutcome, httpOutcome, type PortAnswer, tcpOutcome } from './probe-outcome.ts';
import { hostPort, probeTarget } from './probe-target.ts';

const ADDRESS = '10.244.1.3:80';
const REFUSED: PortAnswer = { type: 'refused' };
const TIMEOUT: PortAnswer = { type: 'timeout' };
const ok = { type: 'success' };
const fails = (text: string) => ({ type: 'failure', text });
const http = (status: number): PortAnswer => ({ type: 'http', status, body: 'x' });

describe('what is said of a probe', () => {
  test('the exit code decides a command probe, and up to 10 KiB of output are reported', () => {
    expect(execOutcome({ exitCode: 0, output: 'fine' })).toEqual(ok);
    expect(execOutcome({ exitCode: 3, output: 'no\n' })).toEqual(fails('no\n'));
    expect(execOutcome({ exitCode: 1, output: 'x'.repeat(20_000) })).toEqual(fails('x'.repeat(10_240)));
    expect(execTimeout(['sh', '-c', 'sleep 5'], 1_000)).toEqual(fails('command timed out: "sh -c sleep 5" timed out after 1s'));
  });

  test.each<[PortAnswer, object]>([
    [http(200), ok],
    [http(204), ok],
    [http(302), { type: 'warning', text: 'Probe terminated redirects, Response body: x' }],
    [http(404), fails('HTTP probe failed with statuscode: 404')],
    [http(503), fails('HTTP probe failed with statuscode: 503')],
    [REFUSED, fails('Get "http://10.244.1.3:80/a": dial tcp 10.244.1.3:80: connect: connection refused')],
    [TIMEOUT, fails('Get "http://10.244.1.3:80/a": context deadline exceeded (Client.Timeout exceeded while awaiting headers)')],
    [{ type: 'accepted' }, fails('Get "http://10.244.1.3:80/a": EOF')],
  ])('the HTTP answer %j has this outcome', (answer, expected) =>
    expect(httpOutcome('http://10.244.1.3:80/a', ADDRESS, answer)).toEqual(expected),
  );

  test.each<[PortAnswer, object]>([
    [{ type: 'accepted' }, ok],
    [http(500), ok],
    [REFUSED, fails('dial tcp 10.244.1.3:80: connect: connection refused')],
    [TIMEOUT, fails('dial tcp 10.244.1.3:80: i/o timeout')],
  ])('the TCP answer %j has this outcome', (answer, expected) => expect(tcpOutcome(ADDRESS, answer)).toEqual(expected));

  const noService = fails('timeout: failed to connect service "10.244.1.3:80" within 2s: context deadline exceeded');
  test.each<[PortAnswer, object]>([
    [{ type: 'grpc', status: 'SERVING' }, ok],
    [{ type: 'grpc', status: 'NOT_SERVING' }, fails('service unhealthy (responded with "NOT_SERVING")')],
    [
      { type: 'grpc', status: 'unknown service' },
      fails('error: health rpc probe failed: rpc error: code = NotFound desc = unknown service'),
    ],
    [TIMEOUT, noService],
    [REFUSED, noService],
  ])('the gRPC answer %j has this outcome', (answer, expected) => expect(grpcOutcome(ADDRESS, 2_000, answer)).toEqual(expected));
});

describe('where a probe goes', () => {
  const container: Container = {
    name: 'main',
    ports: [{ name: 'web', containerPort: 8080 }],
    env: [
      { name: 'FILE', value: '/tmp/healthy' },
      { name: 'SECRET', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
    ],
  };
  const to = (probe: Probe) => probeTarget(probe, container, '10.244.1.3');

  test.each<[string, Probe, object]>([
    ['a command', { exec: { command: ['cat', '/f'] } }, { type: 'exec', command: ['cat', '/f'] }],
    [
      'a command with variables of the spec',
      { exec: { command: ['cat', '$(FILE)', '$(SECRET)', '$$(FILE)'] } },
      { type: 'exec', command: ['cat', '/tmp/healthy', '$(SECRET)', '$(FILE)'] },
    ],
    [
      'a named port',
      { httpGet: { port: 'web', path: '/ready?full' } },
      { type: 'http', host: '10.244.1.3', port: 8080, tls: false, path: '/ready?full', url: 'http://10.244.1.3:8080/ready?full' },
    ],
    [
      'another host, by TLS',
      { httpGet: { port: 443, path: 'x', scheme: 'HTTPS', host: 'example.com' } },
      { type: 'http', host: 'example.com', port: 443, tls: true, path: '/x', url: 'https://example.com:443/x' },
    ],
    ['a socket', { tcpSocket: { port: 'web' } }, { type: 'tcp', host: '10.244.1.3', port: 8080 }],
    ['a service', { grpc: { port: 9000, service: 'a' } }, { type: 'grpc', host: '10.244.1.3', port: 9000, service: 'a' }],
    [
      'a name that no port has',
      { tcpSocket: { port: 'http' } },
      { type: 'nothing', error: 'strconv.Atoi: parsing "http": invalid syntax' },
    ],
    ['a number that no port has', { tcpSocket: { port: '70000' } }, { type: 'nothing', error: 'invalid port number: 70000' }],
  ])('%s', (_, probe, expected) => expect(to(probe)).toEqual(expected));

  test('addresses of both families are formatted', () => {
    expect([hostPort('10.0.0.1', 80), hostPort('fd00::1', 80)]).toEqual(['10.0.0.1:80', '[fd00::1]:80']);
  });
});
