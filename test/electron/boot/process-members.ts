// What Electron adds to `process` of the main process (docs/api/process.md).
import os from 'node:os';
import { missing } from '../electron/strict.ts';

const kilobytes = (bytes: number): number => Math.round(bytes / 1024);
const started = Date.now() - process.uptime() * 1000;

const members: Record<string, unknown> = {
  mas: false,
  windowsStore: false,
  noAsar: false,
  sandboxed: false,
  contextIsolated: false,
  getCreationTime: () => started,
  getSystemVersion: () => os.release(),
  getProcessMemoryInfo: async () => {
    const { rss } = process.memoryUsage();
    return { residentSet: kilobytes(rss), private: kilobytes(rss), shared: 0 };
  },
  getSystemMemoryInfo: () => ({
    total: kilobytes(os.totalmem()),
    free: kilobytes(os.freemem()),
    swapTotal: 0,
    swapFree: 0,
  }),
};
const absent = [
  'crash',
  'hang',
  'getBlinkMemoryInfo',
  'getCPUUsage',
  'getHeapStatistics',
  'takeHeapSnapshot',
  'setFdLimit',
];

export function completeProcess(): void {
  for (const [name, value] of Object.entries(members))
    Object.defineProperty(process, name, { value, enumerable: true, configurable: true, writable: true });
  for (const name of absent)
    Object.defineProperty(process, name, {
      configurable: true,
      get() {
        throw missing(`process.${name}`);
      },
    });
}
