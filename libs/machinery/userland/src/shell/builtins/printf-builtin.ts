import { writerTo } from '../../process/plain-streams.ts';
import { findInnerTool, runInner } from '../../tools/inner-tools.ts';
import { assignTo } from '../parameter-value.ts';
import type { Builtin } from '../shell.ts';

/** `printf [-v name] format [argument …]`: bash's `-v` assigns the text to a variable. */
export const printf: Builtin = async (shell, args, io) => {
  const tool = findInnerTool('printf');
  if (tool === undefined) return 127;
  const [option, name] = args;
  const assigns = shell.dialect === 'bash' && option === '-v' && name !== undefined;
  const chunks: string[] = [];
  const stdout = assigns ? writerTo((bytes) => void chunks.push(bytes)) : io.stdout;
  const argv = ['printf', ...(assigns ? args.slice(2) : args)];
  const status = await runInner(tool, { shell: shell.dialect, prefix: shell.prefix, process: shell.process, argv, io: { ...io, stdout } });
  if (assigns) assignTo(name, chunks.join(''), shell);
  return status;
};
