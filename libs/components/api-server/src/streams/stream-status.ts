import { statusErrors } from '@klockwork/api-machinery';
import type { StreamOutcome } from '@klockwork/cluster-api';
import { statusText } from '../answers/answers.ts';
import type { ChannelProtocol } from './channel-protocol.ts';

/**
 * What the error channel says at the end, '' for nothing. A translating api-server words it anew: models `StreamTranslatorHandler`
 * of `apiserver/pkg/util/proxy`, and `ServeExec` of `pkg/kubelet/cri/streaming/remotecommand` for the others.
 */
export function outcomeText(protocol: ChannelProtocol, outcome: StreamOutcome): string {
  const status = 'exitCode' in outcome ? exitStatus(outcome.exitCode) : errorStatus(protocol, outcome.error);
  if (protocol.status) return statusText(status);
  return status.status === 'Success' ? '' : String(status.message);
}

/** A Status of the api-server itself, in a stream that has begun. */
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
  // The translator knows the message of the kubelet's Status alone, and makes an error of its own of it.
  return (translated ? statusErrors.internalError(status.message).status : status) as unknown as StreamStatus;
}
