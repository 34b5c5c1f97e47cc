import type { ListenerDescription, ProgramDescription } from '../description/image-description.ts';
import { GO_SIGNALS } from './parts.ts';

/** Kubernetes' own test program: healthy for ten seconds, as the documents on probes have it. */
const LIVENESS: ListenerDescription = {
  port: 8080,
  answers: [
    { path: '/started' },
    { path: '/healthz' },
    { path: '/healthz', after: '10s', status: 500 },
    { path: '/redirect', status: 302 },
  ],
};

function serving(output: readonly string[], ...listens: ListenerDescription[]): ProgramDescription {
  return { output, listens, signals: GO_SIGNALS };
}

/** `agnhost`: its first argument selects a command. */
export const AGNHOST: ProgramDescription = {
  commands: {
    '': { output: ['Usage:', '  app [command]'], exits: {} },
    pause: serving(['Paused']),
    liveness: serving([], LIVENESS),
    nettest: { tool: 'agnhost-nettest' },
    porter: { tool: 'agnhost-porter' },
    netexec: { tool: 'agnhost-netexec' },
    connect: { tool: 'agnhost-connect' },
    'serve-hostname': { tool: 'agnhost-serve-hostname' },
    'dns-server-list': { tool: 'agnhost-dns-server-list' },
    'dns-suffix': { tool: 'agnhost-dns-suffix' },
    'entrypoint-tester': { tool: 'agnhost-entrypoint-tester' },
    'etc-hosts': { tool: 'agnhost-etc-hosts' },
    guestbook: { tool: 'agnhost-guestbook' },
    inclusterclient: { tool: 'agnhost-inclusterclient' },
    'logs-generator': { tool: 'agnhost-logs-generator' },
    mounttest: { tool: 'agnhost-mounttest' },
    'resource-consumer-controller': { tool: 'agnhost-resource-consumer-controller' },
    'test-webserver': { tool: 'agnhost-test-webserver' },
    'test-service-account-issuer-discovery': { tool: 'agnhost-issuer-discovery' },
    webhook: { tool: 'agnhost-webhook' },
    'crd-conversion-webhook': { tool: 'agnhost-crd-conversion-webhook' },
    'grpc-health-checking': serving(
      ['Http server starting to listen on :8080', 'gRPC server starting to listen on :5000'],
      { port: 5000, protocol: 'GRPC' },
      { port: 8080, answers: [{ path: '/make-serving' }, { path: '/make-not-serving' }] },
    ),
  },
  otherwise: { output: ['Error: unknown command "{{argument}}"'], exits: { code: 1 } },
};
