import { decodeBase64, encodeBase64 } from '@klockwork/api-machinery';
import { byteString, bytesOf } from './byte-string.ts';

/** The channels of exec and attach by their number in a message. */
export const CHANNELS = { stdin: 0, stdout: 1, stderr: 2, error: 3, resize: 4 } as const;
/** In v5 this is said in the place of a channel; the channel that ends follows. SPDY says it by other means. */
export const CLOSE_SIGNAL = 255;

/** One message: bytes on a channel, or its end. */
export interface ChannelMessage {
  readonly channel: number;
  /** A byte string; undefined at the channel's end. */
  readonly bytes: string | undefined;
}

/** A subprotocol in which messages begin with their channel. Models `apiserver/pkg/util/wsstream` and `pkg/util/proxy/websocket.go`. */
export interface ChannelProtocol {
  /** '' when the client asked for none. */
  readonly name: string;
  /** The error channel carries a Status as JSON; before v4 it was the message alone. */
  readonly status: boolean;
  /** The api-server answers for the kubelet: refusals come on the error channel. Only v5 of WebSockets. */
  readonly translated: boolean;
  /** The end of the input can be said. */
  readonly closes: boolean;
  readonly form: 'binary' | 'text';
}

const PROTOCOLS: readonly ChannelProtocol[] = [
  { name: 'v5.channel.k8s.io', status: true, translated: true, closes: true, form: 'binary' },
  { name: 'v4.channel.k8s.io', status: true, translated: false, closes: false, form: 'binary' },
  { name: 'v4.base64.channel.k8s.io', status: true, translated: false, closes: false, form: 'text' },
  { name: 'channel.k8s.io', status: false, translated: false, closes: false, form: 'binary' },
  { name: 'base64.channel.k8s.io', status: false, translated: false, closes: false, form: 'text' },
  { name: '', status: false, translated: false, closes: false, form: 'binary' },
];

/** The protocols of exec and attach over SPDY, whose streams stand for channels. Resizing came with v3. */
export const SPDY_PROTOCOLS: readonly (ChannelProtocol & { readonly resizes: boolean })[] = [
  ...['v5', 'v4', 'v3', 'v2'].map((version) => ({ name: `${version}.channel.k8s.io`, status: version > 'v3', resizes: version > 'v2' })),
  { name: 'channel.k8s.io', status: false, resizes: false },
].map((protocol) => ({ ...protocol, translated: false, closes: true, form: 'binary' }));

/** The first of the protocols in a `Sec-WebSocket-Protocol` header that is spoken here. */
export function chooseProtocol(offered: string | undefined): ChannelProtocol | undefined {
  const names = (offered ?? '').split(',').map((name) => name.trim());
  return names.map((name) => PROTOCOLS.find((protocol) => protocol.name === name)).find((found) => found !== undefined);
}

/** A message as it goes over the WebSocket. */
export function encodeMessage({ form }: ChannelProtocol, channel: number, bytes: string): string {
  if (form === 'binary') return String.fromCharCode(channel) + bytes;
  return `${channel}${encodeBase64(bytesOf(bytes))}`;
}

/** Reads a message; undefined for one without a channel. */
export function decodeMessage(protocol: ChannelProtocol, message: string): ChannelMessage | undefined {
  if (message === '') return undefined;
  if (protocol.form === 'text') return { channel: Number(message[0]), bytes: byteString(decodeBase64(message.slice(1))) };
  const channel = message.charCodeAt(0);
  if (channel === CLOSE_SIGNAL && protocol.closes) return { channel: message.charCodeAt(1), bytes: undefined };
  return { channel, bytes: message.slice(1) };
}
