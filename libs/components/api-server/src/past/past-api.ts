import type { EventStore, PastLog } from '@klockwork/event-store';
import type { Activity } from '@klockwork/kernel';
import { Registry } from '@klockwork/registry';
import { allKinds } from '@klockwork/resources';
import { createHttpApi } from '../api-server.ts';
import type { ApiServices } from '../api-services.ts';
import { ServedKinds } from '../custom-resources/served-kinds.ts';
import { type PastView, PastViews } from './past-views.ts';
import { Replays } from './replays.ts';

/** Creates the views of the past of an API server: the same API over a log that ends at a revision. */
export function pastViews(
  services: ApiServices,
  { store, activity }: { readonly store: EventStore; readonly activity: Activity },
): PastViews {
  const options = { store, present: services.journal, activity, kinds: allKinds };
  return new PastViews(options, (log) => viewOf(services, log));
}

/** Creates the replays of an API server: views of the past whose log grows again. */
export function openReplays(
  services: ApiServices,
  { store, activity }: { readonly store: EventStore; readonly activity: Activity },
): Replays {
  const options = { store, present: services.journal, activity, kinds: allKinds };
  return new Replays(options, (log) => viewOf(services, log, true));
}

function viewOf(services: ApiServices, log: PastLog, isReplayed = false): PastView {
  const { journal, clock } = log;
  const { activity, random, logger, registry: present, bus, subjects, signer, userOf } = services;
  const { converter } = present.context;
  // Without kinds nothing expires: the past does not end its Events.
  const registry = new Registry({ journal, clock, random, logger, kinds: [], converter });
  const kinds = new ServedKinds(journal);
  const moment = {
    ...{ present, isKnown: log.isKnown },
    get revision() {
      return log.revision;
    },
    get at() {
      return log.at;
    },
    ...(isReplayed && { isReplayed }),
  } as const;
  const http = createHttpApi({
    ...{ registry, journal, clock, activity, random, logger, kinds, bus, subjects, signer, userOf, moment },
    hostNow: services.hostNow,
    hostTimer: services.hostTimer,
    checks: [],
    verify: services.verify,
  });
  return {
    http,
    close() {
      kinds.stop();
      registry.close();
    },
  };
}
