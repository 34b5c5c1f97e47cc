import { playBattery } from './play-battery.ts';

playBattery('1.27');
