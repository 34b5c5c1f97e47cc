import { type ChildProcess, spawn } from 'node:child_process';

/** They end by themselves after this, should nobody be left to end them. */
const BURN_MS_MAX = 10 * 60_000;

/** Processes that do nothing but keep processors busy, until the function that is given is called. */
export function startBurners(processes: number): () => void {
  const burners: ChildProcess[] = Array.from({ length: processes }, () =>
    spawn(process.execPath, ['--eval', `const end = Date.now() + ${BURN_MS_MAX}; while (Date.now() < end);`], { stdio: 'ignore' }),
  );
  return () => {
    for (const burner of burners) burner.kill('SIGKILL');
  };
}
