import { FileError } from '@klockwork/files';
import type { Call, Command } from '../call.ts';
import { runChild } from '../text/columns.ts';

/** `env [-i] [-u NAME] [NAME=VALUE …] [COMMAND …]`. */
export const env: Command = async (call) => {
  const { has, values, operands } = call.options({ letters: 'iu:', long: { 'ignore-environment': 'i', unset: 'u' }, stopsAtOperand: true });
  const environment = new Map(has('i') ? [] : call.process.environment);
  for (const name of values('u')) environment.delete(name);
  const at = operands.findIndex((operand) => !operand.includes('='));
  for (const set of operands.slice(0, at < 0 ? undefined : at))
    environment.set(set.slice(0, set.indexOf('=')), set.slice(set.indexOf('=') + 1));
  if (at >= 0) return runChild(call, operands.slice(at), environment);
  return call.print([...environment].map(([name, value]) => `${name}=${value}\n`).join(''));
};

/** `printenv [NAME …]`. */
export const printenv: Command = async (call) => {
  const { environment } = call.process;
  if (call.args.length === 0) return call.print([...environment].map(([name, value]) => `${name}=${value}\n`).join(''));
  const values = call.args.map((name) => environment.get(name));
  await call.print(values.map((value) => (value === undefined ? '' : `${value}\n`)).join(''));
  return values.includes(undefined) ? 1 : 0;
};

/** `hostname [-i] [-f] [-s]`: pod name or address. */
export const hostname: Command = (call) => {
  const { hostname: name } = call.process.machine;
  if (call.args[0] !== '-i' && call.args[0] !== '-I') return call.print(`${name}\n`);
  const hosts = call.files.exists('/etc/hosts') ? call.files.read('/etc/hosts').split('\n') : [];
  const line = hosts.find((each) => each.split(/\s+/).slice(1).includes(name));
  return line === undefined
    ? call.complain(`${name}: Unknown host`)
    : call.print(`${line.split(/\s+/)[0]}${call.args[0] === '-I' ? ' ' : ''}\n`);
};

/** Names of users or groups by number, from /etc/passwd or /etc/group. */
export function nameOf(call: Call, file: '/etc/passwd' | '/etc/group', id: number): string | undefined {
  try {
    return call.files
      .read(file)
      .split('\n')
      .map((line) => line.split(':'))
      .find(([, , number]) => number === String(id))?.[0];
  } catch (error) {
    if (error instanceof FileError) return undefined;
    throw error;
  }
}

/** Groups of the caller, sorted like in the kernel; GNU prints the primary group first. */
function groupsOf({ files, isBusybox }: Call): number[] {
  const { gid, groups } = files.user;
  const all = [...new Set([gid, ...groups])].sort((a, b) => a - b);
  return isBusybox ? all : [gid, ...all.filter((group) => group !== gid)];
}

/** `id [-u] [-g] [-G] [-n]`. */
export const id: Command = (call) => {
  const { has } = call.options({ letters: 'ugGn' });
  const { uid, gid } = call.files.user;
  const user = nameOf(call, '/etc/passwd', uid);
  const group = nameOf(call, '/etc/group', gid);
  if (has('u')) return call.print(`${has('n') ? (user ?? uid) : uid}\n`);
  if (has('g')) return call.print(`${has('n') ? (group ?? gid) : gid}\n`);
  const all = groupsOf(call);
  const idText = (number: number) => (has('n') ? (nameOf(call, '/etc/group', number) ?? number) : number);
  if (has('G')) return call.print(`${all.map(idText).join(' ')}\n`);
  const namedId = (number: number, name: string | undefined) => `${number}${name === undefined ? '' : `(${name})`}`;
  const list = all.map((number) => namedId(number, nameOf(call, '/etc/group', number))).join(',');
  return call.print(`uid=${namedId(uid, user)} gid=${namedId(gid, group)} groups=${list}\n`);
};

/** `groups`: names of the user's groups. */
export const groups: Command = (call) => {
  return call.print(
    `${groupsOf(call)
      .map((number) => nameOf(call, '/etc/group', number) ?? number)
      .join(' ')}\n`,
  );
};

export const whoami: Command = (call) => {
  const { uid } = call.files.user;
  const name = nameOf(call, '/etc/passwd', uid) ?? (uid === 0 ? 'root' : undefined);
  if (name !== undefined) return call.print(`${name}\n`);
  return call.complain(call.isBusybox ? `unknown uid ${uid}` : `cannot find name for user ID ${uid}`);
};

const RELEASE = '6.12.0-klockwork';

/** `uname [-asnrvm]`. */
export const uname: Command = (call) => {
  const { has } = call.options({ letters: 'asnrvmpio', long: { all: 'a' } });
  const parts = {
    s: 'Linux',
    n: call.process.machine.hostname,
    r: RELEASE,
    v: '#1 SMP PREEMPT_DYNAMIC',
    m: 'x86_64',
    o: call.isBusybox ? 'Linux' : 'GNU/Linux',
  };
  const fields = Object.entries(parts).filter(([letter]) => has('a') || has(letter) || (letter === 's' && call.args.length === 0));
  return call.print(`${fields.map(([, text]) => text).join(' ')}\n`);
};

/** `which NAME …`. */
export const which: Command = async (call) => {
  const folders = (call.process.environment.get('PATH') ?? '').split(':');
  let status = 0;
  for (const name of call.options({ letters: 'a' }).operands) {
    const program = (name.includes('/') ? [name] : folders.map((folder) => `${folder}/${name}`)).find(
      (path) => call.files.exists(path) && call.files.mayAccess(path, 'x'),
    );
    if (program === undefined) status = 1;
    else await call.print(`${program}\n`);
  }
  return status;
};
