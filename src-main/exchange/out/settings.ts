import type { Actor } from '../../gate.ts';
import { settingsAsText } from '../../office/index.ts';
import type { Store } from '../../store/index.ts';
import { leave, type Gone } from './leave.ts';
import type { Place } from './leaving-file.ts';

export type SettingsOut = { words: Record<string, string>; place: Place };

/** The settings of the office as plain text: no secret, no ticket, no requester. Long work. @throws what the disk says */
export async function settingsOut(store: Store, actor: Actor, { words, place }: SettingsOut): Promise<Gone<object>> {
  return leave(store, actor, place, { kind: 'settings' }, async (file) => {
    file.write(await settingsAsText(store.db, actor, words));
    return { selection: { ids: [] }, told: {} };
  });
}
