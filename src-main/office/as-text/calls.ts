import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { InputOf } from '../../contract/call.ts';
import type { SettingsPreview, settingsTextCalls as calls } from '../../contract/settings-text.ts';
import { mustBeAllowed, type Actor, type Services } from '../../gate.ts';
import { Refused, type Reads } from '../../store/index.ts';
import { mayBecome } from '../lists.ts';
import { applySettings } from './apply.ts';
import { compareSettings, type Plan } from './compare.ts';
import { currentSettings, settingsOf, type Current } from './current.ts';
import { LARGEST, readSettingsText } from './read.ts';
import { settingsText, type Words } from './write.ts';

/** The settings of an office as plain text, commented by `words`. */
export async function settingsAsText(db: Reads, actor: Actor, words: Words): Promise<string> {
  return settingsText(settingsOf(await currentSettings(db, actor)), words);
}

/** What loading a text would change; nothing is. @throws Refused `unreadable`, `newer-version`, `too-large`, `not-found` */
export async function previewSettings(
  services: Services,
  actor: Actor,
  { file }: InputOf<typeof calls.previewSettings>,
): Promise<SettingsPreview> {
  const { plan } = await planned(services.store.db, actor, await bytesOf(services, file));
  const { changes, refused, same } = plan;
  return { changes, refused, same, stamp: stampOf(plan) };
}

/**
 * Loads a settings text, in one write: rows that it does not name stay, and none goes.
 * @throws as the preview, and Refused `changed-meanwhile` when it would not change the same any more
 */
export async function loadSettings(
  services: Services,
  actor: Actor,
  { file, stamp }: InputOf<typeof calls.loadSettings>,
): Promise<{ changes: number }> {
  const bytes = await bytesOf(services, file);
  return services.write(async (tx) => {
    const { current, plan } = await planned(tx, actor, bytes);
    if (stampOf(plan) !== stamp) throw new Refused('changed-meanwhile', { reason: 'settings-changed' });
    if (plan.changes.some(({ part }) => part === 'category')) mustBeAllowed(actor, 'manage categories');
    await applySettings(tx, actor, current, plan);
    return { changes: plan.changes.length };
  });
}

async function planned(db: Reads, actor: Actor, bytes: Uint8Array): Promise<{ current: Current; plan: Plan }> {
  const current = await currentSettings(db, actor);
  const plan = await compareSettings(current, readSettingsText(bytes), (id, from, to) => mayBecome(db, id, from, to));
  return { current, plan };
}

const stampOf = ({ changes, refused }: Plan) =>
  createHash('sha256')
    .update(JSON.stringify([changes, refused]))
    .digest('hex');

async function bytesOf(services: Services, token: string): Promise<Uint8Array> {
  const { path, size } = services.file(token);
  if (size > LARGEST) throw new Refused('too-large', { reason: 'settings-too-large' });
  const bytes = await readFile(path);
  if (bytes.length > LARGEST) throw new Refused('too-large', { reason: 'settings-too-large' });
  return bytes;
}
