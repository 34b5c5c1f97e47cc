import { statusErrors } from '@klockwork/api-machinery';
import type { Bus, Subjects } from '@klockwork/bus';
import type { StreamRequest } from '@klockwork/cluster-api';
import { ApiError } from '@klockwork/kernel';
import type { Pod } from 'kubernetes-types/core/v1';
import { textAnswer } from '../answers/answers.ts';
import type { ApiAnswer, ApiUpgrade } from '../http.ts';
import { logContainer } from '../logs/log-container.ts';
import { type ObjectCall, targetOf } from '../objects/object-call.ts';
import { openAgentStream, type Refusal } from './agent-stream.ts';
import { type ChannelProtocol, chooseProtocol } from './channel-protocol.ts';
import { ClientStream } from './client-stream.ts';
import { type StreamOptions, streamOptionsOf } from './stream-options.ts';

type Kind = 'exec' | 'attach';

/** One request for a stream, understood. */
interface Opening {
  readonly kind: Kind;
  readonly protocol: ChannelProtocol;
  readonly asked: StreamRequest;
  readonly stream: ClientStream;
}

/**
 * `kubectl exec` and `attach`: a WebSocket to the client, a session with the agent of the pod's node. In v5 the connection is there
 * before the agent is asked, and a refusal comes over it; before that a refusal is the answer to the request.
 * Throws NotFound and BadRequest. Models `streamLocation` of `pkg/registry/core/pod/strategy.go`.
 */
export async function podStream(call: ObjectCall, agents: { bus: Bus; subjects: Subjects }, kind: Kind): Promise<ApiAnswer | ApiUpgrade> {
  const opening = openingOf(call, kind);
  const { protocol, stream, asked } = opening;
  call.request.stop.onStop(() => stream.gone());
  const begin = async () => {
    const parts = { ...agents, clock: call.services.clock };
    const session = await openAgentStream(parts, kind, asked, stream);
    if (!('send' in session)) return session;
    stream.begun(session);
    return undefined;
  };
  const start: ApiUpgrade['start'] = (socket) => stream.opened(socket);
  const upgrade = { upgrade: 'websocket', protocol: protocol.name, headers: {} } as const;
  if (protocol.translated) {
    void begin().then((refusal) => refusal && stream.refused(translated(refusal, opening, call.request.query)));
    return { ...upgrade, start };
  }
  const refusal = await begin();
  return refusal === undefined ? { ...upgrade, start } : answered(refusal);
}

function openingOf(call: ObjectCall, kind: Kind): Opening {
  const { services, query, path, request } = call;
  const pod = services.registry.get(targetOf(call)).object as Pod;
  const container = logContainer(pod, query.text('container'));
  const node = pod.spec?.nodeName ?? '';
  if (node === '') throw statusErrors.badRequest(`pod ${path.name} does not have a host assigned`);
  const options = streamOptionsOf(query);
  if (request.headers.upgrade?.toLowerCase() !== 'websocket' || request.headers['sec-websocket-key'] === undefined)
    throw statusErrors.badRequest('Upgrade request required');
  const protocol = chooseProtocol(request.headers['sec-websocket-protocol']);
  if (protocol === undefined) throw statusErrors.badRequest('unable to upgrade: none of the offered WebSocket protocols is known');
  const asked = streamRequest(pod, { ...options, container }, node, services.random.uuid());
  return { kind, protocol, asked, stream: new ClientStream(protocol, options) };
}

function streamRequest({ metadata = {} }: Pod, options: StreamOptions, node: string, session: string): StreamRequest {
  const { namespace = '', name: pod = '', uid = '' } = metadata;
  return { session, node, namespace, pod, uid, ...options };
}

/** What a translating api-server says of a kubelet that refuses, or that it cannot reach. */
function translated(refusal: Refusal, { kind, asked }: Opening, query: string): string {
  if ('message' in refusal) return `unable to upgrade connection: ${refusal.message}`;
  const { node, namespace, pod, container } = asked;
  return `error sending request: Post "https://${node}:10250/${kind}/${namespace}/${pod}/${container}?${query}": ${refusal.unreachable}`;
}

/** What a proxying api-server answers: the kubelet's own words, or that it cannot be reached. */
function answered(refusal: Refusal): ApiAnswer {
  if ('message' in refusal) return textAnswer(refusal.code, `${refusal.message}\n`);
  throw new ApiError({ code: 500, reason: '', message: `error dialing backend: ${refusal.unreachable}` });
}
