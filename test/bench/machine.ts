import { availableParallelism, cpus, loadavg, platform, release, totalmem } from 'node:os';
import { setTimeout as wait } from 'node:timers/promises';

const CALM = 3;
const LOOK_EVERY = 5_000;

/** The machine in one line, with the load of its last minute. */
export function machine(): string {
  const load = (loadavg()[0] ?? 0).toFixed(1);
  const memory = Math.round(totalmem() / 2 ** 30);
  const system = `${platform()} ${release()}`;
  return `${availableParallelism()} x ${cpus()[0]?.model.trim() ?? 'unknown'}, ${memory} GB, ${system}, Node ${process.versions.node}, load ${load}`;
}

/** Waits until the machine has little else to do, `patience` ms at the longest; answers the load of the last minute. */
export async function calm(patience: number): Promise<number> {
  const until = performance.now() + patience;
  const load = () => loadavg()[0] ?? 0;
  while (load() >= CALM && performance.now() < until) await wait(LOOK_EVERY);
  return load();
}
