import { durationText } from '../text.ts';

/** What one probe found. `text` is what the Event says after `Liveness probe failed: `. */
export type ProbeOutcome =
  | { readonly outcome: 'success' }
  /** Counts as a success, and is told. */
  | { readonly outcome: 'warning'; readonly text: string }
  | { readonly outcome: 'failure'; readonly text: string }
  /** The probe could not be carried out. */
  | { readonly outcome: 'error'; readonly text: string };

const SUCCESS: ProbeOutcome = { outcome: 'success' };
/** Upstream reads this much of what a command says. */
const OUTPUT_LENGTH_MAX = 10 * 1024;

/** Of a command that ended. Models `pkg/probe/exec/exec.go`. */
export function execOutcome({ exitCode, output }: { exitCode: number; output: string }): ProbeOutcome {
  return exitCode === 0 ? SUCCESS : failure(output.slice(0, OUTPUT_LENGTH_MAX));
}

/** Of a command that was still running. Models `execSync` of `cri-client/pkg/remote_runtime.go`. */
export function execTimeout(command: readonly string[], timeoutMs: number): ProbeOutcome {
  return failure(`command timed out: ${JSON.stringify(command.join(' '))} timed out after ${durationText(timeoutMs)}`);
}

/** How a server took a connection, and what it answered; `timeout` when nothing came back. */
export type PortAnswer =
  | { readonly answer: 'refused' | 'timeout' }
  /** Accepted, and closed without an answer that makes sense. */
  | { readonly answer: 'accepted' }
  | { readonly answer: 'http'; readonly status: number; readonly body: string }
  | { readonly answer: 'grpc'; readonly status: 'SERVING' | 'NOT_SERVING' | 'unknown service' };

/** Of a GET. Models `pkg/probe/http/http.go`. */
export function httpOutcome(url: string, address: string, answer: PortAnswer): ProbeOutcome {
  const get = (why: string) => failure(`Get ${JSON.stringify(url)}: ${why}`);
  switch (answer.answer) {
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
  return status < 300 ? SUCCESS : { outcome: 'warning', text: `Probe terminated redirects, Response body: ${body}` };
}

/** Of a connection that is opened and closed. Models `pkg/probe/tcp/tcp.go`. */
export function tcpOutcome(address: string, { answer }: PortAnswer): ProbeOutcome {
  if (answer === 'refused') return failure(refusedText(address));
  return answer === 'timeout' ? failure(`dial tcp ${address}: i/o timeout`) : SUCCESS;
}

/** Of a health check. Models `pkg/probe/grpc/grpc.go`, which dials again and again until its time is over. */
export function grpcOutcome(address: string, timeoutMs: number, answer: PortAnswer): ProbeOutcome {
  if (answer.answer !== 'grpc') {
    const within = durationText(timeoutMs);
    return failure(`timeout: failed to connect service ${JSON.stringify(address)} within ${within}: context deadline exceeded`);
  }
  if (answer.status === 'SERVING') return SUCCESS;
  if (answer.status === 'NOT_SERVING') return failure('service unhealthy (responded with "NOT_SERVING")');
  return failure('error: health rpc probe failed: rpc error: code = NotFound desc = unknown service');
}

/** A probe that could not be carried out, and why. */
export function errorOutcome(text: string): ProbeOutcome {
  return { outcome: 'error', text };
}

function failure(text: string): ProbeOutcome {
  return { outcome: 'failure', text };
}

function refusedText(address: string): string {
  return `dial tcp ${address}: connect: connection refused`;
}
