import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type ApiServerConfig, logFile } from './api-server-config.ts';

/**
 * Throws for a former lab with a missing or empty log: the kubeconfig exists only after the first events. Opening the log verifies its
 * contents.
 */
export function requireFormerLog(config: ApiServerConfig): void {
  const path = logFile(config);
  const files = [path, `${path}-wal`, `${path}-head`];
  const hasLog = files.some((file) => existsSync(file) && statSync(file).size > 0);
  if (hasLog || !existsSync(join(config.data, 'kubeconfig'))) return;
  throw new Error(
    `the event log ${path} is empty or gone, though a lab ran here: put it back, or begin anew with "npx klockwork up --fresh"`,
  );
}
