import { proveDrills } from './testing/prove-drills.ts';

proveDrills(4);
