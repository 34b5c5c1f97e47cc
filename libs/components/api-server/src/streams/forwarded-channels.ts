import { statusErrors } from '@klockwork/api-machinery';
import type { BusSession, SessionPart } from '@klockwork/bus';
import type { ForwardedPort, ForwardOutcome } from '@klockwork/cluster-api';
import type { MessageSocket } from '@klockwork/http-api';
import type { AgentListener } from './agent-stream.ts';
import { type ChannelProtocol, decodeMessage, encodeMessage } from './channel-protocol.ts';
import { PartsToClient } from './parts-to-client.ts';

/** RFC 6455: the purpose is fulfilled. */
const NORMAL_CLOSURE = 1000;
/** Data and error channel of each port. */
const CHANNELS_PER_PORT = 2;

/**
 * Returns the ports of an old client's query, several per parameter too. Throws BadRequest with the kubelet's message. Models
 * `NewV4Options` of `pkg/kubelet/cri/streaming/portforward/websocket.go`.
 */
export function requestedPorts(parameters: readonly string[]): readonly number[] {
  if (parameters.length === 0) throw statusErrors.badRequest('query parameter "port" is required');
  return parameters.flatMap((text) => text.split(',').map((part) => portOf(part, text)));
}

function portOf(part: string, text: string): number {
  const port = /^\d+$/.test(part) ? Number(part) : Number.NaN;
  if (Number.isNaN(port))
    throw statusErrors.badRequest(`unable to parse "${text}" as a port: strconv.ParseUint: parsing "${part}": invalid syntax`);
  if (port > 65_535)
    throw statusErrors.badRequest(`unable to parse "${text}" as a port: strconv.ParseUint: parsing "${part}": value out of range`);
  if (port < 1) throw statusErrors.badRequest(`port "${text}" must be > 0`);
  return port;
}

/**
 * Port-forward over WebSocket channels, as in clients other than kubectl: per port a data channel and an error channel, both starting with
 * the port number, and a single immediate connection. Models `websocketStreamHandler` of `pkg/kubelet/cri/streaming/portforward`.
 */
export class ForwardedChannels implements AgentListener {
  readonly #protocol: ChannelProtocol;
  readonly #ports: readonly number[];
  readonly #fromAgent = new PartsToClient((part) => this.#writePart(part));
  #open: number;
  #socket: MessageSocket | undefined;
  #session: BusSession | undefined;
  #over = false;

  constructor(protocol: ChannelProtocol, ports: readonly number[]) {
    this.#protocol = protocol;
    this.#ports = ports;
    this.#open = ports.length;
  }

  /** Handles acceptance by the agent. */
  begun(session: BusSession): void {
    this.#session = session;
    this.#fromAgent.from(session);
    if (this.#over) session.abort();
    this.#ports.forEach((port, id) => {
      session.message('connect', JSON.stringify({ id, port } satisfies ForwardedPort));
    });
  }

  /** Handles the client's connection. */
  opened(socket: MessageSocket): void {
    this.#socket = socket;
    this.#ports.forEach((port, id) => {
      const portBytes = String.fromCharCode(port & 255, port >> 8);
      void this.#say(id * CHANNELS_PER_PORT, portBytes);
      void this.#say(id * CHANNELS_PER_PORT + 1, portBytes);
    });
    socket.onMessage((bytes) => {
      const { channel = -1, bytes: sentBytes = '' } = decodeMessage(this.#protocol, bytes) ?? {};
      const isData = channel % CHANNELS_PER_PORT === 0 && channel < this.#ports.length * CHANNELS_PER_PORT;
      return isData ? this.#session?.send(String(channel / CHANNELS_PER_PORT), sentBytes) : undefined;
    });
    this.#fromAgent.open();
    if (this.#over) socket.close(NORMAL_CLOSURE);
  }

  /** Handles disconnection of the client: closes its connections. */
  gone(): void {
    this.#over = true;
    this.#fromAgent.drop();
    this.#session?.abort();
  }

  onPart(part: SessionPart): void {
    this.#fromAgent.add(part);
  }

  /** Handles loss of the node or end of its agent: all forwarding ends. */
  onEnd(): void {
    this.#finish();
  }

  #writePart({ channel, bytes = '' }: SessionPart): Promise<void> | undefined {
    if (channel !== 'done') return bytes === '' ? undefined : this.#say(Number(channel) * CHANNELS_PER_PORT, bytes);
    const { id, error = '' } = JSON.parse(bytes) as ForwardOutcome;
    if (error !== '') void this.#say(id * CHANNELS_PER_PORT + 1, error);
    this.#open -= 1;
    if (this.#open === 0) this.#finish();
    return undefined;
  }

  #finish(): void {
    if (this.#over) return;
    this.#over = true;
    this.#fromAgent.drop();
    this.#session?.abort();
    this.#socket?.close(NORMAL_CLOSURE);
  }

  #say(channel: number, bytes: string): Promise<void> | undefined {
    return this.#socket?.send(encodeMessage(this.#protocol, channel, bytes), this.#protocol.form);
  }
}
