import { join } from 'node:path';
import type { Backup } from '../contract/desktop.ts';
import { expected, type Actor } from '../gate.ts';
import type { Jobs } from '../jobs.ts';
import { backupFolderOf, claimBackupFolder, type OfficePlace } from '../store/backup-folders.ts';
import { backupName, copyInto, listBackups, settle, type BackupFile, type BackupKind } from '../store/backup.ts';
import type { Connection } from '../store/connection.ts';
import { countOffice } from '../store/integrity.ts';
import { connect } from '../store/connection.ts';
import type { Settings } from './settings.ts';

const A_DAY = 86_400_000;
/** A day's backup may be an hour late before it is called old. */
const OLD = 25 * 3_600_000;

/** Where an office's backups are and when the next is due. One folder an office file, named by the office's uid. */
export class Backups {
  readonly #userData: string;
  readonly #settings: Settings;
  readonly #jobs: Jobs;
  #lastFailed = false;

  constructor(options: { userData: string; settings: Settings; jobs: Jobs }) {
    this.#userData = options.userData;
    this.#settings = options.settings;
    this.#jobs = options.jobs;
  }

  /** The folder the user sees and may choose. */
  get root(): string {
    return this.#settings.get('backupFolder') ?? join(this.#userData, 'backups');
  }
  folderOf(office: OfficePlace): string {
    return backupFolderOf(this.root, office);
  }
  /** An office that was moved takes its backups along. */
  follow(office: OfficePlace): void {
    claimBackupFolder(this.root, office, false);
  }
  files(office: OfficePlace): BackupFile[] {
    return listBackups(this.folderOf(office));
  }

  /** With what each holds, read from the files themselves. */
  list(office: OfficePlace): Backup[] {
    return this.files(office).map(({ id, path, at, kind, bytes }) => ({ id, at, kind, bytes, ...countsOf(path) }));
  }

  last(office: OfficePlace): { at: number; ok: boolean; overdue: boolean } | null {
    const [newest] = this.files(office).filter(({ kind }) => kind !== 'before-restore');
    return newest ? { at: newest.at, ok: !this.#lastFailed, overdue: Date.now() - newest.at > OLD } : null;
  }

  due(office: OfficePlace): boolean {
    const [newest] = this.files(office);
    return !newest || Date.now() - newest.at >= A_DAY;
  }

  /** @throws Refused what the disk says, `damaged`, `busy` */
  async make(office: OfficePlace & { journal: 'wal' | 'delete' }, actor: Actor, kind: BackupKind): Promise<Backup> {
    try {
      const input = { folder: claimBackupFolder(this.root, office, true), kind };
      const made = (await this.#jobs.run('exchange.backUp', actor, input, {
        path: office.path,
        journal: office.journal,
      })) as Backup;
      this.#lastFailed = false;
      return made;
    } catch (error) {
      this.#lastFailed = true;
      throw expected(error) ?? error;
    }
  }

  /** Before a migration: the file of the older version as it is. */
  beforeMigration(office: OfficePlace): (sqlite: Connection) => void {
    return (sqlite) => {
      const folder = claimBackupFolder(this.root, office, true);
      const target = join(folder, backupName('before-migration', Date.now()));
      copyInto(sqlite, `${target}.part`);
      settle(`${target}.part`, target);
    };
  }
}

function countsOf(path: string): { tickets: number; people: number } {
  try {
    const sqlite = connect(path, { readonly: true });
    try {
      const { tickets, people } = countOffice(sqlite);
      return { tickets, people };
    } finally {
      sqlite.close();
    }
  } catch {
    return { tickets: 0, people: 0 };
  }
}
