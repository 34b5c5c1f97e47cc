import { checkNodeVersion, createFilesPrivately, stopOnSignals, stopWhenParentDies } from '@klockwork/host';
import { AssertionError, type StopSignal } from '@klockwork/kernel';
import type { NatsBus } from '@klockwork/nats-bus';
import type { INestMicroservice } from '@nestjs/common';
import { COMPONENT_LIFE, type ComponentLife } from './component.ts';
import { HEALTHY, serveHealth } from './health-socket.ts';

/** Oldest Node.js that the services run on: better-sqlite3 needs Node-API 10, and crashes without a message on one that lacks it. */
const NODE_LEAST = '22.14.0';

/**
 * Runs a service process: creates its Nest microservice, serves the bus, starts its component, and reports readiness to the launcher, if
 * any. Stops after a signal or the launcher's end; a process still starting just exits. A failed start prints one line on stderr and exits
 * with code 1. With `KLOCKWORK_HEALTH_SOCKET` set, that Unix socket reports the connection to the bus.
 */
export async function runService(create: () => Promise<INestMicroservice>): Promise<void> {
  const tooOld = checkNodeVersion(NODE_LEAST);
  if (tooOld !== undefined) return fail(tooOld);
  createFilesPrivately();
  const stop = stopOnSignals();
  stopWhenParentDies(stop);
  let startedMicroservice: INestMicroservice | undefined;
  stop.onStop(() => (startedMicroservice === undefined ? process.exit(0) : void close(startedMicroservice)));
  try {
    const app = await create();
    await app.listen();
    await lifeOf(app).start();
    startedMicroservice = app;
    await tellHealth(startedMicroservice, stop);
    process.send?.({ type: 'ready' });
  } catch (error) {
    return fail((error as Error).message, isBug(error) ? error.stack : undefined);
  }
}

function lifeOf(app: INestMicroservice): ComponentLife {
  return app.get<ComponentLife>(COMPONENT_LIFE, { strict: false });
}

async function tellHealth(app: INestMicroservice, stop: StopSignal): Promise<void> {
  const path = process.env.KLOCKWORK_HEALTH_SOCKET;
  if (!path) return;
  const bus = app.unwrap<NatsBus>();
  const server = await serveHealth(path, () => (bus.connected ? HEALTHY : 'not connected to the bus'));
  stop.onStop(() => server.close());
}

/** Bugs of ours need a stack; errors of the environment name their remedy. */
function isBug(error: unknown): error is Error {
  return [TypeError, RangeError, ReferenceError, AssertionError].some((kind) => error instanceof kind);
}

async function close(app: INestMicroservice): Promise<void> {
  await lifeOf(app).shutDown();
  await app.close();
  // An open launcher channel keeps the process alive.
  if (process.connected) process.disconnect();
}

function fail(message: string, detail = message): void {
  console.error(detail);
  const end = () => process.exit(1);
  if (process.send === undefined || !process.send({ type: 'failed', message }, end)) end();
}
