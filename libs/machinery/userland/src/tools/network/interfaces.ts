import type { Call, Command } from '../call.ts';

/** Interface of a pod. eth0 has a 24-bit prefix and an Ethernet address derived from its IP address, like CNI plugins. */
interface Interface {
  readonly index: number;
  readonly name: string;
  readonly flags: string;
  readonly mtu: number;
  readonly hardware: string;
  readonly address: string;
  readonly prefixLength: number;
}

/** Verbs of `ip link` and `ip address` that change the network. */
const CHANGES: ReadonlySet<string> = new Set(['add', 'change', 'del', 'delete', 'flush', 'replace', 'set']);
const FOREVER = '       valid_lft forever preferred_lft forever\n';
const HELP = `Usage: ip [OPTIONS] address|route|link [ARGS]\n\nOPTIONS := -f[amily] inet|inet6|link | -o[neline]\n`;

function interfacesOf({ process }: Call): readonly Interface[] {
  const { address } = process.machine.network;
  const bytes = address.split('.').map((byte) => Number(byte).toString(16).padStart(2, '0'));
  return [
    {
      ...{ index: 1, name: 'lo', flags: 'LOOPBACK,UP,LOWER_UP', mtu: 65_536 },
      ...{ hardware: '', address: '127.0.0.1', prefixLength: 8 },
    },
    {
      ...{ index: 2, name: 'eth0', flags: 'BROADCAST,MULTICAST,UP,LOWER_UP,M-DOWN', mtu: 1_500 },
      ...{ hardware: `0a:58:${bytes.join(':')}`, address, prefixLength: 24 },
    },
  ];
}

/** BusyBox's `ip addr`, `ip link` and `ip route`, which only show: changes are not permitted. */
export const ip: Command = async (call) => {
  const words = call.args.filter((arg) => !arg.startsWith('-'));
  const [object = '', ...rest] = words;
  const isObject = (name: string) => object !== '' && name.startsWith(object);
  if (isObject('route')) return call.print(routes(call));
  if (!isObject('address') && !isObject('link')) {
    await call.stderr.write(HELP);
    return 1;
  }
  // Even root of a container may not without NET_ADMIN; nothing else is changed here.
  if (CHANGES.has(rest[0] ?? '')) {
    await call.stderr.write('ip: RTNETLINK answers: Operation not permitted\n');
    return 2;
  }
  const device = rest.filter((word) => !['show', 'list', 'ls', 'dev'].includes(word))[0];
  const shownInterfaces = interfacesOf(call).filter(({ name }) => device === undefined || name === device);
  if (shownInterfaces.length === 0) return call.complain(`can't find device '${device}'`);
  return call.print(shownInterfaces.map((each) => `${linkLines(each)}${isObject('link') ? '' : addressLines(each)}`).join(''));
};

function linkLines({ index, name, flags, mtu, hardware }: Interface): string {
  const isLoopback = hardware === '';
  const title = `${index}: ${isLoopback ? name : `${name}@if${index + 3}`}: <${flags}> mtu ${mtu} qdisc noqueue ${isLoopback ? 'qlen 1000' : ''}\n`;
  const link = isLoopback ? 'loopback 00:00:00:00:00:00 brd 00:00:00:00:00:00' : `ether ${hardware} brd ff:ff:ff:ff:ff:ff`;
  return `${title}    link/${link}\n`;
}

function addressLines({ name, address, prefixLength, hardware }: Interface): string {
  const scope = hardware === '' ? `scope host ${name}` : `brd ${networkOf(address, '255')} scope global ${name}`;
  return `    inet ${address}/${prefixLength} ${scope}\n${FOREVER}`;
}

function routes({ process }: Call): string {
  const { address } = process.machine.network;
  const gateway = networkOf(address, '1');
  return [
    `default via ${gateway} dev eth0 `,
    `${networkOf(address, '0')}/24 via ${gateway} dev eth0  src ${address} `,
    `${gateway} dev eth0 scope link  src ${address} `,
    '',
  ].join('\n');
}

/** BusyBox's `route [-n]`, which only shows. */
export const route: Command = (call) => {
  const { address } = call.process.machine.network;
  const gateway = networkOf(address, '1');
  const rows = [
    ['0.0.0.0', gateway, '0.0.0.0', 'UG'],
    [networkOf(address, '0'), gateway, '255.255.255.0', 'UG'],
    [gateway, '0.0.0.0', '255.255.255.255', 'UH'],
  ];
  const title = 'Destination     Gateway         Genmask         Flags Metric Ref    Use Iface';
  const lines = rows.map((row) => `${row.map((cell, at) => cell.padEnd(at === 3 ? 5 : 15)).join(' ')} 0      0        0 eth0`);
  return call.print(['Kernel IP routing table', title, ...lines, ''].join('\n'));
};

/** The address with another last byte. */
function networkOf(address: string, last: string): string {
  return address.replace(/\d+$/, last);
}

/** BusyBox's `ifconfig [interface]`. Packets are not counted. */
export const ifconfig: Command = (call) => {
  const [choice] = call.args.filter((arg) => !arg.startsWith('-'));
  const shownInterfaces = interfacesOf(call).filter(({ name }) => choice === undefined || name === choice);
  if (shownInterfaces.length === 0) return call.complain(`${choice}: error fetching interface information: Device not found`);
  return call.print([...shownInterfaces].reverse().map(ifconfigLines).join(''));
};

function ifconfigLines({ name, hardware, address, mtu }: Interface): string {
  const isLoopback = hardware === '';
  const encapsulation = isLoopback ? 'Local Loopback' : `Ethernet  HWaddr ${hardware.toUpperCase()}`;
  const inet = isLoopback
    ? `inet addr:${address}  Mask:255.0.0.0`
    : `inet addr:${address}  Bcast:${networkOf(address, '255')}  Mask:255.255.255.0`;
  const flags = isLoopback ? 'UP LOOPBACK RUNNING' : 'UP BROADCAST RUNNING MULTICAST';
  const lines = [
    `Link encap:${encapsulation}  `,
    `${inet}`,
    `${flags}  MTU:${mtu}  Metric:1`,
    'RX packets:0 errors:0 dropped:0 overruns:0 frame:0',
    'TX packets:0 errors:0 dropped:0 overruns:0 carrier:0',
    `collisions:0 txqueuelen:${isLoopback ? 1_000 : 0} `,
    'RX bytes:0 (0.0 B)  TX bytes:0 (0.0 B)',
  ];
  return `${lines.map((line, at) => `${(at === 0 ? name : '').padEnd(10)}${line}\n`).join('')}\n`;
}
