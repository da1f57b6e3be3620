import {
  DIFFERENCE_FIELDS,
  DIFFERENCE_REASONS,
  EXPORT_SHEETS,
  UNSAID,
  type ImportReport,
  type ReportWords,
} from '../../../src-main/contract/exchange.ts';
import { format, t } from '../../texts/language.svelte.ts';

const each = <T extends string>(codes: readonly T[], say: (code: T) => string): Record<T, string> =>
  Object.fromEntries(codes.map((code) => [code, say(code)])) as Record<string, string>;

/** How many tickets were compared, and how many have something otherwise. */
export const comparedWords = ({ compared, differing }: ImportReport): string =>
  t('bringIn.report.compared', { n: compared, differing: format().count(differing) });

/** The words of a saved report. */
export function reportWords(report: ImportReport, { source, at }: { source: string; at: number }): ReportWords {
  return {
    heads: {
      title: t('bringIn.report.fileTitle', { source, when: format().moment(at) }),
      compared: comparedWords(report),
      without: t('bringIn.report.heads.without'),
      unsaid: t('bringIn.report.heads.unsaid'),
      silent: t('bringIn.report.heads.silent'),
      columns: t('bringIn.report.heads.columns'),
      members: t('bringIn.report.heads.members'),
      never: t('bringIn.report.never'),
      file: t('bringIn.differing.inFile'),
      here: t('bringIn.differing.inOffice'),
      nothing: t('bringIn.differing.nothing'),
      same: t('bringIn.report.same'),
    },
    fields: each(DIFFERENCE_FIELDS, (field) => t(`bringIn.differing.fields.${field}`)),
    whys: each(DIFFERENCE_REASONS, (why) => t(`bringIn.report.whys.${why}`)),
    parts: each(EXPORT_SHEETS, (part) => t(`terms.sheets.${part}`)),
    unsaid: each(UNSAID, (one) => t(`bringIn.report.unsaidWords.${one}`)),
  };
}
