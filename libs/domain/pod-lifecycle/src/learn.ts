import type { LabTime } from '@klockwork/kernel';
import type { Probe } from '@klockwork/kubernetes-types';
import { nextBackOff } from './back-off.ts';
import type { ContainerReport } from './container-runtime.ts';
import { type HookEnded, learnHookEnded } from './hooks/learn-hook.ts';
import type { Learned } from './learned.ts';
import { podEvents } from './pod-events.ts';
import { containerMemory, type PodMemory, withContainer } from './pod-memory.ts';
import { learnProbeBegan, learnProbed, type ProbedAttempt } from './probes/learn-probe.ts';
import type { ProbeOutcome } from './probes/probe-outcome.ts';
import { learnResize, type ResizeFact } from './resize/learn-resize.ts';

/** Fact for the worker: result of an action, or change of a container. */
export type Fact =
  | { readonly fact: 'sandbox-ready'; readonly id: string; readonly ip: string }
  | { readonly fact: 'sandbox-failed'; readonly message: string }
  | { readonly fact: 'sandbox-stopped' }
  | {
      readonly fact: 'image-pulled';
      readonly container: string;
      readonly image: string;
      readonly sizeBytes: number;
      readonly pullMs: number;
      readonly totalMs: number;
      readonly isStandIn?: true;
    }
  | {
      readonly fact: 'image-refused';
      readonly container: string;
      readonly image: string;
      readonly reason: string;
      readonly message: string;
    }
  | { readonly fact: 'container-created'; readonly container: string }
  | { readonly fact: 'container-started'; readonly container: string }
  | { readonly fact: 'start-failed'; readonly container: string; readonly reason: string; readonly message: string }
  | { readonly fact: 'container-changed'; readonly report: ContainerReport }
  | ResizeFact
  | ({ readonly fact: 'hook-ended' } & HookEnded)
  | ({ readonly fact: 'probe-began' } & ProbedAttempt)
  | ({ readonly fact: 'probed'; readonly probe: Probe; readonly outcome: ProbeOutcome } & ProbedAttempt);

/** Retry delay in ms after a failed sandbox or container start. */
const RETRY_MS = 10_000;

/** Records a fact. Facts may arrive late or twice: an old attempt never replaces a newer one. */
export function learn(memory: PodMemory, fact: Fact, now: LabTime): Learned {
  switch (fact.fact) {
    case 'sandbox-ready':
      return { memory: { ...memory, sandbox: { state: 'ready', id: fact.id, ip: fact.ip }, ip: fact.ip }, events: [] };
    case 'sandbox-failed':
      return {
        memory: { ...memory, sandbox: { state: 'failed', retryAt: now + RETRY_MS } },
        events: [podEvents.sandboxFailed(fact.message)],
      };
    case 'sandbox-stopped':
      return { memory: { ...memory, sandbox: { state: 'stopped' } }, events: [] };
    case 'image-pulled':
      return {
        memory: withContainer(memory, fact.container, {
          work: undefined,
          imageReady: true,
          pullFailure: undefined,
          pullBackOff: undefined,
        }),
        events: [podEvents.pulled(fact.container, fact.image, fact)],
      };
    case 'image-refused':
      return learnRefusedPull(memory, fact, now);
    case 'container-created':
      return { memory, events: [podEvents.created(fact.container)] };
    case 'container-started':
      return { memory: learnStarted(memory, fact.container), events: [podEvents.started(fact.container)] };
    case 'start-failed':
      return {
        memory: withContainer(memory, fact.container, {
          work: undefined,
          postStart: undefined,
          waiting: { reason: fact.reason, message: fact.message },
          retryAt: now + RETRY_MS,
        }),
        events: [podEvents.failed(fact.container, fact.message)],
      };
    case 'container-changed':
      return { memory: learnReport(memory, fact.report), events: [] };
    case 'resize-judged':
    case 'container-resized':
    case 'resize-failed':
      return learnResize(memory, fact, now);
    case 'hook-ended':
      return learnHookEnded(memory, fact, now);
    case 'probe-began':
      return { memory: learnProbeBegan(memory, fact, now), events: [] };
    case 'probed':
      return learnProbed(memory, fact, now);
  }
}

function learnRefusedPull(memory: PodMemory, fact: Fact & { fact: 'image-refused' }, now: LabTime): Learned {
  const { container, image, reason, message } = fact;
  const known = containerMemory(memory, container);
  const pullBackOff = nextBackOff(known.pullBackOff, now, now);
  return {
    memory: withContainer(memory, container, {
      work: undefined,
      pullBackOff,
      pullFailure: { at: now, text: `${reason}: ${message}` },
      waiting: { reason, message },
    }),
    events: [podEvents.pullFailed(container, image, message), podEvents.failed(container, reason)],
  };
}

/** A container counts as started after its postStart hook. */
function learnStarted(memory: PodMemory, name: string): PodMemory {
  const { postStart } = containerMemory(memory, name);
  return withContainer(memory, name, postStart === undefined ? { work: undefined } : { postStart: 'due' });
}

function learnReport(memory: PodMemory, report: ContainerReport): PodMemory {
  const known = containerMemory(memory, report.name);
  if (report.state === 'created' || (known.current !== undefined && isNewer(known.current, report))) return memory;
  const replaces = known.current !== undefined && known.current.id !== report.id;
  return withContainer(memory, report.name, {
    current: report,
    nextAttempt: Math.max(known.nextAttempt, report.attempt + 1),
    ...(replaces ? { last: known.current } : {}),
    ...(report.state === 'running' && known.postStart === undefined ? { waiting: undefined } : {}),
  });
}

function isNewer(known: ContainerReport, report: ContainerReport): boolean {
  return known.attempt > report.attempt || (known.id === report.id && known.state === 'exited');
}
