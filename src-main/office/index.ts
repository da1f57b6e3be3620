import type { office } from '../contract/office.ts';
import { act, change, changingAct, read, undoable, type Area } from '../gate.ts';
import { loadSettings, previewSettings } from './as-text/calls.ts';
import { arrange, bringBack, retire, saveCategory, saveField, savePriority, saveStatus } from './lists.ts';
import { usage } from './usage.ts';
import { changeOffice, officeSettings } from './settings.ts';

export { settingsAsText } from './as-text/calls.ts';
export { foundOffice, newUid, type Founding } from './found.ts';

export const officeLines: Area<typeof office> = {
  settings: read('use the desk', officeSettings),
  change: undoable(change('manage settings', changeOffice)),
  saveCategory: undoable(change('manage categories', saveCategory)),
  savePriority: undoable(change('manage settings', savePriority)),
  saveStatus: undoable(change('manage settings', saveStatus)),
  saveField: undoable(change('manage settings', saveField)),
  usage: read('use the desk', usage),
  arrange: undoable(change('manage settings', arrange)),
  retire: undoable(change('manage settings', retire)),
  previewSettings: act('manage settings', previewSettings),
  loadSettings: undoable(changingAct('manage settings', loadSettings)),
  bringBack: undoable(change('manage settings', bringBack)),
};
