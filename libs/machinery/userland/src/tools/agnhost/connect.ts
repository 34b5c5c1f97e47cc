import { StoppedError } from '@klockwork/kernel';
import { ANY_ADDRESS, type Endpoint } from '../../network/endpoint.ts';
import type { Process } from '../../process.ts';
import type { Call, Command } from '../call.ts';
import { flagOf } from '../flags.ts';
import { connectToAny } from '../network/connect-to-any.ts';
import { DeadlineError, within } from '../network/deadline.ts';
import { lookUpHost } from '../network/resolver.ts';
import { goDurationMs } from './go-duration.ts';

const UDP_DATA = 'hostname';

/** Endpoint to connect to, and the time limit. */
interface Destination extends Endpoint {
  readonly limitMs: number;
}

/**
 * `agnhost connect HOST:PORT`: tries a TCP or UDP connection; failures begin with UNKNOWN, TIMEOUT, DNS, REFUSED or OTHER. Models
 * test/images/agnhost/connect, without SCTP.
 */
export const agnhostConnect: Command = async (call) => {
  const failure = await failureOf(call);
  if (failure === undefined) return 0;
  await call.stderr.write(`${failure}\n`);
  return 1;
};

async function failureOf(call: Call): Promise<string | undefined> {
  const { args, process } = call;
  const target = targetOf(args.slice(1));
  const [, host, port] = /^(.*):(\d+)$/.exec(target) ?? [];
  if (host === undefined || port === undefined) return `UNKNOWN: address ${target}: missing port in address`;
  const lookup = await lookUpHost(process, host);
  const [address] = 'failure' in lookup ? [] : lookup.addresses;
  if (address === undefined) return `DNS: lookup ${host}: no such host`;
  const limitMs = goDurationMs(flagOf(args, 'timeout') ?? '0') || Number.POSITIVE_INFINITY;
  const protocol = flagOf(args, 'protocol') || 'tcp';
  const to = { address, port: Number(port), limitMs };
  if (protocol === 'tcp') return tcpFailure(process, to);
  if (protocol === 'udp') return udpFailure(process, to, flagOf(args, 'udp-data') ?? UDP_DATA);
  return `Unsupported protocol\n${protocol}`;
}

/** Returns the positional argument. */
function targetOf(args: readonly string[]): string {
  return args.find((arg, at) => !arg.startsWith('-') && !/^--[\w-]+$/.test(args[at - 1] ?? '')) ?? '';
}

async function tcpFailure(process: Process, { address, port, limitMs }: Destination): Promise<string | undefined> {
  const connection = await connectToAny(process, [address], port, limitMs);
  if (!('failure' in connection)) {
    connection.close();
    return undefined;
  }
  if (connection.failure === 'deadline' || connection.failure === 'timeout') return 'TIMEOUT';
  if (connection.failure === 'refused') return 'REFUSED';
  return `OTHER: dial tcp ${address}:${port}: connect: ${connection.message.toLowerCase()}`;
}

async function udpFailure(process: Process, to: Destination, data: string): Promise<string | undefined> {
  const { network } = process.machine;
  const socket = network.bind({ address: ANY_ADDRESS, port: 0 });
  const ends = `${network.address}:${socket.local.port}->${to.address}:${to.port}`;
  try {
    network.send(socket.local.port, to, `${data}\n`);
    const { bytes } = await within(process, to.limitMs, (stop) => {
      stop.onStop(() => socket.close());
      return socket.receive();
    });
    if (bytes !== '') return undefined;
    return 'OTHER: No data received from the server. Cannot guarantee the server received the request.';
  } catch (error) {
    if (!(error instanceof DeadlineError) && !(error instanceof StoppedError)) throw error;
    return `TIMEOUT: read udp ${ends}: i/o timeout`;
  } finally {
    socket.close();
  }
}
