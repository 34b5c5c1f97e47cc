import { advance } from '@klockwork/userland/testing';
import { beforeEach, describe, expect, test } from 'vitest';
import { ServiceLab } from '../../../testing/service-lab.ts';

let lab: ServiceLab;
beforeEach(async () => {
  lab = await ServiceLab.start({ server: 'busybox', serverFields: { command: ['sleep', 'infinity'] } });
});

const pod = (name: string) => lab.named(name);
const run = (name: string, script: string, limitMs = 0) => lab.script(name, script, limitMs);
const begin = async (name: string, script: string) => {
  const { outcome } = lab.start(pod(name), 'sh', '-c', script);
  await advance(lab.clock, 0);
  return outcome;
};

describe('nc', () => {
  test.each<[string, string, string, number]>([
    ['busybox', 'nc -zv web 80', 'web (10.96.0.20:80) open\n', 0],
    ['busybox', 'nc -zv 10.244.1.2 81', 'nc: 10.244.1.2:81: Connection refused\n', 1],
    ['busybox', 'nc -w 3 10.244.1.99 80', 'nc: timed out\n', 1],
    ['busybox', 'nc nobody 80', "nc: bad address 'nobody'\n", 1],
    ['debian', 'nc -zv web 80', 'Connection to web (10.96.0.20) 80 port [tcp/http] succeeded!\n', 0],
    ['debian', 'nc -zv 10.244.1.2 81', 'nc: connect to 10.244.1.2 (10.244.1.2) port 81 (tcp) failed: Connection refused\n', 1],
    [
      'debian',
      'nc -zvw 3 10.244.1.99 80',
      'nc: connect to 10.244.1.99 (10.244.1.99) port 80 (tcp) timed out: Operation now in progress\n',
      1,
    ],
    ['debian', 'nc -z nobody 80', 'nc: getaddrinfo for host "nobody" port 80: Name or service not known\n', 1],
  ])('nc of %s: %s', async (image, script, output, code) => {
    await begin('server', 'nc -lk -p 8080 > /dev/null');
    const { stdout, stderr, code: ended } = await run(image, script, 10_000);
    expect([stderr + stdout, ended]).toEqual([output, code]);
  });

  test('nc listens and exchanges bytes with a client', async () => {
    const server = await begin('server', 'echo answer | nc -l -p 7 > /tmp/heard; cat /tmp/heard');
    const { stdout, code } = await run('busybox', 'echo ask | nc 10.244.1.2 7');
    expect([stdout, code, server()]).toEqual(['answer\n', 0, { stdout: 'ask\n', stderr: '', code: 0 }]);
  });

  test('nc runs a command for each connection', async () => {
    await begin('server', 'nc -lk -p 7 -e cat');
    for (const word of ['one', 'two']) expect((await run('busybox', `echo ${word} | nc 10.244.1.2 7`)).stdout).toBe(`${word}\n`);
  });

  test('nc cannot listen on a port in use', async () => {
    await begin('server', 'nc -l -p 7');
    expect(await run('server', 'nc -l -p 7')).toEqual({ stdout: '', stderr: 'nc: bind: Address already in use\n', code: 1 });
  });

  test('an endless nc leaves lab time to others', async () => {
    await begin('server', 'nc -lk -p 7 -e cat');
    const { outcome, stop } = lab.start(pod('debian'), 'sh', '-c', 'nc 10.244.1.2 7 < /dev/zero > /dev/null');
    const before = lab.clock.now();
    await advance(lab.clock, 200);
    expect([lab.clock.now() - before, outcome().code]).toEqual([200, undefined]);
    stop.stop();
    await advance(lab.clock, 200);
    expect(outcome().stderr).toBe('StoppedError: stopped');
  });

  test('curl sends a file, empty if missing', async () => {
    await begin('server', 'nc -l -p 7 > /tmp/heard');
    await run('debian', 'curl -s -m 1 -d @/none 10.244.1.2:7', 2_000);
    const heard = 'Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 0\r\n\r\n';
    expect((await run('server', 'tail -n 3 /tmp/heard')).stdout).toBe(heard);
  });

  test('nc exchanges datagrams', async () => {
    const server = await begin('server', 'echo pong | nc -u -l -p 53 -w 5');
    await run('busybox', 'echo ping | nc -u -w 1 10.244.1.2 53', 1_000);
    await advance(lab.clock, 10_000);
    expect(server()).toEqual({ stdout: 'ping\n', stderr: '', code: 0 });
  });
});

