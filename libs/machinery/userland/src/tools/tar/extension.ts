import type { TarEntry } from './entry.ts';

/** Extended header fields by pax(1) name: `path`, `linkpath`, `size`, `mtime`, `uid`, `gname` … */
export type TarExtension = Readonly<Record<string, string>>;

export const NO_EXTENSION: TarExtension = {};

/**
 * Parses records of an extended header: `27 path=some/long/name
 * `, the number being the record length.
 */
export function paxRecords(text: string): TarExtension {
  const records: Record<string, string> = {};
  for (let at = 0; at < text.length; ) {
    const length = Number.parseInt(text.slice(at), 10);
    if (!(length > 0)) break;
    const record = text.slice(at, at + length - 1);
    const key = /^\d+ ([^=]*)=/.exec(record);
    if (key !== null) records[key[1] ?? ''] = record.slice(key[0].length);
    at += length;
  }
  return records;
}

/** Applies extended header fields to a member. */
export function withExtension(entry: TarEntry, extension: TarExtension): TarEntry {
  const { path = entry.path, linkpath = entry.target, uname = entry.user, gname = entry.group } = extension;
  const number = (key: string, otherwise: number) => {
    const value = Number.parseFloat(extension[key] ?? '');
    return Number.isNaN(value) ? otherwise : value;
  };
  return {
    ...entry,
    path,
    target: linkpath,
    user: uname,
    group: gname,
    uid: number('uid', entry.uid),
    gid: number('gid', entry.gid),
    size: entry.kind === 'file' ? number('size', entry.size) : entry.size,
    modifiedAt: Math.floor(number('mtime', entry.modifiedAt)),
  };
}
