import { FileError } from '@klockwork/files';
import type { Command } from '../call.ts';
import { formatTime } from '../date.ts';

/** `nohup COMMAND …`: ignores HUP; terminal output goes to a file. */
export const nohup: Command = async (call) => {
  const { process, args } = call;
  if (args.length === 0) return call.usage('missing operand', 125);
  process.onSignal('HUP', 'ignore');
  try {
    if (!process.stdout.isTerminal) return await process.replace(args);
    await call.complain(call.isBusybox ? 'appending output to nohup.out' : "ignoring input and appending output to 'nohup.out'");
    const stdout = process.openWriter('nohup.out', { append: true });
    return (await process.wait(process.spawn(args, { stdout, stderr: stdout }))).code;
  } catch (error) {
    if (!(error instanceof FileError) || error.code === 'EPIPE') throw error;
    await call.complain(
      call.isBusybox ? `can't execute '${args[0]}': ${error.message}` : `failed to run command '${args[0]}': ${error.message}`,
    );
    return error.code === 'ENOENT' ? 127 : 126;
  }
};

/** `watch [-n SECONDS] [-t] COMMAND …`: runs it again and again, on a cleared screen. */
export const watch: Command = async (call) => {
  const { value, has, operands } = call.options({ letters: 'n:tdegx', long: { interval: 'n', 'no-title': 't' }, stopsAtOperand: true });
  const seconds = Number(value('n') ?? 2);
  if (operands.length === 0 || !(seconds >= 0))
    return call.usage(operands.length === 0 ? 'missing operand' : `invalid number '${value('n')}'`);
  const command = operands.join(' ');
  const { process, stdin, stdout, stderr } = call;
  for (;;) {
    const header = call.isBusybox ? `Every ${seconds}s: ${command}` : `Every ${seconds.toFixed(1)}s: ${command}`;
    const at = formatTime(call.now(), '%a %b %e %H:%M:%S %Y');
    await call.print(`\x1b[H\x1b[J${has('t') ? '' : `${header}    ${process.machine.hostname}: ${at}\n\n`}`);
    await process.wait(process.spawn(['sh', '-c', command], { stdin, stdout, stderr }));
    await process.sleep(Math.max(100, Math.round(seconds * 1_000)));
  }
};

export const tty: Command = async (call) => {
  await call.print(call.stdin.isTerminal ? '/dev/pts/0\n' : 'not a tty\n');
  return call.stdin.isTerminal ? 0 : 1;
};

export const arch: Command = (call) => call.print('x86_64\n');
