import { parentPort, workerData } from 'node:worker_threads';
import { asError, expected, type Actor } from './gate.ts';
import {
  attachmentOut,
  backUp,
  bringIn,
  checkTable,
  copyToPlace,
  decideDiffering,
  importReport,
  takeImportBack,
  inspectTable,
  lookThrough,
  makeSampleOffice,
  openSql,
  reindex,
  restoreOffice,
  restorePreview,
  settingsOut,
  sqlOut,
  ticketsOut,
  writeRefusedFile,
  writeReportFile,
} from './exchange/index.ts';
import {
  errorCode,
  mayGoOn,
  type ClosedWork,
  type LongWork,
  type WorkerInput,
  type WorkerMessage,
  type FileWorking,
} from './jobs.ts';
import {
  actOnTickets,
  correctEntryAndForget,
  correctPersonAndForget,
  correctTicketAndForget,
  purge,
  setFieldsAndForget,
} from './privacy/index.ts';
import { openStore } from './store/index.ts';

/** Long work by name: what an area's `job` line starts. */
const WORK: Record<string, LongWork> = {
  'privacy.act': actOnTickets,
  'privacy.purge': purge,
  'privacy.correctPersonAndForget': correctPersonAndForget,
  'privacy.correctTicketAndForget': correctTicketAndForget,
  'privacy.setFieldsAndForget': setFieldsAndForget,
  'privacy.correctEntryAndForget': correctEntryAndForget,
  'exchange.backUp': backUp,
  'exchange.copy': copyToPlace,
  'exchange.reindex': reindex,
  'exchange.lookThrough': lookThrough,
  'exchange.inspect': inspectTable,
  'exchange.check': checkTable,
  'exchange.bringIn': bringIn,
  'exchange.decideDiffering': decideDiffering,
  'exchange.importReport': importReport,
  'exchange.takeImportBack': takeImportBack,
  'out.attachment': attachmentOut,
  'out.refusedRows': writeRefusedFile,
  'out.importReport': writeReportFile,
  'out.sql': sqlOut,
  'out.tickets': ticketsOut,
  'out.settings': settingsOut,
};
/** The same for work that needs no open office. */
const CLOSED_WORK: Record<string, ClosedWork> = {
  'exchange.sampleOffice': makeSampleOffice,
  'exchange.restore': restoreOffice,
  'exchange.restorePreview': restorePreview,
  'exchange.openSql': openSql,
};

async function work(given: WorkerInput): Promise<WorkerMessage> {
  const cancel = new Int32Array(given.cancel);
  const working: FileWorking = {
    progress: (step, done, total) => tell({ progress: { step, done, total } }),
    grows: (step, file, total) => tell({ grows: { step, file, total } }),
    check: () => mayGoOn(cancel),
  };
  try {
    return { value: await started(given, working) };
  } catch (error) {
    const refused = expected(error);
    return refused ? { error: asError(refused) } : { bug: errorCode(error) };
  }
}

async function started({ name, input, office, actor }: WorkerInput, working: FileWorking): Promise<unknown> {
  const closed = Object.hasOwn(CLOSED_WORK, name) ? CLOSED_WORK[name] : undefined;
  if (closed) return closed(input as never, working);
  const run = Object.hasOwn(WORK, name) ? WORK[name] : undefined;
  if (!run || !office) throw new Error('no such work');
  const who: Actor = { staffId: actor.staffId, permissions: new Set(actor.permissions) };
  const store = openStore(office.path, { journal: office.journal });
  try {
    return await run(store, who, input as never, working);
  } finally {
    await store.close();
  }
}

const tell = (message: WorkerMessage) => parentPort?.postMessage(message);

if (parentPort) tell(await work(workerData as WorkerInput));
