export {
  type ApiAnswer,
  type ApiRequest,
  type ApiStream,
  type ApiUpgrade,
  type ByteSink,
  type HttpApi,
  type TextSequence,
  wholeBody,
} from './http-api.ts';
export type { MessageSocket, StreamsUpgrade, WebSocketUpgrade } from './upgrade.ts';
