import type { StreamAnswer, StreamOutcome, StreamRequest } from '@klockwork/cluster-api';
import { type Logger, logFailure, messageOf, StoppedError } from '@klockwork/kernel';
import { type ContainerRuntime, RuntimeError } from '@klockwork/pod-lifecycle';
import type { WorkerLookup } from '../worker-lookup.ts';
import { type ClientParts, RemoteClient } from './remote-client.ts';

/** Kind of stream to a container. */
export type StreamKind = 'exec' | 'attach';

/** Stream access of one node. */
export interface StreamSource extends ClientParts {
  readonly logger: Logger;
  readonly runtime: ContainerRuntime;
  readonly workers: WorkerLookup;
}

/** Maximum length of an outcome, which is one message. */
const MESSAGE_LENGTH_MAX = 8_192;

/** Starts a requested stream, or refuses like `GetExec` and `GetAttach` of `pkg/kubelet/kubelet_pods.go`. */
export function answerStream(source: StreamSource, kind: StreamKind, request: StreamRequest): StreamAnswer {
  const id = containerOf(source, kind, request);
  if (typeof id !== 'string') return id;
  const client = new RemoteClient(source, request);
  void outcomeOf(source, kind, { id, request, client }).then((outcome) => client.finish(outcome));
  return { accepted: true };
}

async function outcomeOf(
  { runtime, logger }: StreamSource,
  kind: StreamKind,
  { id, request, client }: { id: string; request: StreamRequest; client: RemoteClient },
): Promise<StreamOutcome> {
  try {
    if (kind === 'exec') return await runtime.exec(id, request.command, client);
    await runtime.attach(id, client);
    return { exitCode: 0 };
  } catch (error) {
    // The client is gone, so this outcome has no reader.
    if (error instanceof StoppedError) return { error: 'context canceled' };
    if (!(error instanceof RuntimeError)) logFailure(logger, { pod: request.pod, container: request.container }, error);
    const what = kind === 'exec' ? 'executing command in' : 'attaching to';
    return { error: `error ${what} container: ${messageOf(error).slice(0, MESSAGE_LENGTH_MAX)}` };
  }
}

/** Returns the id of the requested container, or the refusal. */
function containerOf(
  { workers, runtime }: StreamSource,
  kind: StreamKind,
  { uid, pod, namespace, container }: StreamRequest,
): string | Extract<StreamAnswer, { code: number }> {
  const worker = workers.worker(uid);
  if (worker === undefined) return { code: 404, message: 'pod does not exist' };
  const id = worker.containerStatus(container)?.containerID?.replace('containerd://', '');
  // A kubelet searches running containers only.
  if (id !== undefined && runtime.reports().some((one) => one.id === id && one.state === 'running')) return id;
  return {
    code: 500,
    message: kind === 'exec' ? `container not found ("${container}")` : `container ${container} not found in pod ${pod}_${namespace}`,
  };
}
