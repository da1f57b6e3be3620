import { UNSAID, type DifferenceField, type ReportWords } from '../../../contract/exchange.ts';
import type { Actor } from '../../../gate.ts';
import type { Working } from '../../../jobs.ts';
import type { Store } from '../../../store/index.ts';
import { officeZone } from '../../../tickets/index.ts';
import { leave, type Gone } from '../../out/leave.ts';
import type { Place } from '../../out/leaving-file.ts';
import { clockOf, wallText } from '../../out/table/wall-clock.ts';
import { stoppable } from '../chosen-table.ts';
import { isSaid, type Difference } from '../compare/difference.ts';
import { compareImport, type ReportInput } from './compare-import.ts';

export type ReportFileInput = ReportInput & { words: ReportWords; place: Place };
export type ReportFile = Gone<{ tickets: number }>;

const DATES: readonly DifferenceField[] = [
  ...(['created', 'updated', 'firstReply', 'resolved', 'due'] as const),
  ...(['entryDate', 'anonymised', 'restricted'] as const),
];

/**
 * Writes each difference of each ticket that an import brought as text, UTF-8; dates are wall clock of the office.
 * @throws Refused with a `table-…` or `mapping-…` reason, `cancelled`, and what the disk says
 */
export async function writeReportFile(
  store: Store,
  actor: Actor,
  input: ReportFileInput,
  working: Working,
): Promise<ReportFile> {
  return stoppable(working, async (signal) => {
    const comparison = await compareImport(store, input, signal);
    const clock = clockOf(await officeZone(store.db));
    const { heads, fields, whys, parts, unsaid } = input.words;
    const shown = (field: DifferenceField, text: string): string => {
      if (text === '') return heads.nothing;
      if (DATES.includes(field) && /^-?\d+$/.test(text))
        return wallText(clock(Number(text)))
          .slice(0, 19)
          .replace('T', ' ');
      return text.replaceAll('\n', '\n      ');
    };
    const lines = ({ field, name, why, file, here }: Difference): string =>
      [
        `  ${fields[field]}${name === '' ? '' : ` (${name})`}: ${whys[why]}`,
        `    ${heads.file}: ${shown(field, file)}`,
        `    ${heads.here}: ${shown(field, here)}`,
        '',
      ].join('\n');
    return leave(store, actor, input.place, { kind: 'import-report' }, async (file) => {
      const list = (head: string, all: readonly string[]) => (all.length === 0 ? '' : `${head} ${all.join(', ')}\n`);
      file.write(`${heads.title}\n\n${heads.compared}\n`);
      file.write(
        list(
          heads.without,
          comparison.without.map((part) => parts[part]),
        ),
      );
      file.write(list(heads.columns, comparison.columns));
      if (comparison.own) file.write(`${heads.never}\n`);
      const ids: number[] = [];
      for await (const { id, trackingId, differences } of comparison.tickets({ signal })) {
        if (differences.length === 0) continue;
        working.check();
        const [said, never] = [differences.filter(isSaid), differences.filter((one) => !isSaid(one))];
        if (said.length > 0) ids.push(id);
        file.write(`\n${trackingId}\n${said.map(lines).join('')}`);
        const kinds = never.flatMap(({ field }) => UNSAID.filter((one) => one === field));
        if (kinds.length > 0) file.write(`  ${heads.unsaid} ${kinds.map((one) => unsaid[one]).join('; ')}\n`);
      }
      if (ids.length === 0) file.write(`\n${heads.same}\n`);
      const silent = [...comparison.silent].map((field) => fields[field]);
      if (silent.length > 0) file.write(`\n${list(heads.silent, silent)}`);
      const members = list(heads.members, [...comparison.members]);
      if (members !== '') file.write(`\n${members}`);
      return { selection: { ids }, told: { tickets: ids.length } };
    });
  });
}
