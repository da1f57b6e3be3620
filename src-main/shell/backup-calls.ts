import { dirname } from 'node:path';
import type { Backup, RestorePreview } from '../contract/desktop.ts';
import { desk, type Actor } from '../gate.ts';
import type { OfficePlace } from '../store/backup-folders.ts';
import { Refused } from '../store/index.ts';
import type { Desktop } from './desktop.ts';

/** Calls about backups: of the open office, or of the one that could not be opened. */
export function backupCalls({ offices, settings, dialogs, migrations, menuChanged }: Desktop) {
  const target = () => {
    const open = offices.current;
    if (open) return { uid: open.uid, path: open.path, staffId: open.actor.staffId };
    const failed = offices.failed;
    // one that somebody else has open, or that is only write-protected, must not be replaced
    if (failed?.uid && (failed.error.code === 'damaged' || failed.error.code === 'unreadable'))
      return { uid: failed.uid, path: failed.path, staffId: 1 };
    throw new Refused('no-office');
  };
  const named = (office: OfficePlace, id: string) => {
    const backup = offices.backups.files(office).find((file) => file.id === id);
    if (!backup) throw new Refused('not-found', { reason: 'file' });
    return backup;
  };
  const nobody: Actor = { staffId: 1, permissions: new Set() };

  return {
    backups: desk('manage backups', async () => {
      const office = target();
      return { folder: offices.backups.folderOf(office), list: offices.backups.list(office) };
    }),
    backUpNow: desk('manage backups', async (actor): Promise<Backup> => {
      const open = offices.current;
      if (!open || !actor) throw new Refused('no-office');
      const made = await offices.backups.make(open, actor, 'now');
      offices.tellBackup(made.at);
      return made;
    }),
    chooseBackupFolder: desk('manage backups', async () => {
      const chosen = await dialogs.open({ properties: ['openDirectory', 'createDirectory'] });
      const [folder] = chosen ?? [];
      if (!folder) return null;
      if (offices.current && dirname(offices.current.path) === folder)
        throw new Refused('refused', { reason: 'backup-beside-office' });
      settings.set('backupFolder', folder);
      return { folder };
    }),
    restorePreview: desk('manage backups', async (_actor, { backup }: { backup: string }) => {
      const office = target();
      const input = { backup: named(office, backup), office: office.path };
      return (await offices.jobs.run('exchange.restorePreview', nobody, input, null)) as RestorePreview;
    }),
    restore: desk('manage backups', async (_actor, { backup }: { backup: string }) => {
      const office = target();
      const { path, staffId } = office;
      const file = named(office, backup);
      const input = { backup: file, office: path, migrations, staffId, now: Date.now() };
      const done = await offices.whileClosed(path, () => offices.jobs.run('exchange.restore', nobody, input, null));
      menuChanged();
      return done as { kept: string };
    }),
  };
}
