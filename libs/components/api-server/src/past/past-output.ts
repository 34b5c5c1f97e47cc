import { goQuote, statusErrors } from '@klockwork/api-machinery';
import type { LogsAnswer } from '@klockwork/cluster-api';
import type { ApiError, LabTime } from '@klockwork/kernel';
import type { ContainerStatus, Pod } from '@klockwork/kubernetes-types';
import { resources } from '@klockwork/resources';
import { builtInKind } from '../own-write.ts';
import { momentText, type PastMoment } from './past-moment.ts';

const HTTP_BAD_REQUEST = 400;

type AskForPage = (cursor?: string) => Promise<LogsAnswer>;
type Lines = Extract<LogsAnswer, { lines: unknown }>['lines'];

/**
 * Returns whether the node holds the output of a container of the past as that of the previous container. Throws BadRequest before the
 * container's first start, and Expired once its output is gone.
 */
export function isPreviousNow(moment: PastMoment, pod: Pod, container: string, previous: boolean): boolean {
  const then = statusOf(pod, container);
  const id = previous ? idOfPrevious(then) : (then?.containerID ?? '');
  if (id === '') throw statusErrors.badRequest(notStarted(pod, container, previous));
  const { namespace = '', name = '' } = pod.metadata ?? {};
  const present = moment.present.find({ kind: builtInKind(resources.pods), namespace, name })?.object as Pod | undefined;
  const now = present === undefined ? undefined : statusOf(present, container);
  if (now?.containerID === id) return false;
  if (idOfPrevious(now) === id) return true;
  throw goneOutput(moment, pod, container);
}

/** Returns the refusal for an output that its node has lost. */
export function goneOutput(moment: PastMoment, pod: Pod, container: string): ApiError {
  const of = `container ${goQuote(container)} in pod ${goQuote(pod.metadata?.name ?? '')}`;
  return statusErrors.expired(`the output of ${of} is not in the log, and its node keeps it no more (${momentText(moment)})`);
}

/** Returns pages, with `gone` for the refusal of a node that knows the container without its output: after a reboot. */
export function pagesOr(goneError: ApiError, ask: AskForPage): AskForPage {
  return async (cursor) => {
    const answer = await ask(cursor);
    return 'status' in answer && answer.status.code === HTTP_BAD_REQUEST ? { status: goneError.status } : answer;
  };
}

/** Returns the pages of an output up to an instant: the last `tailLines` lines of them, if limited. */
export function pagesUntil(at: LabTime, tailLines: number | undefined, ask: AskForPage): AskForPage {
  const page = async (cursor?: string): Promise<LogsAnswer> => {
    const answer = await ask(cursor);
    if ('status' in answer) return answer;
    const lines = answer.lines.filter((line) => line.at <= at);
    return { ...answer, lines, ended: answer.ended || lines.length < answer.lines.length };
  };
  return tailLines === undefined ? page : () => lastLines(page, tailLines);
}

async function lastLines(ask: AskForPage, count: number): Promise<LogsAnswer> {
  let lines: Lines = [];
  for (let answer = await ask(); ; answer = await ask(answer.cursor)) {
    if ('status' in answer) return answer;
    lines = tailOf([...lines, ...answer.lines], count);
    if (answer.ended) return { ...answer, lines: lines };
  }
}

/** Returns the last lines; parts of a line belong together. */
function tailOf(lines: Lines, count: number): Lines {
  const starts = lines.flatMap((_, index) => (index === 0 || lines[index - 1]?.partial !== true ? [index] : []));
  if (starts.length <= count) return lines;
  return count === 0 ? [] : lines.slice(starts.at(-count));
}

function statusOf({ status }: Pod, container: string): ContainerStatus | undefined {
  const { initContainerStatuses = [], containerStatuses = [], ephemeralContainerStatuses = [] } = status ?? {};
  return [...initContainerStatuses, ...containerStatuses, ...ephemeralContainerStatuses].find(({ name }) => name === container);
}

function idOfPrevious(status: ContainerStatus | undefined): string {
  return status?.lastState?.terminated?.containerID ?? '';
}

/** Models `validateContainerLogStatus` of `pkg/kubelet/kubelet_pods.go`. */
function notStarted(pod: Pod, container: string, previous: boolean): string {
  const of = `container ${goQuote(container)} in pod ${goQuote(pod.metadata?.name ?? '')}`;
  if (previous) return `previous terminated ${of} not found`;
  const reason = statusOf(pod, container)?.state?.waiting?.reason;
  return `${of} is waiting to start${reason === undefined ? '' : `: ${reason}`}`;
}
