export { acceptEach } from './network/accept-each.ts';
export type { Endpoint } from './network/endpoint.ts';
export { ANY_ADDRESS, isLoopback, LOOPBACK } from './network/endpoint.ts';
export type { DialErrors, HostDialer, HostTls } from './network/host-dialer.ts';
export { dialErrors, TlsError } from './network/host-dialer.ts';
export { ask, type ClientAnswer, NoAnswerError } from './network/http/http-client.ts';
export type { BodyLength, HttpHead, HttpHeader, RequestLine } from './network/http/http-head.ts';
export {
  answerBodyLength,
  formatHead,
  headerOf,
  keepsAlive,
  requestBodyLength,
  requestLine,
  statusLine,
} from './network/http/http-head.ts';
export { HttpError, HttpReader } from './network/http/http-reader.ts';
export type { ChunkedAnswer, HttpAnswer, HttpRequest } from './network/http/http-server.ts';
export { plainToTls, serveHttp } from './network/http/http-server.ts';
export { reasonPhrase } from './network/http/reason-phrase.ts';
export type { ServedFolder } from './network/http/serve-folder.ts';
export { answerFromFolder } from './network/http/serve-folder.ts';
export type { Datagram, DatagramSocket, ListeningSocket, ListenOptions, Network, TcpConnection } from './network/network.ts';
export { ReadAhead } from './network/read-ahead.ts';
export { SocketError } from './network/socket-error.ts';
export { greetClient, greetServer } from './network/tls.ts';
export type { TlsClients } from './network/tls-clients.ts';
export type { AcceptedTls, TlsKeyPair, TlsServers } from './network/tls-servers.ts';
export type { NodeLoad, NodeView } from './node-view.ts';
export { HELD_BYTES_MAX, isOutOfMemory, takeAllMemory } from './process/out-of-memory.ts';
export { makePipe } from './process/pipe.ts';
export { noInput, noOutput, readerFrom, writerTo } from './process/plain-streams.ts';
export type { Signal } from './process/signals.ts';
export { isDeadly, isSignal, signalNamed, signalNumber } from './process/signals.ts';
export type { Reader, Writer } from './process/stream.ts';
export { READ_BYTES } from './process/stream.ts';
export { writeMessage } from './process/write-message.ts';
export type {
  Child,
  ChildOptions,
  ExitStatus,
  Machine,
  Main,
  Process,
  Processes,
  ProcessUse,
  ProcessView,
  SignalAction,
} from './process.ts';
export { shellProgram } from './shell/run-shell.ts';
export { formatTime } from './tools/date.ts';
export { mountDevice } from './tools/files/mount-device.ts';
export { lookUpHost } from './tools/network/resolver.ts';
export { RedisServer } from './tools/redis/redis-server.ts';
export { findApplication } from './tools/stress/applications.ts';
export { findTool, toolNames } from './tools/tools.ts';
