import { createFilesPrivately } from '@klockwork/host';
import { onClosedPipe, output } from './output/closed-pipe.ts';
import { printableLines } from './output/printable.ts';
import { program } from './program.ts';
import { UserError } from './user-error.ts';

const CONNECTION_LOST: ReadonlySet<string> = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ERR_STREAM_PREMATURE_CLOSE']);

// A lab in the foreground stops in order; any other command has nothing more to do.
onClosedPipe([process.stdout, process.stderr], () => {
  if (!output.emit('closed')) process.exit(0);
});

createFilesPrivately();
try {
  await program().parseAsync();
} catch (error) {
  console.error(`klockwork: ${printableLines(messageOf(error as NodeJS.ErrnoException))}`);
  process.exit(1);
}

/** A stack is for errors of ours. */
function messageOf(error: NodeJS.ErrnoException): string {
  if (error instanceof UserError) return error.message;
  if (error.code !== undefined && CONNECTION_LOST.has(error.code)) {
    return `the connection to the lab was lost (${error.code}): see "npx klockwork status"`;
  }
  return error.stack ?? String(error);
}
