import { EmbeddedBroker } from '@klockwork/embedded-nats';
import { pinoLogger, stopOnSignals, stopWhenParentDies } from '@klockwork/host';

const logger = pinoLogger('broker', 'info');
const stop = stopOnSignals();
stopWhenParentDies(stop);
const broker = await EmbeddedBroker.listen({
  host: process.env.KLOCKWORK_BROKER_HOST ?? '127.0.0.1',
  port: Number(process.env.KLOCKWORK_BROKER_PORT ?? 4222),
  auth: { user: process.env.NATS_USER ?? 'klockwork', password: required('NATS_PASSWORD') },
  logger,
});
logger.info({ port: broker.port }, 'broker listens');
process.send?.({ kind: 'ready', port: broker.port });
stop.onStop(() => {
  void broker.close().then(() => {
    if (process.connected) process.disconnect();
  });
});

function required(name: string): string {
  const value = process.env[name];
  if (value) return value;
  console.error(`broker: set ${name}: there is no default password`);
  process.exit(1);
}
