import { runScript, runTraps } from './evaluate.ts';
import type { Io } from './io.ts';
import { parseLine } from './parse.ts';
import { Scanner } from './scanner.ts';
import type { Shell } from './shell.ts';

/** Runs a text line by line; a syntax error skips the rest only. `isLast`: no command follows. */
export async function runLines(shell: Shell, text: string, io: Io, { isLast = false } = {}): Promise<void> {
  const scanner = new Scanner(text, shell.dialect);
  const isOwn = io === shell.io;
  for (let line = parseLine(scanner); line !== undefined; ) {
    scanner.skipLines();
    await runScript(shell, line, isOwn ? shell.io : io, isLast && scanner.atEnd);
    line = parseLine(scanner);
  }
  await runTraps(shell, io);
}
