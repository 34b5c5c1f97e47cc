import type { Endpoint } from '../../network/endpoint.ts';
import type { Call, Command } from '../call.ts';

interface Row {
  readonly protocol: 'tcp' | 'udp';
  readonly local: Endpoint;
  readonly program: string;
}

/** Sockets of the pod: its containers share one network. */
function rowsOf({ process }: Call, has: (letter: string) => boolean): readonly Row[] {
  const { listeners, datagramSockets } = process.machine.network;
  const both = !has('t') && !has('u');
  const tcp = has('t') || both ? listeners.map(({ local, program }): Row => ({ protocol: 'tcp', local, program })) : [];
  const udp = has('u') || both ? datagramSockets.map(({ local }): Row => ({ protocol: 'udp', local, program: '' })) : [];
  return [...tcp, ...udp];
}

/** `netstat -tuln`: what listens. Connections that are open are not shown. */
export const netstat: Command = (call) => {
  const { has } = call.options({
    letters: 'tulnapWe',
    long: { listening: 'l', numeric: 'n', all: 'a', tcp: 't', udp: 'u', program: 'p', programs: 'p' },
  });
  const listens = has('l') || has('a');
  const rows = listens ? rowsOf(call, has) : [];
  const title = has('a') ? 'servers and established' : listens ? 'only servers' : 'w/o servers';
  const heading = `Active Internet connections (${title})\nProto Recv-Q Send-Q Local Address           Foreign Address         State       ${has('p') ? 'PID/Program name    ' : ''}\n`;
  const lines = rows.map(({ protocol, local, program }) => {
    const state = protocol === 'tcp' ? 'LISTEN' : '';
    const columns = `${protocol.padEnd(5)}      0      0 ${textOf(local).padEnd(23)} ${'0.0.0.0:*'.padEnd(23)} ${state.padEnd(11)} `;
    return `${has('p') ? `${columns}-/${program}` : columns}\n`;
  });
  return call.print(`${heading}${lines.join('')}`);
};

/** `ss -tuln`: what listens. Connections that are open are not shown. */
export const ss: Command = (call) => {
  const { has } = call.options({
    letters: 'tulnapH4',
    long: { listening: 'l', numeric: 'n', all: 'a', tcp: 't', udp: 'u', processes: 'p', 'no-header': 'H' },
  });
  const rows = has('l') || has('a') ? rowsOf(call, has) : [];
  const isMixed = has('t') === has('u');
  const kind = (protocol: string) => (isMixed ? `${protocol} ` : '');
  const heading = `${isMixed ? 'Netid ' : ''}State  Recv-Q Send-Q Local Address:Port Peer Address:Port Process\n`;
  const lines = rows.map(({ protocol, local, program }) => {
    const [state, queue] = protocol === 'tcp' ? ['LISTEN', 4096] : ['UNCONN', 0];
    const users = has('p') && program !== '' ? `users:(("${program}"))` : '';
    const place = `${local.address.padStart(13)}:${String(local.port).padEnd(4)}`;
    return `${kind(protocol).padEnd(isMixed ? 6 : 0)}${state.padEnd(6)} 0      ${String(queue).padEnd(6)} ${place} ${'0.0.0.0'.padStart(12)}:*    ${users}`.trimEnd();
  });
  return call.print(`${has('H') ? '' : heading}${lines.map((line) => `${line}\n`).join('')}`);
};

function textOf({ address, port }: Endpoint): string {
  return `${address}:${port}`;
}
