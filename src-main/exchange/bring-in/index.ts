import type { Call } from '../../contract/call.ts';
import type { exchange, ImportDone } from '../../contract/exchange.ts';
import type { Job } from '../../contract/terms.ts';
import { act, change, read, undoable, type Area, type Line } from '../../gate.ts';
import { doublesOf, forgetMapping, listImports, mappingNames, saveMapping } from './lists.ts';
import { previewRows } from './preview-rows.ts';
import { offerBack } from './undo/take-back.ts';

export { bringIn } from './bring-in.ts';
export { checkTable } from './check-table.ts';
export { decideDiffering } from './decide.ts';
export { inspectTable } from './inspect-table.ts';
export { importReport } from './report/import-report.ts';
export { writeReportFile, type ReportFile, type ReportFileInput } from './report/report-file.ts';
export { takeImportBack } from './undo/take-back.ts';
export { purgeImports } from './purge-imports.ts';
export { writeRefusedFile, type RefusedFile, type RefusedInput } from './refused-file.ts';

/** Long work on a chosen file: its token becomes the file before the worker gets it. */
const onTable = <I extends { file: string }>(name: string): Line<I, Job> =>
  act('import', async (services, actor, { file, ...rest }) =>
    services.startJob(name, actor, { ...rest, from: services.file(file) }),
  );

type OnFile = 'inspect' | 'check' | 'bringIn' | 'decideDiffering' | 'importReport';
type Others = 'mappings' | 'preview' | 'saveMapping' | 'forgetMapping' | 'imports' | 'doubles';
/** Bringing in a spreadsheet; `saveRefused` and `saveReport` ask for a place and stand in the shell. */
export const bringInLines = {
  inspect: onTable('exchange.inspect'),
  check: onTable('exchange.check'),
  bringIn: act('import', async (services, actor, { file, ...rest }) =>
    services.startJob(
      'exchange.bringIn',
      actor,
      { ...rest, from: services.file(file) },
      { done: (value) => offerBack(services, actor, (value as ImportDone).brought) },
    ),
  ),
  decideDiffering: onTable('exchange.decideDiffering'),
  importReport: onTable('exchange.importReport'),
  mappings: read('import', mappingNames),
  preview: read('import', previewRows),
  saveMapping: undoable(change('import', saveMapping)),
  forgetMapping: undoable(change('import', forgetMapping)),
  imports: read('import', listImports),
  doubles: read('import', doublesOf),
} satisfies Area<Pick<typeof exchange, OnFile | Others> & Record<string, Call<unknown, unknown>>>;
