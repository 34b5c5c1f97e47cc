import { statusErrors } from '@klockwork/api-machinery';
import type { StreamOutcome } from '@klockwork/cluster-api';
import { statusText } from '../answers/answers.ts';
import type { ChannelProtocol } from './channel-protocol.ts';

/**
 * Returns the final message of the error channel, '' for none. A translating api-server rewords it as in `StreamTranslatorHandler` of
 * `apiserver/pkg/util/proxy`; otherwise models `ServeExec` of `pkg/kubelet/cri/streaming/remotecommand`.
 */
export function outcomeText(protocol: ChannelProtocol, outcome: StreamOutcome): string {
  const status = 'exitCode' in outcome ? exitStatus(outcome.exitCode) : errorStatus(protocol, outcome.error);
  if (protocol.status) return statusText(status);
  return status.status === 'Success' ? '' : String(status.message);
}

/** Returns an api-server's own Status inside an open stream. */
export function internalErrorText(message: string): string {
  return statusText(statusErrors.internalError(message).status);
}

interface StreamStatus {
  readonly status: string;
  readonly message?: string;
}

function exitStatus(code: number): StreamStatus & object {
  if (code === 0) return { metadata: {}, status: 'Success' } as StreamStatus;
  const details = { causes: [{ reason: 'ExitCode', message: String(code) }] };
  const message = `command terminated with non-zero exit code: command terminated with exit code ${code}`;
  return { metadata: {}, status: 'Failure', message, reason: 'NonZeroExitCode', details } as StreamStatus;
}

function errorStatus({ translated }: ChannelProtocol, error: string): StreamStatus & object {
  const { status } = statusErrors.internalError(error);
  // The translator uses only the kubelet's message, in an error of its own.
  return translated ? statusErrors.internalError(status.message).status : status;
}