describe('ping', () => {
  test.each<[string, string, string, number]>([
    [
      'busybox',
      'ping -c 2 10.244.1.2',
      'PING 10.244.1.2 (10.244.1.2): 56 data bytes\n64 bytes from 10.244.1.2: seq=0 ttl=62 time=0.000 ms\n64 bytes from 10.244.1.2: seq=1 ttl=62 time=0.000 ms\n\n--- 10.244.1.2 ping statistics ---\n2 packets transmitted, 2 packets received, 0% packet loss\nround-trip min/avg/max = 0.000/0.000/0.000 ms\n',
      0,
    ],
    [
      'debian',
      'ping -c 1 -q localhost',
      'PING localhost (127.0.0.1) 56(84) bytes of data.\n\n--- localhost ping statistics ---\n1 packets transmitted, 1 received, 0% packet loss, time 0ms\nrtt min/avg/max/mdev = 0.000/0.000/0.000/0.000 ms\n',
      0,
    ],
    [
      'debian',
      'ping -c 2 -W 1 10.244.1.99',
      'PING 10.244.1.99 (10.244.1.99) 56(84) bytes of data.\n\n--- 10.244.1.99 ping statistics ---\n2 packets transmitted, 0 received, 100% packet loss, time 2000ms\n\n',
      1,
    ],
    ['debian', 'ping nobody', 'ping: nobody: Name or service not known\n', 2],
    ['busybox', 'ping nobody', "ping: bad address 'nobody'\n", 1],
  ])('ping of %s: %s', async (image, script, output, code) => {
    const { stdout, stderr, code: ended } = await run(image, script, 10_000);
    expect([stderr + stdout, ended]).toEqual([output, code]);
  });

  test('ping prints its statistics at Ctrl-C', async () => {
    const outcome = await begin('busybox', '(sleep 2.5; killall -INT ping) & ping 10.244.1.2');
    await advance(lab.clock, 3_000);
    expect(outcome().stdout).toContain('3 packets transmitted, 3 packets received, 0% packet loss');
  });
});

describe('a server of a script', () => {
  test('httpd serves the current files of its folder', async () => {
    await begin('server', 'mkdir /www; echo one > /www/a.txt; busybox httpd -f -p 8080 -h /www');
    expect((await run('busybox', 'wget -qO- 10.244.1.2:8080/a.txt')).stdout).toBe('one\n');
    await run('server', 'echo two > /www/a.txt');
    expect((await run('busybox', 'wget -qO- web/a.txt')).stdout).toBe('two\n');
    expect((await run('server', 'wget -qO- localhost:8080/../etc/passwd')).stderr).toContain('400 Bad Request');
  });

  test('httpd without -f runs in the background until killed', async () => {
    expect((await run('server', 'httpd -p 8080 -h /etc')).code).toBe(0);
    expect((await run('busybox', 'wget -qO- web/hostname')).stdout).toBe('pod-1\n');
    await run('server', 'killall httpd');
    expect((await run('busybox', 'wget -qO- web/hostname')).stderr).toContain('Connection refused');
  });

  test('netstat and ss list servers', async () => {
    await begin('server', 'httpd -p 127.0.0.1:8080');
    await begin('server', 'nc -u -l -p 53');
    expect((await run('server', 'netstat -tuln')).stdout).toBe(
      [
        'Active Internet connections (only servers)',
        'Proto Recv-Q Send-Q Local Address           Foreign Address         State       ',
        'tcp        0      0 127.0.0.1:8080          0.0.0.0:*               LISTEN      ',
        'udp        0      0 0.0.0.0:53              0.0.0.0:*                           ',
        '',
      ].join('\n'),
    );
    await begin('debian', 'nc -lk 8080');
    expect((await run('debian', 'ss -tln')).stdout).toBe(
      'State  Recv-Q Send-Q Local Address:Port Peer Address:Port Process\nLISTEN 0      4096         0.0.0.0:8080      0.0.0.0:*\n',
    );
  });

  test('busybox runs its commands by name', async () => {
    expect(await run('busybox', 'busybox echo hi; busybox nothing')).toEqual({
      stdout: 'hi\n',
      stderr: 'nothing: applet not found\n',
      code: 127,
    });
  });
});

describe('a redirection of bash to /dev/tcp', () => {
  test('a redirection of bash to /dev/tcp connects to a server that listens', async () => {
    await begin('server', 'echo hello | nc -l -p 8080');
    const { stdout, stderr, code } = await run('debian', 'bash -c "exec 3<>/dev/tcp/web/80 && head -n1 <&3; echo open"');
    expect([stderr + stdout, code]).toEqual(['hello\nopen\n', 0]);
  });

  test.each([
    ['10.244.1.2/81', 'bash: connect: Connection refused\nbash: line 1: /dev/tcp/10.244.1.2/81: Connection refused\n'],
    ['nobody/81', 'bash: nobody: Name or service not known\nbash: line 1: /dev/tcp/nobody/81: Invalid argument\n'],
  ])('a redirection of bash to /dev/tcp/%s is refused', async (place, output) => {
    expect(await run('debian', `bash -c ': > /dev/tcp/${place}'`)).toEqual({ stdout: '', stderr: output, code: 1 });
  });
});
