import { Buffer } from 'buffer';

/** What the stream writer expects of Node around it; imported before anything of exceljs. */
Object.assign(globalThis, {
  global: globalThis,
  Buffer,
  process: {
    env: {},
    version: 'v24.0.0',
    browser: true,
    nextTick: (work: (...args: unknown[]) => void, ...args: unknown[]) => queueMicrotask(() => work(...args)),
  },
  setImmediate: (work: (...args: unknown[]) => void, ...args: unknown[]) => setTimeout(work, 0, ...args),
});
