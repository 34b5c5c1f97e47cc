import { createFilesPrivately } from '@klockwork/host';
import { onOutputEnd, output } from './output/closed-pipe.ts';
import { printableLines } from './output/printable.ts';
import { program } from './program.ts';
import { UserError } from './user-error.ts';

const CONNECTION_LOST: ReadonlySet<string> = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ERR_STREAM_PREMATURE_CLOSE']);

// Foreground labs stop in order; other commands just end.
onOutputEnd([process.stdout, process.stderr], {
  closed() {
    if (!output.emit('closed')) process.exit(0);
  },
  failed(code) {
    console.error(`klockwork: cannot write the output (${code})`);
    process.exitCode = 1;
    if (!output.emit('closed')) process.exit();
  },
});

createFilesPrivately();
try {
  await program().parseAsync();
} catch (error) {
  console.error(`klockwork: ${printableLines(messageOf(error as NodeJS.ErrnoException))}`);
  process.exit(1);
}

/** Prints stacks for our own errors only. */
function messageOf(error: NodeJS.ErrnoException): string {
  if (error instanceof UserError) return error.message;
  if (error.code !== undefined && CONNECTION_LOST.has(error.code)) {
    return `the connection to the lab was lost (${error.code}): see "npx klockwork status"`;
  }
  return error.stack ?? String(error);
}
