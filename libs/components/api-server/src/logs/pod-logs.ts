import { BusError } from '@klockwork/bus';
import { type LogsAnswer, type LogsRequest, NODE_ROUTES } from '@klockwork/cluster-api';
import type { ApiAnswer, ApiStream, ApiUpgrade } from '@klockwork/http-api';
import { ApiError, type StopSignal } from '@klockwork/kernel';
import type { Pod } from '@klockwork/kubernetes-types';
import { jsonAnswer } from '../answers/answers.ts';
import { BoundedWriter } from '../answers/bounded-writer.ts';
import type { ApiServices } from '../api-services.ts';
import { type ObjectCall, targetOf } from '../objects/object-call.ts';
import { goneOutput, isPreviousNow, pagesOr, pagesUntil } from '../past/past-output.ts';
import { upgradeText } from '../streams/stream-over-socket.ts';
import { logContainer } from './log-container.ts';
import { type LogOptions, logOptionsOf } from './log-options.ts';
import { LogText } from './log-text.ts';

/** Max wait for an agent's answer in ms of lab time; an agent itself waits up to 10 s for a line. */
const ANSWER_TIMEOUT_MS = 20_000;
/** Max pages waiting for a slow reader; the next request follows after the last one is taken. */
const PENDING_PAGES_MAX = 4;

/** Answers GET of a pod's log, page by page from its node's agent. */
export async function podLogs(call: ObjectCall): Promise<ApiAnswer | ApiStream | ApiUpgrade> {
  const { services, path, query, request } = call;
  const options = logOptionsOf(query, path.name, services.clock.now());
  const pod = services.registry.get(targetOf(call)).object as Pod;
  const container = logContainer(pod, options.container);
  const node = pod.spec?.nodeName ?? '';
  // A pod without a node has an empty log, as upstream.
  if (node === '') return { status: 204, headers: {}, body: '' };
  const ask = pageSource(services, pod, container, options);
  const first = await ask();
  if ('status' in first) return jsonAnswer(first.status.code, first.status);
  return upgradeText(request, {
    status: 200,
    headers: { 'content-type': 'text/plain', 'cache-control': 'no-cache, private' },
    start(sink) {
      const writer = new BoundedWriter<string>(sink, { textOf: (text) => text, pendingMax: PENDING_PAGES_MAX, onCutOff() {} });
      writePages({ first, ask, writer, text: new LogText(options), stop: request.stop }).catch((error: unknown) => {
        // After the headers, only the end of the stream can signal an error.
        writer.end();
        if (!(error instanceof ApiError)) throw error;
      });
    },
  });
}

/** Returns a function that requests pages from the agent. In the past, the moment limits the lines of a whole output. */
function pageSource(services: ApiServices, pod: Pod, container: string, options: LogOptions): (cursor?: string) => Promise<LogsAnswer> {
  const { moment } = services;
  if (moment === undefined) return (cursor) => askAgent(services, logsRequest(pod, container, options, cursor));
  const { tailLines, limitBytes: _, ...others } = options;
  const whole = { ...others, follow: false, previous: isPreviousNow(moment, pod, container, options.previous) };
  const pages = pagesOr(goneOutput(moment, pod, container), (cursor) => askAgent(services, logsRequest(pod, container, whole, cursor)));
  return pagesUntil(moment.at, tailLines, pages);
}

type Page = Extract<LogsAnswer, { lines: unknown }>;

async function writePages(run: {
  first: Page;
  ask(cursor: string): Promise<LogsAnswer>;
  writer: BoundedWriter<string>;
  text: LogText;
  stop: StopSignal;
}): Promise<void> {
  const { ask, writer, text, stop } = run;
  for (let page: LogsAnswer = run.first; ; page = await ask(page.cursor)) {
    if ('status' in page || stop.stopped) break;
    if (page.lines.length > 0) writer.write(text.of(page.lines));
    if (page.ended || text.full) break;
    await writer.drained();
  }
  writer.end();
}

async function askAgent({ bus, subjects }: ApiServices, request: LogsRequest): Promise<LogsAnswer> {
  try {
    return await bus.request(subjects.at(NODE_ROUTES.logs, request.node), request, { timeoutMs: ANSWER_TIMEOUT_MS, waits: 'lab' });
  } catch (error) {
    if (error instanceof BusError) throw unreachable(request, error);
    throw error;
  }
}

/** Returns upstream's error for an unreachable kubelet: the plain error of its HTTP client. */
function unreachable({ node, namespace, pod, container }: LogsRequest, { code, message }: BusError): ApiError {
  const url = `https://${node}:10250/containerLogs/${namespace}/${pod}/${container}`;
  const problem = code === 'timeout' ? 'i/o timeout' : code === 'no-responders' ? 'connect: connection refused' : message;
  return new ApiError({ code: 500, reason: '', message: `Get "${url}": dial tcp ${node}:10250: ${problem}` });
}

function logsRequest(pod: Pod, container: string, options: LogOptions, cursor?: string): LogsRequest {
  const node = pod.spec?.nodeName ?? '';
  const { follow, previous, tailLines, limitBytes, sinceTime } = options;
  const { namespace = '', name = '', uid = '' } = pod.metadata ?? {};
  return {
    ...{ node, namespace, pod: name, uid, container, previous, follow },
    ...(cursor !== undefined && { cursor }),
    ...(tailLines !== undefined && { tailLines }),
    ...(limitBytes !== undefined && { limitBytes }),
    ...(sinceTime !== undefined && { sinceTime }),
  };
}
