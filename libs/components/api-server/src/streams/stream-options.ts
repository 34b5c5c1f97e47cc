import { statusErrors } from '@klockwork/api-machinery';
import type { StreamRequest } from '@klockwork/cluster-api';
import type { Query } from '../routing/query.ts';

/** Options of `kubectl exec` and `attach` for the agent. Models `PodExecOptions` and `PodAttachOptions`. */
export type StreamOptions = Pick<StreamRequest, 'container' | 'command' | 'stdin' | 'stdout' | 'stderr' | 'tty'>;

/** Reads the options of a request. Throws BadRequest. Models `NewOptions` of `pkg/kubelet/cri/streaming/remotecommand`. */
export function streamOptionsOf(query: Query): StreamOptions {
  const tty = query.flag('tty');
  const [stdin, stdout] = [query.flag('stdin'), query.flag('stdout')];
  // A terminal combines both outputs.
  const stderr = query.flag('stderr') && !tty;
  if (!stdin && !stdout && !stderr) throw statusErrors.badRequest('you must specify at least 1 of stdin, stdout, stderr');
  return { container: query.text('container'), command: query.all('command'), stdin, stdout, stderr, tty };
}
