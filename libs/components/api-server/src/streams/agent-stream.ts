import { BusError, type BusErrorCode, BusSession, type Route, type SessionEnd, type SessionPart } from '@klockwork/bus';
import type { PortForwardRequest, StreamAnswer, StreamRequest } from '@klockwork/cluster-api';
import type { ApiAnswer } from '@klockwork/http-api';
import { ApiError } from '@klockwork/kernel';
import { textAnswer } from '../answers/answers.ts';
import type { RequestContext } from '../routing/request-context.ts';
import { limitIdleness } from './idle-limit.ts';

/** Receiver of parts from the agent. */
export interface AgentListener {
  onPart(part: SessionPart): void;
  onEnd(end: SessionEnd): void;
}

/** Parts of a request's context that a session needs. */
export interface AgentContext {
  readonly request: Pick<RequestContext['request'], 'stop'>;
  readonly services: Pick<RequestContext['services'], 'bus' | 'subjects' | 'clock'>;
}

/** Max wait for an agent's acceptance in ms of lab time. */
const OPEN_TIMEOUT_MS = 30_000;

/** Refusal of an agent: its answer, or the reason why it was unreachable. */
export type Refusal = Extract<StreamAnswer, { code: number }> | { readonly unreachable: string };

/** Opens a session with a node's agent; hours of silence end it. A refusal closes the session completely. */
export async function openAgentStream<Request extends StreamRequest | PortForwardRequest>(
  { request: { stop }, services: { bus, subjects, clock } }: AgentContext,
  route: Route<Request, StreamAnswer>,
  streamRequest: NoInfer<Request>,
  listener: AgentListener,
): Promise<BusSession | Refusal> {
  const object = `pods/${streamRequest.namespace}/${streamRequest.pod}`;
  const session: BusSession = new BusSession({
    bus,
    clock,
    ...subjects.sessionEnds(streamRequest.session, 'client'),
    object,
    isOpener: true,
    onPart: (part) => listener.onPart(part),
    onEnd(end) {
      forget();
      listener.onEnd(end);
    },
  });
  const forget = limitIdleness(clock, session, object, () => {
    session.abort();
    listener.onEnd('lost');
  });
  stop.onStop(forget);
  try {
    const answer = await bus.request(subjects.at(route, streamRequest.node), streamRequest, { timeoutMs: OPEN_TIMEOUT_MS });
    if (!('code' in answer)) {
      session.begin();
      return session;
    }
    forget();
    session.discard();
    return answer;
  } catch (error) {
    forget();
    session.discard();
    if (error instanceof BusError) return { unreachable: `dial tcp ${streamRequest.node}:10250: ${problemOf(error.code)}` };
    throw error;
  }
}

/** Returns the answer of a proxying api-server: the kubelet's own message. Throws if the kubelet is unreachable. */
export function refusalAnswer(refusal: Refusal): ApiAnswer {
  if ('message' in refusal) return textAnswer(refusal.code, `${refusal.message}\n`);
  throw new ApiError({ code: 500, reason: '', message: `error dialing backend: ${refusal.unreachable}` });
}

/** Returns the message of Go's dialer. */
function problemOf(code: BusErrorCode): string {
  return code === 'no-responders' ? 'connect: connection refused' : 'i/o timeout';
}
