export { growthOf, LINEAR_GROWTH_MAX } from './growth.ts';
