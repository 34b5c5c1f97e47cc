import type { BusSession, SessionEnd, SessionPart } from '@klockwork/bus';
import type { StreamOutcome } from '@klockwork/cluster-api';
import type { MessageSocket } from '@klockwork/http-api';
import type { AgentListener } from './agent-stream.ts';
import { CHANNELS, type ChannelMessage, type ChannelProtocol, decodeMessage, encodeMessage } from './channel-protocol.ts';
import { PartsToClient } from './parts-to-client.ts';
import type { StreamOptions } from './stream-options.ts';
import { internalErrorText, outcomeText } from './stream-status.ts';

/** RFC 6455: the purpose is fulfilled. */
const NORMAL_CLOSURE = 1000;

/**
 * Connects a client's WebSocket with an agent's session: messages to the agent, parts to the client, each with back-pressure. Early data
 * waits for the other side.
 */
export class ClientStream implements AgentListener {
  readonly #protocol: ChannelProtocol;
  readonly #options: StreamOptions;
  readonly #fromAgent = new PartsToClient((part) => this.#writePart(part));
  readonly #opening: Promise<void>;
  #endOpening: () => void = () => {};
  #socket: MessageSocket | undefined;
  #session: BusSession | undefined;
  #over = false;
  /** Status of a stream that ended before its connection. */
  #unsent: string | undefined;

  constructor(protocol: ChannelProtocol, options: StreamOptions) {
    this.#protocol = protocol;
    this.#options = options;
    this.#opening = new Promise((resolve) => {
      this.#endOpening = resolve;
    });
  }

  /** Handles acceptance by the agent. */
  begun(session: BusSession): void {
    this.#session = session;
    this.#fromAgent.from(session);
    if (this.#over) session.abort();
    this.#endOpening();
  }

  /** Handles the client's connection. An empty message announces the open stream. */
  opened(socket: MessageSocket): void {
    this.#socket = socket;
    const { stdout, stderr } = this.#options;
    void this.#say(stdout ? CHANNELS.stdout : stderr ? CHANNELS.stderr : CHANNELS.error, '');
    socket.onMessage((bytes) => {
      const message = decodeMessage(this.#protocol, bytes);
      if (message === undefined) return undefined;
      return this.#session === undefined ? this.#opening.then(() => this.#toAgent(message)) : this.#toAgent(message);
    });
    if (this.#unsent !== undefined) this.#sendStatus(socket, this.#unsent);
    this.#fromAgent.open();
  }

  /** Handles disconnection of the client: its command ends. */
  gone(): void {
    this.#end();
    this.#session?.abort();
  }

  /** The agent did not begin. */
  refused(message: string): void {
    this.#endOpening();
    this.#finish(internalErrorText(message));
  }

  onPart(part: SessionPart): void {
    this.#fromAgent.add(part);
  }

  onEnd(end: SessionEnd): void {
    // Orderly ends follow the outcome. Without one, the command's result is unknown.
    this.#fromAgent.add({ channel: 'lost', bytes: end });
  }

  #toAgent({ channel, bytes }: ChannelMessage): Promise<void> | undefined {
    if (channel === CHANNELS.stdin && this.#options.stdin) {
      if (bytes !== undefined) return this.#session?.send('stdin', bytes);
      this.#session?.end('stdin');
    }
    if (channel === CHANNELS.resize && bytes !== undefined) this.#resize(bytes);
    return undefined;
  }

  #resize(bytes: string): void {
    const size = /^\s*\{\s*"Width"\s*:\s*(\d{1,5})\s*,\s*"Height"\s*:\s*(\d{1,5})\s*\}\s*$/.exec(bytes);
    if (size !== null) this.#session?.message('resize', JSON.stringify({ rows: Number(size[2]), columns: Number(size[1]) }));
  }

  #writePart({ channel, bytes = '' }: SessionPart): Promise<void> | undefined {
    if (channel === 'stdout' || channel === 'stderr') return this.#say(CHANNELS[channel], bytes);
    if (channel === 'outcome') this.#finish(outcomeText(this.#protocol, JSON.parse(bytes) as StreamOutcome));
    if (channel === 'lost') this.#finish(internalErrorText('error reading from error stream: unexpected EOF'));
    return undefined;
  }

  #finish(text: string): void {
    if (this.#over) return;
    this.#end();
    if (this.#socket === undefined) this.#unsent = text;
    else this.#sendStatus(this.#socket, text);
  }

  #sendStatus(socket: MessageSocket, text: string): void {
    if (text !== '') void this.#say(CHANNELS.error, text);
    socket.close(NORMAL_CLOSURE);
  }

  #end(): void {
    this.#over = true;
    this.#fromAgent.drop();
  }

  #say(channel: number, bytes: string): Promise<void> | undefined {
    return this.#socket?.send(encodeMessage(this.#protocol, channel, bytes), this.#protocol.form);
  }
}
