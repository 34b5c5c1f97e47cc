import type { Listener, Program } from '../image.ts';

const GO_PROGRAM_OBEYS = { code: 2, lines: [] } as const;

/** Kubernetes' own test program: healthy for ten seconds, as the documents on probes have it. */
const LIVENESS: Listener = {
  port: 8080,
  speaks: 'http',
  paths: { '/started': 200, '/healthz': { first: 200, afterMs: 10_000, later: 500 }, '/redirect': 302 },
};

const NETEXEC_PATHS = ['/', '/clientip', '/echo', '/header', '/healthz', '/hostname', '/readyz'];

function serving(lines: readonly string[], ...listens: Listener[]): Program {
  return { kind: 'serve', lines, listens, onTerm: GO_PROGRAM_OBEYS };
}

/** `agnhost`, whose first argument says what it is to be. */
export const AGNHOST: Program = {
  kind: 'commands',
  usually: 'pause',
  by: {
    pause: serving(['Paused']),
    liveness: serving([], LIVENESS),
    netexec: serving([], { port: 8080, speaks: 'http', paths: Object.fromEntries(NETEXEC_PATHS.map((path) => [path, 200])) }),
    'serve-hostname': serving([], { port: 9376, speaks: 'http' }),
    'grpc-health-checking': serving(
      ['Http server starting to listen on :8080', 'gRPC server starting to listen on :5000'],
      { port: 5000, speaks: 'grpc' },
      { port: 8080, speaks: 'http', paths: { '/make-serving': 200, '/make-not-serving': 200 } },
    ),
  },
};
