import { durationText } from '../text.ts';

/** Outcome of one probe. `text` follows `Liveness probe failed: ` in the Event. */
export type ProbeOutcome =
  | { readonly type: 'success' }
  /** Success with an Event. */
  | { readonly type: 'warning'; readonly text: string }
  | { readonly type: 'failure'; readonly text: string }
  /** Probe that could not be executed. */
  | { readonly type: 'error'; readonly text: string };

const SUCCESS: ProbeOutcome = { type: 'success' };
/** Number of output bytes that upstream reads from a command. */
const OUTPUT_LENGTH_MAX = 10 * 1024;

/** Returns the outcome of an exited command. Models `pkg/probe/exec/exec.go`. */
export function execOutcome({ exitCode, output }: { exitCode: number; output: string }): ProbeOutcome {
  return exitCode === 0 ? SUCCESS : failure(output.slice(0, OUTPUT_LENGTH_MAX));
}

/** Returns the outcome of a command that timed out. Models `execSync` of `cri-client/pkg/remote_runtime.go`. */
export function execTimeout(command: readonly string[], timeoutMs: number): ProbeOutcome {
  return failure(`command timed out: ${JSON.stringify(command.join(' '))} timed out after ${durationText(timeoutMs)}`);
}

/** Reaction of a server to a connection; `timeout` without an answer. */
export type PortAnswer =
  | { readonly type: 'refused' | 'timeout' }
  /** Accepted and closed without a valid answer. */
  | { readonly type: 'accepted' }
  | { readonly type: 'http'; readonly status: number; readonly body: string }
  | { readonly type: 'grpc'; readonly status: 'SERVING' | 'NOT_SERVING' | 'unknown service' };

/** Returns the outcome of a GET. Models `pkg/probe/http/http.go`. */
export function httpOutcome(url: string, address: string, answer: PortAnswer): ProbeOutcome {
  const get = (why: string) => failure(`Get ${JSON.stringify(url)}: ${why}`);
  switch (answer.type) {
    case 'refused':
      return get(refusedText(address));
    case 'timeout':
      return get('context deadline exceeded (Client.Timeout exceeded while awaiting headers)');
    case 'accepted':
    case 'grpc':
      return get('EOF');
    case 'http':
      return ofStatus(answer.status, answer.body);
  }
}

function ofStatus(status: number, body: string): ProbeOutcome {
  if (status < 200 || status >= 400) return failure(`HTTP probe failed with statuscode: ${status}`);
  return status < 300 ? SUCCESS : { type: 'warning', text: `Probe terminated redirects, Response body: ${body}` };
}

/** Returns the outcome of a TCP connection. Models `pkg/probe/tcp/tcp.go`. */
export function tcpOutcome(address: string, { type }: PortAnswer): ProbeOutcome {
  if (type === 'refused') return failure(refusedText(address));
  return type === 'timeout' ? failure(`dial tcp ${address}: i/o timeout`) : SUCCESS;
}

/** Returns the outcome of a health check. Models `pkg/probe/grpc/grpc.go`, which redials until its time-out. */
export function grpcOutcome(address: string, timeoutMs: number, answer: PortAnswer): ProbeOutcome {
  if (answer.type !== 'grpc') {
    const within = durationText(timeoutMs);
    return failure(`timeout: failed to connect service ${JSON.stringify(address)} within ${within}: context deadline exceeded`);
  }
  if (answer.status === 'SERVING') return SUCCESS;
  if (answer.status === 'NOT_SERVING') return failure('service unhealthy (responded with "NOT_SERVING")');
  return failure('error: health rpc probe failed: rpc error: code = NotFound desc = unknown service');
}

/** Returns the outcome of a probe that could not be executed. */
export function errorOutcome(text: string): ProbeOutcome {
  return { type: 'error', text };
}

function failure(text: string): ProbeOutcome {
  return { type: 'failure', text };
}

function refusedText(address: string): string {
  return `dial tcp ${address}: connect: connection refused`;
}
