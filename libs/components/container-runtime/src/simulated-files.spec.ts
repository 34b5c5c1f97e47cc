import { SeededRandom } from '@klockwork/kernel';
import { SimulatedRuntime } from './simulated-runtime.ts';
import { containerFilesContract } from './testing/container-files.contract.ts';

containerFilesContract(
  'the simulated runtime',
  (clock, files) => new SimulatedRuntime({ clock, random: new SeededRandom(7), profile: 'fast', podCidr: '10.244.3.0/24', files }),
);
