import {
  type Body,
  type Bus,
  BusError,
  type BusErrorCode,
  BusSession,
  type SessionEnd,
  type SessionPart,
  type Subjects,
} from '@klockwork/bus';
import type { PortForwardRequest, StreamAnswer, StreamRequest } from '@klockwork/cluster-api';
import { ApiError, type Clock } from '@klockwork/kernel';
import { textAnswer } from '../answers/answers.ts';
import type { ApiAnswer } from '../http.ts';

/** What an agent is reached by. */
export interface AgentParts {
  readonly bus: Bus;
  readonly subjects: Subjects;
  readonly clock: Clock;
}

/** Hears what comes from the agent. */
export interface AgentListener {
  onPart(part: SessionPart): void;
  onEnd(end: SessionEnd): void;
}

/** Lab time within which an agent must say whether it begins. */
const OPEN_TIMEOUT_MS = 30_000;

/** Why an agent did not begin: what it answered, or that it was not reached. */
export type Refusal = Extract<StreamAnswer, { code: number }> | { readonly unreachable: string };

/** Begins a session with the agent of a node. It is over, and nothing of it left, when the agent refuses. */
export async function openAgentStream(
  { bus, subjects, clock }: AgentParts,
  kind: 'exec' | 'attach' | 'portforward',
  asked: StreamRequest | PortForwardRequest,
  listener: AgentListener,
): Promise<BusSession | Refusal> {
  const session = new BusSession({
    bus,
    clock,
    own: subjects.session(asked.session, 'client'),
    peer: subjects.session(asked.session, 'agent'),
    object: `pods/${asked.namespace}/${asked.pod}`,
    onPart: (part) => listener.onPart(part),
    onEnd: (end) => listener.onEnd(end),
  });
  try {
    const answer = await bus.request(subjects.node(asked.node, kind), asked as unknown as Body, { timeoutMs: OPEN_TIMEOUT_MS });
    if (!('code' in (answer as unknown as StreamAnswer))) return session;
    session.discard();
    return answer as unknown as Extract<StreamAnswer, { code: number }>;
  } catch (error) {
    session.discard();
    if (error instanceof BusError) return { unreachable: `dial tcp ${asked.node}:10250: ${problemOf(error.code)}` };
    throw error;
  }
}

/** What a proxying api-server answers: the kubelet's own words. Throws when it cannot be reached. */
export function refusalAnswer(refusal: Refusal): ApiAnswer {
  if ('message' in refusal) return textAnswer(refusal.code, `${refusal.message}\n`);
  throw new ApiError({ code: 500, reason: '', message: `error dialing backend: ${refusal.unreachable}` });
}

/** What Go's dialer would say. */
function problemOf(code: BusErrorCode): string {
  return code === 'no-responders' ? 'connect: connection refused' : 'i/o timeout';
}
