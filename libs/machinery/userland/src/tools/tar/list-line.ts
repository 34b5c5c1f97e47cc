import type { Flavour } from '../call.ts';
import { formatTime } from '../date.ts';
import { modeText } from '../files/mode.ts';
import type { TarEntry } from './entry.ts';

/** Min width of owner and size together. */
const OWNER_AND_SIZE = 19;

/** A member as `tar tv` shows it: `-rw-r--r-- root/root         6 2026-01-01 00:00 a`; BusyBox with seconds. */
export function listLine(entry: TarEntry, flavour: Flavour, numeric: boolean): string {
  const isGnu = flavour === 'gnu';
  const isHard = entry.kind === 'hard-link';
  const kind = isHard || entry.kind === 'other' ? 'file' : entry.kind;
  const mode = modeText({ type: kind, mode: entry.mode });
  const user = numeric || entry.user === '' ? entry.uid : entry.user;
  const group = numeric || entry.group === '' ? entry.gid : entry.group;
  const owner = `${user}/${group}`;
  const size = isGnu ? String(entry.size).padStart(OWNER_AND_SIZE - owner.length - 1) : String(entry.size).padStart(9);
  const at = formatTime(entry.modifiedAt * 1_000, isGnu ? '%Y-%m-%d %H:%M' : '%Y-%m-%d %H:%M:%S');
  const target = entry.target === '' ? '' : isHard && isGnu ? ` link to ${entry.target}` : ` -> ${entry.target}`;
  return `${isHard && isGnu ? `h${mode.slice(1)}` : mode} ${owner} ${size} ${at} ${entry.path}${target}\n`;
}
