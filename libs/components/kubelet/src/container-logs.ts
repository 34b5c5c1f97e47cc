import type { LogsAnswer, LogsRequest } from '@klockwork/cluster-api';
import { ApiError, type Clock, nextWhole, type StopSignal } from '@klockwork/kernel';
import type { ContainerStatus } from '@klockwork/kubernetes-types';
import { type ContainerRuntime, type LogLine, type LogQuery, RuntimeError } from '@klockwork/pod-lifecycle';
import type { WorkerLookup } from './worker-lookup.ts';

/** Maximum page size in bytes: below the bus limit, with room for the envelope. */
const PAGE_BYTES_MAX = 200 * 1024;
const PAGE_LINES_MAX = 4_000;
/** Approximate JSON overhead per line, in bytes. */
const LINE_OVERHEAD_BYTES = 40;
/** Maximum wait of a follower, until the next multiple of this in ms of lab time; then the answer is empty. */
const FOLLOW_WAIT_MS = 10_000;

/** Log access of one node. */
export interface LogSource {
  readonly clock: Clock;
  readonly runtime: ContainerRuntime;
  readonly stop: StopSignal;
  readonly workers: WorkerLookup;
}

/** Answers one request for a page of a container's log. Models `GetKubeletContainerLogs` of `pkg/kubelet/kubelet_pods.go`. */
export async function answerLogs(source: LogSource, request: LogsRequest): Promise<LogsAnswer> {
  try {
    const { id, from } = request.cursor === undefined ? { id: containerId(source, request), from: undefined } : parseCursor(request.cursor);
    return await pageOf(source, request, id, from);
  } catch (error) {
    if (error instanceof ApiError) return { status: error.status };
    throw error;
  }
}

async function pageOf(source: LogSource, request: LogsRequest, id: string, from: number | undefined): Promise<LogsAnswer> {
  try {
    if (request.follow && from !== undefined) await someLine(source, id, from);
    return page(source, request, id, from);
  } catch (error) {
    if (!(error instanceof RuntimeError)) throw error;
    throw badRequest(`unable to retrieve container logs for containerd://${id}`);
  }
}

function page({ runtime }: LogSource, request: LogsRequest, id: string, from: number | undefined): LogsAnswer {
  const read = runtime.logs(id, queryOf(request, from));
  const lines = withinLimit(read);
  const last = lines.at(-1);
  const next = last === undefined ? (from ?? nextSequence(runtime, id)) : last.sequence + 1;
  const isComplete = lines.length === read.length && read.length < PAGE_LINES_MAX;
  const isOver = runtime.reports().find((report) => report.id === id)?.state === 'exited';
  return {
    lines: lines.map(({ at, text, partial }) => ({ at, text, ...(partial && { partial }) })),
    cursor: `${id}:${next}`,
    ended: isComplete && (!request.follow || isOver),
  };
}

function queryOf({ tailLines, sinceTime }: LogsRequest, from: number | undefined): LogQuery {
  const since = sinceTime === undefined ? {} : { sinceTime };
  if (from !== undefined) return { from, linesMax: PAGE_LINES_MAX, ...since };
  return { linesMax: PAGE_LINES_MAX, ...since, ...(tailLines === undefined ? {} : { tailLines }) };
}

function nextSequence(runtime: ContainerRuntime, id: string): number {
  return (runtime.logs(id, { tailLines: 1 }).at(-1)?.sequence ?? -1) + 1;
}

function withinLimit(lines: readonly LogLine[]): readonly LogLine[] {
  let bytes = 0;
  const end = lines.findIndex(({ text }, index) => {
    // UTF-8 needs at most three bytes per UTF-16 unit.
    bytes += text.length * 3 + LINE_OVERHEAD_BYTES;
    return bytes > PAGE_BYTES_MAX && index > 0;
  });
  return end < 0 ? lines : lines.slice(0, end);
}

/** Resolves at the first line with number `from` or later, at the container's exit, or after the maximum wait. */
function someLine({ clock, runtime, stop }: LogSource, id: string, from: number): Promise<void> {
  if (runtime.logs(id, { from, linesMax: 1 }).length > 0) return Promise.resolve();
  return new Promise((resolve) => {
    const offs: (() => void)[] = [];
    const done = () => {
      for (const off of offs) off();
      resolve();
    };
    offs.push(clock.at(nextWhole(FOLLOW_WAIT_MS, clock.now()), { name: 'logs-follow', upkeep: true }, done));
    offs.push(stop.onStop(done));
    offs.push(runtime.followLogs(id, { line: done, end: done }));
  });
}

function parseCursor(cursor: string): { id: string; from: number } {
  const [id = '', from = '0'] = cursor.split(':');
  return { id, from: Number(from) };
}

function containerId({ workers }: LogSource, request: LogsRequest): string {
  const worker = workers.worker(request.uid);
  if (worker === undefined) throw notFound(request.pod);
  const status = worker.containerStatus(request.container);
  if (status === undefined) throw badRequest(`container "${request.container}" in pod "${request.pod}" is not available`);
  const id = (request.previous ? status.lastState?.terminated?.containerID : currentId(status)) ?? '';
  if (id !== '') return id.replace('containerd://', '');
  throw badRequest(request.previous ? noPrevious(request) : notStarted(request, status));
}

/** Returns the running container, or the last one that exited. */
function currentId({ state, lastState, containerID }: ContainerStatus): string | undefined {
  if (state?.running !== undefined) return containerID;
  return state?.terminated?.containerID ?? lastState?.terminated?.containerID;
}

function noPrevious({ container, pod }: LogsRequest): string {
  return `previous terminated container "${container}" in pod "${pod}" not found`;
}

/** Models `validateContainerLogStatus`. */
function notStarted({ container, pod }: LogsRequest, { state }: ContainerStatus): string {
  const reason = state?.waiting?.reason ?? '';
  const what = `container "${container}" in pod "${pod}" is waiting to start`;
  if (reason === 'ErrImagePull') return `${what}: image can't be pulled`;
  if (reason === 'ImagePullBackOff') return `${what}: trying and failing to pull image`;
  return `${what}: ${reason}`;
}

function badRequest(message: string): ApiError {
  return new ApiError({ code: 400, reason: 'BadRequest', message });
}

function notFound(pod: string): ApiError {
  return new ApiError({ code: 404, reason: 'NotFound', message: `the server could not find the requested resource ( pods/log ${pod})` });
}
