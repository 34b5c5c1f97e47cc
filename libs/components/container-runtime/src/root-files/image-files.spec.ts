import { expect, test } from 'vitest';
import { scriptRunner } from '../testing/run-script.ts';

const DEBIAN =
  'bin boot dev docker-entrypoint.d docker-entrypoint.sh etc home lib lib64 media mnt opt proc root run sbin srv sys tmp usr var work';

test('the root of nginx has the folders of Debian and the scripts that its log names', async () => {
  const run = await scriptRunner('nginx');
  const { stdout } = await run('sh', 'ls / | xargs; ls /docker-entrypoint.d | head -n1; cat /etc/nginx/conf.d/default.conf | head -n2');
  expect(stdout).toBe(`${DEBIAN}\n10-listen-on-ipv6-by-default.sh\nserver {\n    listen       80;\n`);
});

test('files of an image have its build date', async () => {
  const run = await scriptRunner('nginx');
  const { stdout } = await run('sh', 'cd /usr/share/nginx/html; stat -c %y . .. index.html | cut -c1-10 | uniq');
  expect(stdout).toBe('2025-11-04\n');
});

test('devices have the time of the container', async () => {
  const run = await scriptRunner('busybox');
  const { stdout } = await run(
    'sh',
    'cd /dev; stat -c %y . * pts/* | cut -c1-10 | sort -u; echo *; ls -l pts | tail -n1 | cut -c1-10; readlink ptmx core',
  );
  expect(stdout).toBe(
    '2026-01-01\ncore fd full mqueue null ptmx pts random shm stderr stdin stdout termination-log tty urandom zero\n' +
      'crw-rw-rw-\npts/ptmx\n/proc/kcore\n',
  );
});
