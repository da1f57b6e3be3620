import { office } from '../../office.svelte.ts';
import { LANGUAGES, t, type TextKey } from '../../texts/language.svelte.ts';
import { FACT_NAMES, shownFact } from './facts.ts';
import { ownEntriesInWords } from './own-entries.ts';
import { SECTIONS, type SectionId } from './sections.ts';

export type Found = {
  section: SectionId;
  /** The setting or the row it is; empty for the section itself. */
  name: string;
  label: string;
  /** What it is set to, or what it does. */
  value: string;
};
type Line = Found & { words: string };

/** Lower case, without accents: what is found does not hang on either. */
const folded = (text: string) => text.normalize('NFKD').replace(/\p{M}/gu, '').toLocaleLowerCase();

/** Every setting with its words and its value. */
function all(): Line[] {
  const { settings, desk } = office;
  if (!settings) return [];
  const line = (section: SectionId, name: string, label: string, about: string, value: string): Line => ({
    section,
    name,
    label,
    value: value || about,
    words: folded(`${label} ${about} ${value} ${t(`settings.sections.${section}.title`)}`),
  });
  const named = (section: SectionId, name: string, key: TextKey & `${string}.label`, value = '') =>
    line(section, name, t(key as 'settings.facts.name.label'), aboutOf(key), value);
  const row = (section: SectionId) => (one: { id: number; name: string; archived: boolean }) =>
    line(section, String(one.id), one.name, one.archived ? t('settings.list.archived') : '', '');
  const { backupDays, backupMonths, correctOwnMinutes } = settings.facts;
  return [
    ...SECTIONS.map(({ id }) =>
      line(id, '', t(`settings.sections.${id}.title`), t(`settings.sections.${id}.about`), ''),
    ),
    ...FACT_NAMES.map((name) =>
      named('office', name, `settings.facts.${name}.label`, shownFact(name, settings.facts[name])),
    ),
    ...settings.categories.map(row('categories')),
    ...settings.priorities.map(row('priorities')),
    ...settings.statuses.map(row('statuses')),
    ...settings.fields.map((field) =>
      line('fields', String(field.id), field.name, t(`terms.fieldKinds.${field.kind}`), field.options.join(', ')),
    ),
    line(
      'office',
      'correctOwnMinutes',
      t('rectify.rule.label'),
      t('rectify.rule.about'),
      ownEntriesInWords(correctOwnMinutes),
    ),
    line('backups', 'folder', t('settings.backups.folder'), t('settings.backups.restore'), ''),
    line('backups', 'days', t('settings.backups.days'), t('settings.backups.daysAbout'), String(backupDays)),
    line('backups', 'months', t('settings.backups.months'), t('settings.backups.monthsAbout'), String(backupMonths)),
    line('backups', 'now', t('settings.backups.now'), '', ''),
    line('elsewhere', 'settings-text', t('settingsText.title'), t('settingsText.about'), ''),
    line('elsewhere', 'sql', t('settings.elsewhere.sql'), 'SQLite MariaDB PostgreSQL', ''),
    named(
      'computer',
      'theme',
      'settings.computer.theme.label',
      t(`settings.computer.themes.${desk?.theme ?? 'system'}`),
    ),
    named(
      'computer',
      'contrast',
      'settings.computer.contrast.label',
      t(`settings.computer.contrasts.${desk?.contrast ?? 'system'}`),
    ),
    named('computer', 'language', 'settings.computer.language.label', LANGUAGES.en.name),
    named('computer', 'size', 'settings.computer.size.label'),
  ];
}

const aboutOf = (key: string) => t(key.replace(/label$/, 'about') as 'settings.facts.name.about');

/** Settings whose name, words or value have every word of the text; those whose name begins with it come first. */
export function findSettings(text: string): Found[] {
  const words = folded(text).split(/\s+/).filter(Boolean);
  if (words.length === 0) return [];
  const rank = ({ label }: Line) => {
    const name = folded(label);
    return name.startsWith(words[0] ?? '') ? 0 : words.some((word) => name.includes(word)) ? 1 : 2;
  };
  return all()
    .filter((line) => words.every((word) => line.words.includes(word)))
    .sort((a, b) => rank(a) - rank(b));
}
