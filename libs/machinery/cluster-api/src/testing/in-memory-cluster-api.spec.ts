import { ManualClock } from '@klockwork/kernel';
import { clusterApiContract } from './cluster-api.contract.ts';
import { InMemoryClusterApi } from './in-memory-cluster-api.ts';

clusterApiContract(() => new InMemoryClusterApi({ clock: new ManualClock(0) }));
