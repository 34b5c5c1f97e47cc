import { readFileSync } from 'node:fs';
import { type BrokerAuth, type BrokerUser, EmbeddedBroker } from '@klockwork/embedded-nats';
import { createFilesPrivately, pinoLogger, stopOnSignals, stopWhenParentDies } from '@klockwork/host';

createFilesPrivately();
const logger = pinoLogger('broker', 'info');
const stop = stopOnSignals();
stopWhenParentDies(stop);
const broker = await EmbeddedBroker.listen({
  host: process.env.KLOCKWORK_BROKER_HOST ?? '127.0.0.1',
  port: Number(process.env.KLOCKWORK_BROKER_PORT ?? 4222),
  auth: readAuth(),
  logger,
});
logger.info({ port: broker.port }, 'broker listens');
process.send?.({ type: 'ready', port: broker.port });
stop.onStop(() => {
  void broker.close().then(() => {
    if (process.connected) process.disconnect();
  });
});

/** Users and permissions from the file KLOCKWORK_BROKER_USERS; default: one user without limits. */
function readAuth(): BrokerAuth {
  const { KLOCKWORK_BROKER_USERS: file, NATS_USER: user = 'klockwork' } = process.env;
  if (file) return { users: JSON.parse(readFileSync(file, 'utf8')) as readonly BrokerUser[] };
  return { user, password: required('NATS_PASSWORD') };
}

function required(name: string): string {
  const value = process.env[name];
  if (value) return value;
  console.error(`broker: set KLOCKWORK_BROKER_USERS or ${name}: there is no default password`);
  process.exit(1);
}
