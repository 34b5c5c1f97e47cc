/** Splits a text at spaces. */
const words = (text: string) => text.split(' ');

/** Files that are special, or that a script may well name: folders, links, devices, handles, files that are computed. */
export const PATHS: readonly string[] = [
  ...words(
    '/dev/null /dev/zero /dev/full /dev/random /dev/urandom /dev/tty /dev/stdin /dev/stdout /dev/stderr /dev/fd/0 /dev/fd/1 /dev/fd/9',
  ),
  ...words('/dev/shm /dev/shm/x /dev/termination-log /dev /dev/absent /proc /proc/self /proc/self/fd/0 /proc/self/fd/1 /proc/self/environ'),
  ...words(
    '/proc/self/status /proc/self/cwd /proc/self/exe /proc/1/cmdline /proc/1/fd/1 /proc/1/stat /proc/99/status /proc/meminfo /proc/mounts',
  ),
  ...words(
    '/proc/uptime /proc/loadavg /sys/fs/cgroup/memory.max /sys/fs/cgroup/pids.max /sys/fs/cgroup /etc/passwd /etc/hosts /etc/resolv.conf',
  ),
  ...words(
    '/work /work/a /work/b /work/sub /work/sub/c /work/link /work/dangling /work/loop /work/absent/x /work/script /volume /volume/data',
  ),
  ...words('/volume/full /readonly /readonly/data / // . .. - /bin/sh /bin /tmp ~ a b * /*'),
  '',
  'b c',
];

/** Words meaningful to some tools, or odd for all. */
export const WORDS: readonly string[] = [
  ...words('a foo 0 1 -1 10 007 0x1f 1e9 99999999999999999999 1G 10k 1.5 inf nan - -- * ? [a-z] [ ] [[:alpha:]]* {a,b} {1..3} \\ \\\\ \\n'),
  ...words(
    '%s %d %999d %*d % %% %q %b s/a/b/ s/a/b/g y/a/b/ /a/d $!N;P;D p n;d :x;bx H;$!d;x 1~2p s/\\(a\\)\\1/\\1/ s/( {p $= {print} { (',
  ),
  ...words(
    'a|b ^a a$ ^$ .* a\\{1,3\\} a{1,3} (a|b)+ [^a] \\bx a** x{ + | (() [[:bad:]] -name -type f -exec {} ; -o -a ! -newer -size -mtime',
  ),
  ...words(
    '-print0 -delete -prune -maxdepth -eq -lt = != -z -n -f -d -e -r -nt +%s +%Y-%m-%d @0 TERM KILL 9 SIGHUP CHLD 755 u+x a=rwx root:root',
  ),
  ...words('if=/dev/zero of=/dev/null of=/work/a bs=1k bs=10G count=3 skip=1 seek=2 conv=notrunc status=none EOF # ! & ;; ` " \''),
  ...words(
    'localhost 127.0.0.1 127.0.0.1:80 http://localhost/ https://kubernetes.default.svc/ 10.96.0.1 no.such.host ::1 80 65536 -h $HOME',
  ),
  ...[
    '',
    'b c',
    '{print $1, NF}',
    'BEGIN{x[1]=1; print x[1]}',
    'END{print NR}',
    '{n[$1]++} END{for(k in n) print k, n[k]}',
    '{gsub(/a/,"&&")}1',
  ],
  ...[
    'BEGIN{while((getline l < "/dev/null") > 0) n++; print n}',
    'BEGIN{printf "%s %d %c\\n", "x", 3.7, 65}',
    'BEGIN{print substr("hello", -1, 3)}',
  ],
  ...[
    'BEGIN{"date" | getline d; print length(d)}',
    'function f(x){return x<1?0:f(x-1)} BEGIN{print f(50)}',
    '$1 ~ /^[0-9]+$/',
    'BEGIN{print 1/0}',
  ],
  ...['\x01', '\xff\xfe', 'é', '日本', '\u{1f600}', '\t', 'x'.repeat(300), 'x'.repeat(5_000)],
];

/** One-letter options. */
export const LETTERS = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';

/** Signals by name, including invalid ones. */
export const SIGNALS: readonly string[] = words('HUP INT QUIT KILL TERM USR1 USR2 PIPE ALRM CHLD SEGV STOP CONT 0 99');

/** Parameters with their operators. */
export const PARAMETERS: readonly string[] = expansions([
  ...words(
    '$x $y "$x" $1 $@ "$@" $* $# $? $$ $! $- $0 @{x} @{#x} @{x:-y} @{x:=z} @{x:+w} @{x?no} @{x:?} @{x%.*} @{x%%a*} @{x#*a} @{x##*/}',
  ),
  ...words('@{y/a/b} @{y//a} @{x:1:2} @{x^^} @{!x} @{10} $((x+1)) $((1/0)) $((x=5)) $((2**3)) $((08)) $((x<<70)) $((y++)) $(exit) $(<a)'),
  ...['@{x: -1}', '$(( (1+2)*3 % 4 ))', '$((y++ + ++y))', '$(echo a)', '`echo b`', '$(cat /work/a)', '$(exit 3)'],
]);

/** Syntax that no shell accepts. */
export const BROKEN: readonly string[] = expansions(words('@{x @{} $(( $( @{x:1 ( ) { } ;; | || && & <<< << > < \' " `'));

/** Replaces `@{` by the shell's `${`, which JavaScript would expand in templates. */
function expansions(texts: readonly string[]): readonly string[] {
  return texts.map((text) => text.replaceAll('@{', '$' + '{'));
}
