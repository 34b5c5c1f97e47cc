import { expect, test } from 'vitest';
import { scriptRunner } from '../../../testing/run-script.ts';

const run = await scriptRunner('busybox');
const outputOf = async (script: string) => (await run('sh', script)).stdout;

test('ip addr shows the loopback and the address of the pod', async () => {
  expect(await outputOf('ip addr')).toBe(`1: lo: <LOOPBACK,UP,LOWER_UP> mtu 65536 qdisc noqueue qlen 1000
    link/loopback 00:00:00:00:00:00 brd 00:00:00:00:00:00
    inet 127.0.0.1/8 scope host lo
       valid_lft forever preferred_lft forever
2: eth0@if5: <BROADCAST,MULTICAST,UP,LOWER_UP,M-DOWN> mtu 1500 qdisc noqueue 
    link/ether 0a:58:0a:f4:01:02 brd ff:ff:ff:ff:ff:ff
    inet 10.244.1.2/24 brd 10.244.1.255 scope global eth0
       valid_lft forever preferred_lft forever
`);
});

test.each([
  ['ip a show dev eth0 | grep -c inet', '1\n'],
  ['ip -4 addr show lo | grep inet', '    inet 127.0.0.1/8 scope host lo\n'],
  ['ip link | grep -c link/', '2\n'],
  ["ip addr show eth0 | awk '/inet / {print $2}' | cut -d/ -f1", '10.244.1.2\n'],
  [
    'ip route',
    'default via 10.244.1.1 dev eth0 \n10.244.1.0/24 via 10.244.1.1 dev eth0  src 10.244.1.2 \n10.244.1.1 dev eth0 scope link  src 10.244.1.2 \n',
  ],
  ["ip r | awk '/default/ {print $3}'", '10.244.1.1\n'],
  ["ifconfig eth0 | grep 'inet addr' | cut -d: -f2 | awk '{print $1}'", '10.244.1.2\n'],
  ['ifconfig | grep -c encap', '2\n'],
])('%s', async (script, output) => {
  expect(await outputOf(script)).toBe(output);
});

test('a missing interface is rejected', async () => {
  expect(await run('sh', 'ip addr show eth9')).toEqual({ stdout: '', stderr: "ip: can't find device 'eth9'\n", code: 1 });
  expect(await run('sh', 'ifconfig eth9')).toEqual({
    stdout: '',
    stderr: 'ifconfig: eth9: error fetching interface information: Device not found\n',
    code: 1,
  });
});
