export { createLab, LAB_START, type Lab } from './lab.ts';
