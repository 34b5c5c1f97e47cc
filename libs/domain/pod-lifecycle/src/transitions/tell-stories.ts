import type { ContainerState, PodStatus } from '@klockwork/kubernetes-types';
import { boundPod, PodOnNode } from '../testing/pod-on-node.ts';
import { IMAGE, type Story } from './story.ts';

const HEAD = ['when', 'containers', 'phase', 'Ready', 'Events', 'what the kubelet does'];

/** Returns a story as a section of a page: pod, Events and next actions per step. */
export function tellStory({ title, spec, pulls, steps }: Story): string {
  const node = new PodOnNode(boundPod(spec));
  if (!pulls) node.images.add(IMAGE);
  const rows = [{ when: 'the pod comes to its node', act: () => undefined }, ...steps].map(({ when, act }) => {
    act(node);
    return [when, ...rowOf(node)];
  });
  return `## ${title}\n\n${table([HEAD, ...rows])}\n`;
}

function rowOf(node: PodOnNode): string[] {
  const news = node.news();
  const { status } = node.decision;
  const events = news.filter(isEvent).map((line) => line.replace(/^(Normal|Warning) /, ''));
  const actions = news.filter((line) => !isEvent(line));
  return [containersText(status), phaseText(status), readyText(node), events.join('<br>'), actions.join('<br>')];
}

function isEvent(line: string): boolean {
  return /^(Normal|Warning) /.test(line);
}

function containersText({ initContainerStatuses = [], containerStatuses = [], ephemeralContainerStatuses = [] }: PodStatus): string {
  return [...initContainerStatuses, ...containerStatuses, ...ephemeralContainerStatuses]
    .map(({ name, state, restartCount }) => `${name}: ${stateText(state)}${restartCount > 0 ? ` (${restartCount})` : ''}`)
    .join('<br>');
}

function stateText({ waiting, running, terminated }: ContainerState = {}): string {
  if (running !== undefined) return 'Running';
  return terminated === undefined ? `Waiting ${waiting?.reason}` : `Terminated ${terminated.reason} ${terminated.exitCode}`;
}

function phaseText({ phase = '', reason }: PodStatus): string {
  return reason === undefined ? phase : `${phase}, ${reason}`;
}

function readyText(node: PodOnNode): string {
  const [status = '', reason] = node.condition('Ready');
  return reason === undefined ? status : `${status}, ${reason}`;
}

function table(rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const [head = [], ...body] = rows;
  return [line(head), line(head.map(() => '---')), ...body.map(line)].join('\n');
}
