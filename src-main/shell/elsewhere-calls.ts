import { app } from 'electron';
import { basename, extname, join } from 'node:path';
import type { InputOf, OutputOf } from '../contract/call.ts';
import type { desktop } from '../contract/desktop.ts';
import type { exchange } from '../contract/exchange.ts';
import type { SqlIn, SqlOpened } from '../exchange/index.ts';
import { desk, mustBeAllowed, type Actor } from '../gate.ts';
import { Refused } from '../store/index.ts';
import { fileNameOf, type Desktop } from './desktop.ts';
import { withEnding } from './leaving.ts';

type Save = (typeof exchange)['saveSql'];
type SaveSettings = (typeof exchange)['saveSettings'];
type Open = (typeof desktop)['openSql'];

const nobody: Actor = { staffId: 1, permissions: new Set() };
const SQL = { name: 'SQL', extensions: ['sql'] };

/** The whole office as SQL, and its settings as text, out to a file. */
export function elsewhereSaving({ leavings }: Desktop) {
  return {
    saveSql: desk('manage settings', async (actor, { dialect }: InputOf<Save>): Promise<OutputOf<Save>> => {
      if (!actor) throw new Refused('no-office');
      mustBeAllowed(actor, 'export');
      const name = `${fileNameOf(leavings.office().name)}${dialect === 'sqlite' ? '' : ` ${dialect}`}`;
      const wanted = { folder: 'documents' as const, name, kind: { name: 'SQL', ending: '.sql' } };
      return leavings.start(actor, wanted, 'out.sql', { dialect });
    }),
    saveSettings: desk(
      'manage settings',
      async (actor, { words }: InputOf<SaveSettings>): Promise<OutputOf<SaveSettings>> => {
        if (!actor) throw new Refused('no-office');
        mustBeAllowed(actor, 'export');
        const name = `${fileNameOf(leavings.office().name)} settings`;
        const wanted = { folder: 'documents' as const, name, kind: { name: 'Text', ending: '.txt' } };
        return leavings.start(actor, wanted, 'out.settings', { words });
      },
    ),
  };
}

/** A new office out of an SQL file. */
export function sqlOpening({ offices, files, dialogs, halves, migrations, menuChanged }: Desktop) {
  const source = async (file: string | undefined) => {
    if (file) return files.get(file).path;
    const [chosen] = (await dialogs.open({ properties: ['openFile'], filters: [SQL] })) ?? [];
    return chosen ?? null;
  };
  return {
    openSql: desk('use the desk', async (_actor, { file }: InputOf<Open>): Promise<OutputOf<Open>> => {
      const from = await source(file);
      if (from === null) return null;
      const chosen = await dialogs.save({
        defaultPath: join(app.getPath('documents'), `${basename(from, extname(from))}.desk`),
        filters: [{ name: 'Paperdesk', extensions: ['desk'] }],
      });
      if (chosen === null) return null;
      const place = halves.beside(withEnding(chosen, '.desk'));
      try {
        const input: SqlIn = { source: from, place, migrations, backups: offices.backups.root };
        const opened = (await offices.jobs.run('exchange.openSql', nobody, input, null)) as SqlOpened;
        await offices.open(place.path);
        menuChanged();
        return opened;
      } finally {
        halves.end(place);
      }
    }),
  };
}
