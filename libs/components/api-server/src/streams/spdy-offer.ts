import type { ApiAnswer, ApiRequest, StreamsUpgrade } from '@klockwork/http-api';
import { textAnswer } from '../answers/answers.ts';

/** Stream protocols offered by a SPDY client, best first. */
export interface SpdyOffer {
  readonly type: StreamsUpgrade['type'];
  readonly protocols: readonly string[];
}

/** Subprotocol prefix of WebSocket tunnels: the rest names a SPDY protocol. Models `WebsocketsSPDYTunnelingPrefix`. */
const TUNNEL = 'SPDY/3.1+';

/** Undefined for a request that does not want SPDY. Models `spdyProtocolsFromWebsocketProtocols`, and `Handshake` of `httpstream`. */
export function spdyOfferOf({ headers }: ApiRequest): SpdyOffer | undefined {
  const upgrade = headers.upgrade?.toLowerCase();
  if (upgrade === 'spdy/3.1') return { type: 'spdy', protocols: names(headers['x-stream-protocol-version']) };
  if (upgrade !== 'websocket' || headers['sec-websocket-key'] === undefined) return undefined;
  const tunnelledNames = names(headers['sec-websocket-protocol']).filter((name) => name.startsWith(TUNNEL) && name.endsWith('.k8s.io'));
  const protocols = tunnelledNames.map((name) => name.slice(TUNNEL.length));
  return protocols.length === 0 ? undefined : { type: 'spdy-in-websocket', protocols };
}

/** Returns the first offered protocol that is supported, or the answer for none. */
export function negotiateProtocol(
  { type, protocols }: SpdyOffer,
  spokenProtocols: readonly string[],
): (Omit<StreamsUpgrade, 'start'> & { chosen: string }) | ApiAnswer {
  if (protocols.length === 0) return textAnswer(400, 'unable to upgrade: X-Stream-Protocol-Version is required\n');
  const chosenName = protocols.find((name) => spokenProtocols.includes(name));
  if (chosenName === undefined) return nothingInCommon(protocols, spokenProtocols);
  return { type, protocol: type === 'spdy' ? chosenName : `${TUNNEL}${chosenName}`, headers: {}, chosen: chosenName };
}

function nothingInCommon(protocols: readonly string[], spokenProtocols: readonly string[]): ApiAnswer {
  const sides = `client supports [${protocols.join(' ')}], server accepts [${spokenProtocols.join(' ')}]`;
  const answer = textAnswer(403, `unable to upgrade: unable to negotiate protocol: ${sides}\n`);
  return { ...answer, headers: { ...answer.headers, 'x-accepted-stream-protocol-versions': spokenProtocols.join(', ') } };
}

function names(header: string | undefined): string[] {
  return (header ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}
