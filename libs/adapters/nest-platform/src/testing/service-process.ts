import type { INestMicroservice } from '@nestjs/common';
import { runService } from '../run-service.ts';

// Service process for life-cycle tests: its argument selects an immediate, endless or failed start.
const work = setInterval(() => {}, 1_000);
const component = { start: async () => {}, shutDown: async () => console.log('shut down') };
const close = async () => {
  clearInterval(work);
  console.log('closed');
};
// Nest's `get` is generic in its result, so that no object of a test implements the interface.
const application = { listen: async () => {}, get: () => component, close } as unknown as INestMicroservice;

const starts: Record<string, () => Promise<INestMicroservice>> = {
  starts: async () => application,
  'never starts': () => {
    console.log('starting');
    return new Promise(() => {});
  },
  'is refused': async () => {
    throw new Error('the event log is in use');
  },
  'has a bug': async () => {
    throw new TypeError('undefined is not a cluster');
  },
};

await runService(starts[process.argv[2] as string] as () => Promise<INestMicroservice>);
