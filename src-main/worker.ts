import { parentPort, workerData } from 'node:worker_threads';
import { Refused } from './contract/errors.ts';
import { asError, expected, type Actor } from './gate.ts';
import { errorCode, type LongWork, type WorkerInput, type WorkerMessage, type Working } from './jobs.ts';
import { actOnTickets, purge } from './privacy/index.ts';
import { openStore } from './store/index.ts';

/** Long work by name: what an area's `job` line starts. */
const WORK: Record<string, LongWork> = {
  'privacy.act': actOnTickets,
  'privacy.purge': purge,
};

async function work(given: WorkerInput): Promise<WorkerMessage> {
  const run = Object.hasOwn(WORK, given.name) ? WORK[given.name] : undefined;
  if (!run) return { bug: `no such work: ${given.name}` };
  const cancel = new Int32Array(given.cancel);
  const working: Working = {
    progress: (step, done, total) => tell({ progress: { step, done, total } }),
    check: () => {
      if (Atomics.load(cancel, 0) === 1) throw new Refused('cancelled');
    },
  };
  const actor: Actor = { staffId: given.actor.staffId, permissions: new Set(given.actor.permissions) };
  const store = openStore(given.office.path, { journal: given.office.journal });
  try {
    return { value: await run(store, actor, given.input as never, working) };
  } catch (error) {
    const refused = expected(error);
    return refused ? { error: asError(refused) } : { bug: errorCode(error) };
  } finally {
    await store.close();
  }
}

const tell = (message: WorkerMessage) => parentPort?.postMessage(message);

if (parentPort) tell(await work(workerData as WorkerInput));
