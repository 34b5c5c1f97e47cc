export { bearerToken, TOKEN_PROTOCOL } from './bearer-token.ts';
export type { HostClient, HostKeyPair, HostPorts, LoopbackAddress, OpenHostPort, TlsAcceptor } from './host-ports.ts';
export {
  type ApiAnswer,
  type ApiRequest,
  type ApiStream,
  type ApiUpgrade,
  type ByteSink,
  type ClientCertificate,
  type HttpApi,
  type ImpersonatedUser,
  type LinePieces,
  type TextSequence,
  wholeBody,
  writeAll,
} from './http-api.ts';
export type { OutboundAnswer, OutboundHttps, OutboundRequest } from './outbound-https.ts';
export { OutboundError } from './outbound-https.ts';
export type { MessageSocket, StreamsUpgrade, TunnelUpgrade, WebSocketUpgrade } from './upgrade.ts';
