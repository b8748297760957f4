import { jest } from '@jest/globals';

// Machines are shared and noisy: a limit here finds what hangs, not what is slow.
jest.setTimeout(180_000);
