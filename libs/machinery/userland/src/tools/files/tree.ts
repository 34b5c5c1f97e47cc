import { FileError } from '@klockwork/files';
import type { Call, Command } from '../call.ts';

interface Counts {
  folders: number;
  files: number;
}

/** `tree [FOLDER …]` of BusyBox: hides dot files. */
export const tree: Command = async (call) => {
  const counts = { folders: 0, files: 0 };
  for (const folder of call.args.length === 0 ? ['.'] : call.args) {
    const names = namesIn(call, folder);
    await call.print(names === undefined ? `${folder} [error opening dir]\n` : `${folder}\n`);
    if (names !== undefined) await show(call, folder, { names, indent: '', counts });
  }
  return call.print(`\n${counts.folders} directories, ${counts.files} files\n`);
};

function namesIn(call: Call, folder: string): readonly string[] | undefined {
  try {
    return call.files.list(folder).filter((name) => !name.startsWith('.'));
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    return undefined;
  }
}

interface Level {
  readonly names: readonly string[];
  readonly indent: string;
  readonly counts: Counts;
}

async function show(call: Call, folder: string, { names, indent, counts }: Level): Promise<void> {
  for (const [index, name] of names.entries()) {
    const [branch, below] = index === names.length - 1 ? ['`-- ', '    '] : ['|-- ', '|   '];
    const path = `${folder}/${name}`;
    const { type } = call.files.linkStat(path);
    const inner = type === 'folder' ? namesIn(call, path) : undefined;
    const suffix =
      type === 'link' ? ` -> ${call.files.readLink(path)}` : type === 'folder' && inner === undefined ? ' [error opening dir]' : '';
    await call.print(`${indent}${branch}${name}${suffix}\n`);
    await call.spend();
    if (type === 'folder') counts.folders += 1;
    else counts.files += 1;
    if (inner !== undefined) await show(call, path, { names: inner, indent: `${indent}${below}`, counts });
  }
}
