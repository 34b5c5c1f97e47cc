import { allKinds } from '@klockwork/resources';
import type { RemoteServers } from '../api-services.ts';
import { ServedTables } from '../discovery/served-tables.ts';
import { type CheckParts, checkRemoteApis } from './check-remote-apis.ts';
import { keepApiServices } from './keep-api-services.ts';
import { RemoteApis } from './remote-apis.ts';

/** Registers this server's own APIs, and follows those of extension servers. */
export async function openAggregation(parts: Omit<CheckParts, 'remotes'>): Promise<RemoteServers & { stop(): void }> {
  const stopKeeping = await keepApiServices({ ...parts, builtIn: new ServedTables(allKinds).versions });
  const apis = new RemoteApis(parts.journal);
  const checks = checkRemoteApis({ ...parts, remotes: apis });
  return {
    apis,
    ...parts.caller,
    failed: (name) => checks.failed(name),
    stop() {
      stopKeeping();
      checks.stop();
      apis.stop();
    },
  };
}
