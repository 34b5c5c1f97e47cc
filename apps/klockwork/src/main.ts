import { program } from './program.ts';
import { UserError } from './user-error.ts';

try {
  await program().parseAsync();
} catch (error) {
  // A closed pipe (`klockwork log | head`) is not an error of anyone.
  if ((error as NodeJS.ErrnoException).code === 'EPIPE') process.exit(0);
  console.error(`klockwork: ${error instanceof UserError ? error.message : (error as Error).stack}`);
  process.exit(1);
}
