import { expect, test } from 'vitest';
import { scriptRunner } from '../../testing/run-script.ts';

const [busybox, gnu] = [await scriptRunner('busybox'), await scriptRunner('debian')];

test.each([
  ['seq 3 | less', '1\n2\n3\n'],
  ['seq 3 > f; more f', '1\n2\n3\n'],
  ['seq 3 | shuf | sort', '1\n2\n3\n'],
  ['shuf -i 5-9 | sort | tr "\\n" " "; shuf -n 2 -e a b c | wc -l; shuf -n 0 -e a', '5 6 7 8 9 2\n'],
  ["printf 'a\\0b-c\\0' | tr '\\0' '\\n'; echo 'a-b_c' | tr '[:punct:]' '.'", 'a\nb-c\na.b.c\n'],
  ['printf "a\\r\\nb\\r\\n" > f; dos2unix f; od -c f | head -n 1; unix2dos < f | wc -c', '0000000   a  \\n   b  \\n\n6\n'],
  ['printf hello | cksum; printf hello > f; cksum f; printf "" | cksum', '3287646509 5\n3287646509 5 f\n4294967295 0\n'],
  ['printf "\\1abc\\2defgh\\3ij kl\\n" | strings; printf "ab\\0" | strings -n 2', 'defgh\nij kl\nab\n'],
  [
    'printf "hello, world 1234\\n" | xxd; printf "hi\\n" | xxd -p; echo 68690a | xxd -r -p; seq 9 | xxd | xxd -r | tail -n 1',
    '00000000: 6865 6c6c 6f2c 2077 6f72 6c64 2031 3233  hello, world 123\n00000010: 340a                                     4.\n68690a\nhi\n9\n',
  ],
  ['mkdir -p d/b; touch d/a d/b/c d/.hidden; ln -s a d/z; tree d', 'd\n|-- a\n|-- b\n|   `-- c\n`-- z -> a\n\n1 directories, 3 files\n'],
  ['tree none', 'none [error opening dir]\n\n0 directories, 0 files\n'],
  ['mountpoint /proc; mountpoint /etc; echo $?; mountpoint -q /none; echo $?', '/proc is a mountpoint\n/etc is not a mountpoint\n1\n1\n'],
  ['pidof sleep; pidof -s sh >/dev/null && echo found; pidof none; echo $?', '1\nfound\n1\n'],
  ['clear | od -c | head -n 1', '0000000 033   [   H 033   [   J\n'],
  [
    'route -n',
    'Kernel IP routing table\nDestination     Gateway         Genmask         Flags Metric Ref    Use Iface\n0.0.0.0         10.244.1.1      0.0.0.0         UG    0      0        0 eth0\n10.244.1.0      10.244.1.1      255.255.255.0   UG    0      0        0 eth0\n10.244.1.1      0.0.0.0         255.255.255.255 UH    0      0        0 eth0\n',
  ],
])('BusyBox has a small tool: %s', async (script, stdout) => {
  expect(await busybox('sh', script)).toMatchObject({ stdout, stderr: '' });
});

test.each([
  ['seq 3 | shuf | sort; printf hello | cksum', '1\n2\n3\n3287646509 5\n'],
  ['TERM=xterm clear | od -c | head -n 1', '0000000 033   [   H 033   [   2   J 033   [   3   J\n'],
  ['mountpoint /etc; echo $?; pidof sleep', '/etc is not a mountpoint\n32\n1\n'],
  ['echo page | more; dir -d /usr', 'page\n/usr\n'],
  [
    'lscpu | sed -n "1p;4,7p"; lscpu | grep -c :',
    'Architecture:        x86_64\nCPU(s):              4\nOn-line CPU(s) list: 0-3\nVendor ID:           Klockwork\nModel name:          Klockwork simulated processor\n13\n',
  ],
])('Debian has a small tool: %s', async (script, stdout) => {
  expect(await gnu('sh', script)).toMatchObject({ stdout, stderr: '' });
});

test.each(['less', 'tree', 'xxd', 'strings', 'dos2unix', 'sysctl', 'route'])('a bare Debian has no %s', async (name) => {
  expect(await gnu('sh', name)).toMatchObject({ stderr: `sh: 1: ${name}: not found\n`, code: 127 });
});

test.each([
  ['shuf -n x', "shuf: invalid number 'x'\n", "shuf: invalid line count: 'x'\nTry 'shuf --help' for more information.\n"],
  ['cksum none', "cksum: can't open 'none': No such file or directory\n", 'cksum: none: No such file or directory\n'],
  ['mountpoint /none', 'mountpoint: /none: No such file or directory\n', 'mountpoint: /none: No such file or directory\n'],
])('a small tool reports an error: %s', async (script, ofBusybox, ofGnu) => {
  expect(await busybox('sh', script)).toMatchObject({ stdout: '', stderr: ofBusybox, code: 1 });
  expect(await gnu('sh', script)).toMatchObject({ stdout: '', stderr: ofGnu, code: 1 });
});
