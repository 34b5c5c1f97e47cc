import { byteString, bytesOf, decodeBase64, encodeBase64 } from '@klockwork/kernel';

/** Channel numbers of exec and attach messages. */
export const CHANNELS = { stdin: 0, stdout: 1, stderr: 2, error: 3, resize: 4 } as const;
/** Signals the end of a channel in v5, followed by its number. SPDY has other means. */
export const CLOSE_SIGNAL = 255;

/** Message of a channel: bytes, or its end. */
export interface ChannelMessage {
  readonly channel: number;
  /** A byte string; undefined at the channel's end. */
  readonly bytes: string | undefined;
}

/** Subprotocol whose messages begin with a channel number. Models `apiserver/pkg/util/wsstream` and `pkg/util/proxy/websocket.go`. */
export interface ChannelProtocol {
  /** '' without a requested protocol. */
  readonly name: string;
  /** True if the error channel carries a Status as JSON; before v4 only its message. */
  readonly status: boolean;
  /** True if the api-server answers for the kubelet, and sends refusals on the error channel; WebSocket v5 only. */
  readonly translated: boolean;
  /** True if the end of input can be signalled. */
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

/** SPDY protocols of exec and attach; streams correspond to channels. Resizing exists since v3. */
export const SPDY_PROTOCOLS: readonly (ChannelProtocol & { readonly resizes: boolean })[] = [
  ...['v5', 'v4', 'v3', 'v2'].map((version) => ({ name: `${version}.channel.k8s.io`, status: version > 'v3', resizes: version > 'v2' })),
  { name: 'channel.k8s.io', status: false, resizes: false },
].map((protocol) => ({ ...protocol, translated: false, closes: true, form: 'binary' }));

/** Returns the first supported protocol in a `Sec-WebSocket-Protocol` header. */
export function chooseProtocol(offer: string | undefined): ChannelProtocol | undefined {
  const names = (offer ?? '').split(',').map((name) => name.trim());
  return names.map((name) => PROTOCOLS.find((protocol) => protocol.name === name)).find((protocol) => protocol !== undefined);
}

/** Encodes a WebSocket message. */
export function encodeMessage({ form }: ChannelProtocol, channel: number, bytes: string): string {
  if (form === 'binary') return String.fromCharCode(channel) + bytes;
  return `${channel}${encodeBase64(bytesOf(bytes))}`;
}

/** Decodes a message; undefined without a channel. */
export function decodeMessage(protocol: ChannelProtocol, message: string): ChannelMessage | undefined {
  if (message === '') return undefined;
  if (protocol.form === 'text') return { channel: Number(message[0]), bytes: byteString(decodeBase64(message.slice(1))) };
  const channel = message.charCodeAt(0);
  if (channel === CLOSE_SIGNAL && protocol.closes) return { channel: message.charCodeAt(1), bytes: undefined };
  return { channel, bytes: message.slice(1) };
}
