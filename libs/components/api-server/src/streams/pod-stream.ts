import { statusErrors } from '@klockwork/api-machinery';
import { NODE_ROUTES, type StreamRequest } from '@klockwork/cluster-api';
import type { ApiAnswer, ApiUpgrade, StreamsUpgrade, WebSocketUpgrade } from '@klockwork/http-api';
import { logContainer } from '../logs/log-container.ts';
import type { ObjectCall } from '../objects/object-call.ts';
import { openAgentStream, type Refusal, refusalAnswer } from './agent-stream.ts';
import { type ChannelProtocol, chooseProtocol, SPDY_PROTOCOLS } from './channel-protocol.ts';
import { ClientStream } from './client-stream.ts';
import { CommandStreams, expectedStreams } from './command-streams.ts';
import { negotiateProtocol, type SpdyOffer, spdyOfferOf } from './spdy-offer.ts';
import { streamOptionsOf } from './stream-options.ts';
import { streamedPod, streamTarget } from './stream-target.ts';

type Kind = 'exec' | 'attach';

/** Protocol of a client, and the upgrade of its connection. */
interface Transport {
  readonly protocol: ChannelProtocol;
  upgrade(stream: ClientStream): ApiUpgrade;
}

/**
 * Handles `kubectl exec` and `attach`: a WebSocket to the client, or SPDY to an old one, and a session with the agent of the pod's node.
 * WebSocket v5 opens before the agent is asked, and carries its refusal; otherwise a refusal answers the request. Throws NotFound and
 * BadRequest. Models `streamLocation` of `pkg/registry/core/pod/strategy.go`.
 */
export async function podStream(call: ObjectCall, kind: Kind): Promise<ApiAnswer | ApiUpgrade> {
  const streamedRequest = streamRequest(call);
  const transport = transportOf(call, streamedRequest);
  if ('status' in transport) return transport;
  const stream = new ClientStream(transport.protocol, streamedRequest);
  call.request.stop.onStop(() => stream.gone());
  const begin = async () => {
    const session = await openAgentStream(call, NODE_ROUTES[kind], streamedRequest, stream);
    if (!('send' in session)) return session;
    stream.begun(session);
    return undefined;
  };
  if (transport.protocol.translated) {
    void begin().then((refusal) => refusal && stream.refused(translated(refusal, kind, streamedRequest, call.request.query)));
    return transport.upgrade(stream);
  }
  const refusal = await begin();
  return refusal === undefined ? transport.upgrade(stream) : refusalAnswer(refusal);
}

function streamRequest(call: ObjectCall): StreamRequest {
  const pod = streamedPod(call);
  const container = logContainer(pod, call.query.text('container'));
  return { ...streamTarget(pod, call), ...streamOptionsOf(call.query), container };
}

function transportOf({ request }: ObjectCall, streams: StreamRequest): Transport | ApiAnswer {
  const offer = spdyOfferOf(request);
  if (offer?.type === 'spdy') return spdyTransport(offer, streams);
  if (request.headers.upgrade?.toLowerCase() !== 'websocket' || request.headers['sec-websocket-key'] === undefined)
    throw statusErrors.badRequest('Upgrade request required');
  const protocol = chooseProtocol(request.headers['sec-websocket-protocol']);
  if (protocol === undefined) throw statusErrors.badRequest('unable to upgrade: none of the offered WebSocket protocols is known');
  const start =
    (stream: ClientStream): WebSocketUpgrade['start'] =>
    (socket) =>
      stream.opened(socket);
  return { protocol, upgrade: (stream) => ({ type: 'websocket', protocol: protocol.name, headers: {}, start: start(stream) }) };
}

function spdyTransport(offer: SpdyOffer, streams: StreamRequest): Transport | ApiAnswer {
  const protocolOrRefusal = negotiateProtocol(
    offer,
    SPDY_PROTOCOLS.map(({ name }) => name),
  );
  if ('status' in protocolOrRefusal) return protocolOrRefusal;
  const { chosen, ...upgrade } = protocolOrRefusal;
  const protocol = SPDY_PROTOCOLS.find(({ name }) => name === chosen) as (typeof SPDY_PROTOCOLS)[number];
  const expectedChannels = expectedStreams(streams, protocol.resizes);
  const start = (stream: ClientStream): StreamsUpgrade['start'] => {
    return (connect) => void new CommandStreams(connect, expectedChannels, (socket) => stream.opened(socket));
  };
  return { protocol, upgrade: (stream) => ({ ...upgrade, start: start(stream) }) };
}

/** Returns a translating api-server's message for a kubelet that refuses or is unreachable. */
function translated(refusal: Refusal, kind: Kind, streams: StreamRequest, query: string): string {
  if ('message' in refusal) return `unable to upgrade connection: ${refusal.message}`;
  const { node, namespace, pod, container } = streams;
  return `error sending request: Post "https://${node}:10250/${kind}/${namespace}/${pod}/${container}?${query}": ${refusal.unreachable}`;
}
