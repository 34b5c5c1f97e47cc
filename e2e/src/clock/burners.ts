import { type ChildProcess, spawn } from 'node:child_process';

/** Safety limit after which burners end without being stopped. */
const BURN_MS_MAX = 10 * 60_000;

/** Starts processes that keep processors busy; returns their stop function. */
export function startBurners(processes: number): () => void {
  const burners: ChildProcess[] = Array.from({ length: processes }, () =>
    spawn(process.execPath, ['--eval', `const end = Date.now() + ${BURN_MS_MAX}; while (Date.now() < end);`], { stdio: 'ignore' }),
  );
  return () => {
    for (const burner of burners) burner.kill('SIGKILL');
  };
}
