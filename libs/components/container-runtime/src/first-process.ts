import type { Files, User } from '@klockwork/files';
import type { ResolvedImage } from '@klockwork/images';
import { utf8 } from '@klockwork/kernel';
import type { ContainerSpec } from '@klockwork/pod-lifecycle';
import { DEFAULT_PATH } from './process/executable.ts';

/** Command line of a container. A pod's `command` replaces entrypoint and arguments of the image. */
export function argvOf({ command = [], args = [] }: ContainerSpec, { image }: ResolvedImage): readonly string[] {
  const words = command.length > 0 ? [...command, ...args] : [...image.entrypoint, ...(args.length > 0 ? args : image.command)];
  return words.map((word) => utf8.encode(word));
}

/** Environment of a container: variables of image, runtime and pod, later ones win. */
export function environmentOf(
  spec: ContainerSpec,
  { image, version }: ResolvedImage,
  hostname: string,
  home: string,
): ReadonlyMap<string, string> {
  const all = { PATH: DEFAULT_PATH, HOSTNAME: hostname, ...image.environment, ...spec.env };
  const environment = new Map(Object.entries(all).map(([name, value]) => [name, utf8.encode(value.replaceAll('{{version}}', version))]));
  if (!environment.has('HOME')) environment.set('HOME', home);
  return environment;
}

/** User of the first process: from pod or image. Group and home are from /etc/passwd, further groups from /etc/group. */
export function userOf(spec: ContainerSpec, { image }: ResolvedImage, files: Files): { readonly user: User; readonly home: string } {
  const accounts = accountsOf(files);
  const [name = '', group = ''] = image.user.split(':');
  const own = accounts.find((account) => account.name === name)?.uid ?? (Number(name) || 0);
  const { uid = own, gid = Number(group) || undefined, groups = [], onlySaidGroups } = spec.user ?? {};
  const entry = accounts.find((account) => account.uid === uid);
  const implicit = onlySaidGroups || entry === undefined ? [] : groupsWith(files, entry.name);
  return { user: { uid, gid: gid ?? entry?.gid ?? 0, groups: [...implicit, ...groups] }, home: entry?.home ?? '/' };
}

/** User as reported by the runtime: primary group first. Models `ensureAdditionalGids` of containerd. */
export function reportedUser({ uid, gid, groups }: User): User {
  const others = [...new Set(groups)].sort((a, b) => a - b);
  return { uid, gid, groups: others.includes(gid) ? others : [gid, ...others] };
}

function accountsOf(files: Files): readonly { name: string; uid: number; gid: number; home: string }[] {
  return rowsOf(files, '/etc/passwd').map(([name = '', , uid, gid, , home = '/']) => ({ name, uid: Number(uid), gid: Number(gid), home }));
}

/** Groups with this user as member. Models `WithAdditionalGIDs` of containerd. */
function groupsWith(files: Files, name: string): readonly number[] {
  const groups = rowsOf(files, '/etc/group').filter(([, , , members = '']) => members.split(',').includes(name));
  return groups.map(([, , gid]) => Number(gid));
}

function rowsOf(files: Files, path: string): readonly string[][] {
  if (!files.exists(path)) return [];
  const rows = files.read(path).split('\n');
  return rows.filter(Boolean).map((row) => row.split(':'));
}
