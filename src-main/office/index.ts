import type { office } from '../contract/office.ts';
import { change, read, type Area } from '../gate.ts';
import { arrange, bringBack, retire, saveCategory, saveField, savePriority, saveStatus } from './lists.ts';
import { usage } from './usage.ts';
import { changeOffice, officeSettings } from './settings.ts';

export { foundOffice, newUid, type Founding } from './found.ts';

export const officeLines: Area<typeof office> = {
  settings: read('use the desk', officeSettings),
  change: change('manage settings', changeOffice),
  saveCategory: change('manage categories', saveCategory),
  savePriority: change('manage settings', savePriority),
  saveStatus: change('manage settings', saveStatus),
  saveField: change('manage settings', saveField),
  usage: read('use the desk', usage),
  arrange: change('manage settings', arrange),
  retire: change('manage settings', retire),
  bringBack: change('manage settings', bringBack),
};
