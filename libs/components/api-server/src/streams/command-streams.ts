import type { MessageSocket, StreamsUpgrade } from '@klockwork/http-api';
import { byteString, bytesOf } from '@klockwork/kernel';
import type { SpdyConnection, SpdyListener, SpdyStream } from '@klockwork/spdy';
import { CHANNELS, CLOSE_SIGNAL } from './channel-protocol.ts';
import type { StreamOptions } from './stream-options.ts';

/** Max characters of a terminal size in JSON; longer input is invalid. */
const SIZE_CHARS_MAX = 1_024;

type Channel = keyof typeof CHANNELS;

/** Returns the streams that a client must open. Models `createHTTPStreamStreams` of `pkg/kubelet/cri/streaming/remotecommand`. */
export function expectedStreams({ stdin, stdout, stderr, tty }: StreamOptions, resizes: boolean): ReadonlySet<Channel> {
  const wantedChannels = { error: true, stdin, stdout, stderr, resize: tty && resizes };
  return new Set((Object.keys(wantedChannels) as Channel[]).filter((name) => wantedChannels[name]));
}

/** SPDY streams of exec and attach as WebSocket channels. `opened` is called once the client opened all expected streams. */
export class CommandStreams implements MessageSocket {
  readonly #expected: ReadonlySet<Channel>;
  readonly #opened: (socket: MessageSocket) => void;
  readonly #connection: SpdyConnection;
  readonly #streams = new Map<Channel, SpdyStream>();
  readonly #ready: Promise<void>;
  #endWait: () => void = () => {};
  #take: (message: string) => Promise<void> | undefined = () => undefined;
  #size = '';

  constructor(
    connect: Parameters<StreamsUpgrade['start']>[0],
    expectedChannels: ReadonlySet<Channel>,
    onOpen: (socket: MessageSocket) => void,
  ) {
    this.#expected = expectedChannels;
    this.#opened = onOpen;
    this.#ready = new Promise((resolve) => {
      this.#endWait = resolve;
    });
    this.#connection = connect((stream) => this.#stream(stream));
  }

  onMessage(take: (message: string) => Promise<void> | undefined): void {
    this.#take = take;
  }

  send(message: string): Promise<void> | undefined {
    const [name] = Object.entries(CHANNELS).find(([, channel]) => channel === message.charCodeAt(0)) as [Channel, number];
    return this.#streams.get(name)?.write(bytesOf(message.slice(1)));
  }

  /** Ends this side's output. The connection stays until the client closes it. */
  close(): void {
    for (const stream of this.#streams.values()) stream.end();
    this.#connection.leave();
  }

  #stream(stream: SpdyStream): SpdyListener | undefined {
    const type = stream.headers.get('streamtype') as Channel;
    if (!this.#expected.has(type) || this.#streams.has(type)) return undefined;
    this.#streams.set(type, stream);
    if (this.#streams.size === this.#expected.size) void this.#begin();
    const channel = String.fromCharCode(CHANNELS[type]);
    return {
      data: (bytes) => this.#ready.then(() => (type === 'resize' ? this.#resize(channel, bytes) : this.#take(channel + byteString(bytes)))),
      end: () => void this.#ready.then(() => this.#take(String.fromCharCode(CLOSE_SIGNAL) + channel)),
      reset: () => {},
    };
  }

  /** Runs after acceptance of the last stream, which the client must see before any data. */
  async #begin(): Promise<void> {
    await Promise.resolve();
    this.#opened(this);
    this.#endWait();
  }

  /** Sizes are concatenated JSON texts, split at any position. */
  #resize(channel: string, bytes: Uint8Array): undefined {
    this.#size = (this.#size + byteString(bytes)).slice(-SIZE_CHARS_MAX);
    for (let end = this.#size.indexOf('}'); end >= 0; end = this.#size.indexOf('}')) {
      void this.#take(channel + this.#size.slice(0, end + 1));
      this.#size = this.#size.slice(end + 1);
    }
  }
}
