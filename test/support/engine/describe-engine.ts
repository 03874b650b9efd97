import { MISSING_TOOLS } from './engine-tools';

/** `describe` where the real tools are; elsewhere the same, skipped. */
export const describeEngine = MISSING_TOOLS.length === 0 ? describe : describe.skip;
