import { type ChildProcess, spawn } from 'node:child_process';

/** Processes that do nothing but keep processors busy, until the function that is given is called. */
export function burn(processes: number): () => void {
  const burners: ChildProcess[] = Array.from({ length: processes }, () =>
    spawn(process.execPath, ['--eval', 'for (;;);'], { stdio: 'ignore' }),
  );
  return () => {
    for (const burner of burners) burner.kill('SIGKILL');
  };
}
