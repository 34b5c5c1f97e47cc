import type { Tools } from '@klockwork/images';
import type { Main } from '../process.ts';
import { shellProgram } from '../shell/run-shell.ts';
import { base64 } from './bytes/base64.ts';
import { cksum } from './bytes/cksum.ts';
import { cmp } from './bytes/cmp.ts';
import { dd } from './bytes/dd.ts';
import { md5sum, sha1sum, sha256sum } from './bytes/digests.ts';
import { hexdump, od } from './bytes/od.ts';
import { fallocate, truncate } from './bytes/sizing.ts';
import { split } from './bytes/split.ts';
import { strings } from './bytes/strings.ts';
import { xxd } from './bytes/xxd.ts';
import { type Command, type Flavour, program } from './call.ts';
import { date } from './date.ts';
import { chmod, chown, mkdir, rm, rmdir, touch } from './files/changes.ts';
import { cp, ln, mv } from './files/copying.ts';
import { df } from './files/df.ts';
import { find } from './files/find/find.ts';
import { install } from './files/install.ts';
import { link, pwd, unlink } from './files/links.ts';
import { ls } from './files/ls.ts';
import { mountpoint } from './files/mountpoint.ts';
import { basename, dirname, readlink, realpath } from './files/paths.ts';
import { stat } from './files/stat.ts';
import { mktemp } from './files/temporary.ts';
import { tree } from './files/tree.ts';
import { du, mount } from './files/usage.ts';
import { gzip } from './gzip/gzip.ts';
import { BUSYBOX_NETWORK, GNU_NETWORK } from './network/network-tools.ts';
import { describingItself } from './self-description.ts';
import { busybox } from './system/applet.ts';
import { chroot } from './system/chroot.ts';
import { clear } from './system/clear.ts';
import { env, groups, hostname, id, printenv, uname, which, whoami } from './system/environment.ts';
import { lscpu } from './system/lscpu.ts';
import { free } from './system/memory.ts';
import { nproc } from './system/nproc.ts';
import { pidof } from './system/pidof.ts';
import { nice, setsid } from './system/priority.ts';
import { kill, killall, pgrep, pkill } from './system/processes.ts';
import { ps } from './system/ps.ts';
import { arch, nohup, tty, watch } from './system/running.ts';
import { stty } from './system/stty.ts';
import { sysctl } from './system/sysctl.ts';
import { top } from './system/top/top.ts';
import { uptime } from './system/uptime.ts';
import { sleep, time, timeout } from './system/waiting.ts';
import { tar } from './tar/tar.ts';
import { bracket, test } from './test-expression.ts';
import { awk } from './text/awk/awk.ts';
import { cat, nl, rev, tac, tee } from './text/cat.ts';
import { cut, tr, xargs } from './text/columns.ts';
import { comm } from './text/comm.ts';
import { sort, uniq, wc } from './text/counting.ts';
import { diff } from './text/diff/diff.ts';
import { echo, printf, seq, yes } from './text/echo.ts';
import { expr } from './text/expr.ts';
import { fold } from './text/fold.ts';
import { grep } from './text/grep.ts';
import { head, tail } from './text/head-tail.ts';
import { dos2unix, unix2dos } from './text/line-ends.ts';
import { pager } from './text/pager.ts';
import { paste } from './text/paste.ts';
import { sed } from './text/sed.ts';
import { shuf } from './text/shuf.ts';

const COMMANDS: Readonly<Record<string, Command>> = {
  '[': bracket,
  arch,
  awk,
  base64,
  basename,
  cat,
  chgrp: chown,
  chmod,
  chown,
  chroot,
  cksum,
  clear,
  cmp,
  comm,
  cp,
  cut,
  date,
  dd,
  df,
  diff,
  dirname,
  du,
  echo,
  egrep: grep,
  env,
  expr,
  fallocate,
  false: () => 1,
  fgrep: grep,
  find,
  fold,
  free,
  grep,
  groups,
  gunzip: gzip,
  gzip,
  head,
  hostname,
  id,
  install,
  kill,
  killall,
  link,
  ln,
  ls,
  md5sum,
  mkdir,
  mktemp,
  more: pager,
  mount,
  mountpoint,
  mv,
  nice,
  nl,
  nohup,
  nproc,
  od,
  paste,
  pgrep,
  pidof,
  pkill,
  printenv,
  printf,
  ps,
  pwd,
  readlink,
  realpath,
  rev,
  rm,
  rmdir,
  sed,
  seq,
  setsid,
  sha1sum,
  sha256sum,
  shuf,
  sleep,
  sort,
  split,
  stat,
  stty,
  sync: () => 0,
  tac,
  tail,
  tar,
  tee,
  test,
  timeout,
  top,
  touch,
  tr,
  true: () => 0,
  truncate,
  tty,
  uname,
  uniq,
  unlink,
  uptime,
  watch,
  wc,
  which,
  whoami,
  xargs,
  yes,
  zcat: gzip,
};

/** Utilities missing in a bare Debian. */
const BUSYBOX_ALONE: Readonly<Record<string, Command>> = {
  busybox,
  dos2unix,
  hexdump,
  less: pager,
  strings,
  sysctl,
  time,
  tree,
  unix2dos,
  xxd,
};

function programs(flavour: Flavour, commands: Readonly<Record<string, Command>>): Record<string, Main> {
  return Object.fromEntries(Object.entries(commands).map(([name, command]) => [name, program(command, flavour)]));
}

function described(tools: Tools, mains: Readonly<Record<string, Main>>): Readonly<Record<string, Main>> {
  return Object.fromEntries(Object.entries(mains).map(([name, main]) => [name, describingItself(main, name, tools)]));
}

const BY_IMAGE: Readonly<Record<Tools, Readonly<Record<string, Main>>>> = {
  none: {},
  busybox: described('busybox', {
    ...programs('busybox', { ...COMMANDS, ...BUSYBOX_NETWORK, ...BUSYBOX_ALONE }),
    ash: shellProgram('ash'),
    sh: shellProgram('ash'),
  }),
  gnu: described('gnu', {
    ...programs('gnu', { ...COMMANDS, ...GNU_NETWORK, dir: ls, lscpu }),
    bash: shellProgram('bash'),
    dash: shellProgram('dash'),
    sh: shellProgram('dash'),
  }),
};

/** Tool names of an image. */
export function toolNames(tools: Tools): readonly string[] {
  return Object.keys(BY_IMAGE[tools]);
}

/** Finds a tool; undefined when the image lacks that name. */
export function findTool(tools: Tools, name: string): Main | undefined {
  return Object.hasOwn(BY_IMAGE[tools], name) ? BY_IMAGE[tools][name] : undefined;
}
