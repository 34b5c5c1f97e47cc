import { statusErrors } from '@klockwork/api-machinery';
import { NODE_ROUTES, type PortForwardRequest } from '@klockwork/cluster-api';
import type { ApiAnswer, ApiUpgrade, WebSocketUpgrade } from '@klockwork/http-api';
import type { ObjectCall } from '../objects/object-call.ts';
import { openAgentStream, refusalAnswer } from './agent-stream.ts';
import { chooseProtocol } from './channel-protocol.ts';
import { ForwardedChannels, requestedPorts } from './forwarded-channels.ts';
import { ForwardedConnections } from './forwarded-connections.ts';
import { negotiateProtocol, spdyOfferOf } from './spdy-offer.ts';
import { streamedPod, streamTarget } from './stream-target.ts';

/** Protocols of WebSocket messages. Models `RunWebsocketPortForward` of `pkg/kubelet/cri/streaming/portforward`. */
const CHANNEL_PROTOCOLS: ReadonlySet<string> = new Set(['', 'v4.channel.k8s.io', 'v4.base64.channel.k8s.io']);
/** Models `PortForwardProtocolV1Name`. */
const PROTOCOL = 'portforward.k8s.io';

/**
 * Handles `kubectl port-forward`: SPDY to the client, in WebSocket messages since kubectl 1.31, or WebSocket channels for others, and a
 * session with the agent of the pod's node. The agent's refusal is the answer. Throws NotFound and BadRequest. Models `PortForwardLocation`
 * of `pkg/registry/core/pod/strategy.go`, and `TunnelingHandler` of `apiserver/pkg/util/proxy`.
 */
export async function portForward(call: ObjectCall): Promise<ApiAnswer | ApiUpgrade> {
  const target = streamTarget(streamedPod(call), call);
  const offer = spdyOfferOf(call.request);
  if (offer === undefined) return forwardInChannels(call, target);
  const protocolOrRefusal = negotiateProtocol(offer, [PROTOCOL]);
  if ('status' in protocolOrRefusal) return protocolOrRefusal;
  const connections = new ForwardedConnections();
  call.request.stop.onStop(() => connections.gone());
  const session = await openAgentStream(call, NODE_ROUTES.portforward, target, connections);
  if (!('send' in session)) return refusalAnswer(session);
  connections.begun(session);
  const { type, protocol, headers } = protocolOrRefusal;
  return { type, protocol, headers, start: (connect) => connections.opened(connect((stream) => connections.stream(stream))) };
}

/** Forwards ports named in the request through channels. Throws BadRequest. */
async function forwardInChannels(call: ObjectCall, forward: PortForwardRequest): Promise<ApiAnswer | WebSocketUpgrade> {
  const { request, query } = call;
  if (request.headers.upgrade?.toLowerCase() !== 'websocket' || request.headers['sec-websocket-key'] === undefined)
    throw statusErrors.badRequest('Upgrade request required');
  const protocol = chooseProtocol(request.headers['sec-websocket-protocol']);
  if (protocol === undefined || !CHANNEL_PROTOCOLS.has(protocol.name))
    throw statusErrors.badRequest('unable to upgrade: none of the offered WebSocket protocols is known');
  const channels = new ForwardedChannels(protocol, requestedPorts(query.all('ports')));
  request.stop.onStop(() => channels.gone());
  const session = await openAgentStream(call, NODE_ROUTES.portforward, forward, channels);
  if (!('send' in session)) return refusalAnswer(session);
  channels.begun(session);
  return { type: 'websocket', protocol: protocol.name, headers: {}, start: (socket) => channels.opened(socket) };
}
