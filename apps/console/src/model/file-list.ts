/** Entry of a folder, from a line of `ls -la`. */
export interface FileEntry {
  readonly name: string;
  readonly type: 'folder' | 'file' | 'link' | 'other';
  /** Target of a link. */
  readonly target?: string;
  /** Bytes, as `ls` prints them. */
  readonly size: string;
  /** `-rw-r--r-- root root`. */
  readonly access: string;
  readonly time: string;
}

const LINE = /^([a-z-])(\S+)\s+\d+\s+(\S+)\s+(\S+)\s+(\d+(?:,\s*\d+)?)\s+(\S+\s+\S+\s+\S+)\s(.+)$/;
const TYPES: Readonly<Record<string, FileEntry['type']>> = { d: 'folder', l: 'link', '-': 'file' };
const ARROW = ' -> ';

/** Returns the entries of the output of `ls -la`, folders first, without `.` and `..`. Other lines, such as the total, are skipped. */
export function fileEntries(text: string): readonly FileEntry[] {
  const entries = text.split('\n').flatMap((line) => entryOf(line.trimEnd()) ?? []);
  const own = entries.filter(({ name }) => name !== '.' && name !== '..');
  return own.sort((one, other) => Number(other.type === 'folder') - Number(one.type === 'folder') || (one.name < other.name ? -1 : 1));
}

function entryOf(line: string): FileEntry | undefined {
  const [, type = '', mode = '', user = '', group = '', size = '', time = '', rest = ''] = LINE.exec(line) ?? [];
  if (rest === '') return undefined;
  const [name = '', target] = type === 'l' ? rest.split(ARROW) : [rest];
  const entry = { name, type: TYPES[type] ?? 'other', size, access: `${type}${mode} ${user} ${group}`, time };
  return target === undefined ? entry : { ...entry, target };
}

/** Returns the absolute path of an entry, or of a link's target, in a folder. */
export function pathIn(folder: string, name: string): string {
  const parts: string[] = [];
  for (const part of `${name.startsWith('/') ? '' : folder}/${name}`.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return `/${parts.join('/')}`;
}
