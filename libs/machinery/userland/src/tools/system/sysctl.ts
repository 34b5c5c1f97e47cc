import { FileError } from '@klockwork/files';
import type { Call, Command } from '../call.ts';

const FOLDER = '/proc/sys';

interface Style {
  /** Prints values alone. */
  readonly bare: boolean;
  /** Prints no assigned values. */
  readonly quiet: boolean;
  /** Ignores unknown keys. */
  readonly lenient: boolean;
}

/** `sysctl [-enq] KEY …`, `sysctl -w KEY=VALUE …`, `sysctl -a`, `sysctl -p [FILE]`, of BusyBox. */
export const sysctl: Command = async (call) => {
  const { has, operands } = call.options({ letters: 'neaAwpq' });
  const style = { bare: has('n'), quiet: has('q'), lenient: has('e') };
  if (has('a') || has('A')) return showAll(call, FOLDER, style);
  if (has('p')) return setAll(call, linesOf(call, operands[0] ?? '/etc/sysctl.conf'), style);
  return setAll(call, operands, style);
};

async function setAll(call: Call, settings: readonly string[], style: Style): Promise<number> {
  let status = 0;
  for (const setting of settings) {
    const [, key = '', value] = /^([^=]*?)\s*(?:=\s*(.*))?$/.exec(setting.trim()) ?? [];
    const done = value === undefined ? await show(call, key, style) : await set(call, key, { value, style });
    status = done || status;
  }
  return status;
}

/** Lines of a settings file without comments. */
function linesOf(call: Call, path: string): readonly string[] {
  const lines = call.files.read(path).split('\n');
  return lines.map((line) => line.trim()).filter((line) => line !== '' && !/^[#;]/.test(line));
}

/** `net.ipv4.ip_forward` and `net/ipv4/ip_forward` are one. */
function pathOf(key: string): string {
  return `${FOLDER}/${key.includes('/') ? key : key.replaceAll('.', '/')}`;
}

async function show(call: Call, key: string, style: Style): Promise<number> {
  const path = pathOf(key);
  try {
    if (call.files.stat(path).type === 'folder') return await showAll(call, path, style);
    const value = call.files.read(path).trimEnd();
    return await call.print(style.bare ? `${value}\n` : `${key.replaceAll('/', '.')} = ${value}\n`);
  } catch (error) {
    return refuse(call, { key, doing: 'reading', style }, error);
  }
}

async function set(call: Call, key: string, { value, style }: { readonly value: string; readonly style: Style }): Promise<number> {
  const path = pathOf(key);
  try {
    call.files.stat(path);
    call.files.write(path, `${value}\n`);
    if (style.quiet) return 0;
    return await call.print(style.bare ? `${value}\n` : `${key.replaceAll('/', '.')} = ${value}\n`);
  } catch (error) {
    return refuse(call, { key, doing: 'setting', style }, error);
  }
}

async function showAll(call: Call, folder: string, style: Style): Promise<number> {
  for (const name of call.files.list(folder)) {
    const path = `${folder}/${name}`;
    if (call.files.stat(path).type === 'folder') await showAll(call, path, style);
    else await show(call, path.slice(FOLDER.length + 1), style);
    await call.spend();
  }
  return 0;
}

interface SysctlFailure {
  readonly key: string;
  readonly doing: 'reading' | 'setting';
  readonly style: Style;
}

async function refuse(call: Call, { key, doing, style }: SysctlFailure, error: unknown): Promise<number> {
  if (!(error instanceof FileError) || error.code === 'EPIPE') throw error;
  if (error.code !== 'ENOENT') return call.complain(`error ${doing} key '${key}': ${error.message}`);
  return style.lenient ? 0 : call.complain(`error: '${key}' is an unknown key`);
}
