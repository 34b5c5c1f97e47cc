import { statusErrors } from '@klockwork/api-machinery';
import type { Bus, Subjects } from '@klockwork/bus';
import type { ApiAnswer, ApiUpgrade } from '../http.ts';
import type { ObjectCall } from '../objects/object-call.ts';
import { openAgentStream, refusalAnswer } from './agent-stream.ts';
import { ForwardedConnections } from './forwarded-connections.ts';
import { agreeOn, spdyOfferOf } from './spdy-offer.ts';
import { streamedPod, streamTarget } from './stream-target.ts';

/** Models `PortForwardProtocolV1Name`. */
const PROTOCOL = 'portforward.k8s.io';

/**
 * `kubectl port-forward`: SPDY to the client, in WebSocket messages since kubectl 1.31, and a session with the agent of the pod's node.
 * A refusal of the agent is the answer. Throws NotFound and BadRequest. Models `PortForwardLocation` of
 * `pkg/registry/core/pod/strategy.go`, and `TunnelingHandler` of `apiserver/pkg/util/proxy`.
 */
export async function portForward(call: ObjectCall, agents: { bus: Bus; subjects: Subjects }): Promise<ApiAnswer | ApiUpgrade> {
  const asked = streamTarget(streamedPod(call), call);
  const offer = spdyOfferOf(call.request);
  if (offer === undefined) throw statusErrors.badRequest('Upgrade request required');
  const agreed = agreeOn(offer, [PROTOCOL]);
  if ('status' in agreed) return agreed;
  const connections = new ForwardedConnections();
  call.request.stop.onStop(() => connections.gone());
  const session = await openAgentStream({ ...agents, clock: call.services.clock }, 'portforward', asked, connections);
  if (!('send' in session)) return refusalAnswer(session);
  connections.begun(session);
  const { upgrade, protocol, headers } = agreed;
  return { upgrade, protocol, headers, start: (connect) => connections.opened(connect((stream) => connections.stream(stream))) };
}
