import { copyFileSync, constants, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { contract } from '../../src-main/contract/index.ts';
import { PERMISSIONS, type Permission } from '../../src-main/contract/permissions.ts';
import { createGate, type Services } from '../../src-main/gate.ts';
import { officeLines } from '../../src-main/office/index.ts';
import { peopleLines } from '../../src-main/people/index.ts';
import { findLines } from '../../src-main/privacy/find.ts';
import { Refused } from '../../src-main/contract/errors.ts';
import { openStore, type Store } from '../../src-main/store/index.ts';
import { UndoStack } from '../../src-main/store/undo/index.ts';
import { ticketLines, ticketRows } from '../../src-main/tickets/index.ts';
import { undoLines } from '../../src-main/undo/index.ts';
import { SEEDED_UNTIL } from './seed/index.ts';

export type BenchDesk = {
  store: Store;
  /** Asks through the real gate, as the window does. Throws what was refused. */
  call<T = unknown>(name: string, input?: unknown): Promise<T>;
  close(): Promise<void>;
};

/** A copy of an office in a folder of its own: its path, and how to take it away. */
export function copyOf(office: string): { path: string; folder: string; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), 'paperdesk-bench-'));
  const path = join(folder, 'office.desk');
  copyFileSync(office, path, constants.COPYFILE_FICLONE);
  return { path, folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** The main process without its window: the office's store behind the gate, with the areas' own lines. */
export function openBenchDesk(path: string): BenchDesk {
  const store = openStore(path, { clock: () => SEEDED_UNTIL });
  const none = () => {
    throw new Error('neither files nor long work here');
  };
  const services: Services = {
    store,
    file: none,
    attachable: none,
    startJob: none,
    endOf: none,
    told: (_name, work) => work({ progress: () => undefined, check: () => undefined }),
    forget: none,
    undo: new UndoStack(),
    write: (work) => store.write(work),
  };
  const actor = { staffId: 1, permissions: new Set<Permission>(PERMISSIONS) };
  let bug: unknown;
  const gate = createGate({
    contract,
    lines: {
      tickets: ticketLines,
      people: peopleLines(ticketRows),
      office: officeLines,
      find: findLines,
      undo: undoLines,
    },
    office: () => ({ services, actor }),
    changed: () => undefined,
    bug: (_call, error) => (bug = error),
  });
  return {
    store,
    async call<T>(name: string, input?: unknown) {
      const answer = await gate(name, input);
      if (answer.ok) return answer.value as T;
      if (answer.error.code === 'bug') throw bug;
      throw new Refused(answer.error.code, answer.error.detail);
    },
    close: () => store.close(),
  };
}
