// Brings a table in, in a process of its own, so that a test can let it be killed in the middle.
import { statSync } from 'node:fs';
import { PERMISSIONS } from '../../../../src-main/contract/permissions.ts';
import { bringIn, inspectTable, takeImportBack } from '../../../../src-main/exchange/index.ts';
import { openStore } from '../../../../src-main/store/index.ts';

const [path = '', file = '', staffId = '', source = ''] = process.argv.slice(2);
const quietly = { progress: () => undefined, check: () => undefined };
const store = openStore(path);
const actor = { staffId: Number(staffId), permissions: new Set(PERMISSIONS) };
const from = { name: 'rows.csv', path: file, size: statSync(file).size };
const { mapping } = await inspectTable(store, actor, { from }, quietly);
const { brought } = await bringIn(
  store,
  actor,
  { from, mapping: { ...mapping, categories: { ...mapping.categories, Vorpal: 'new' } }, source },
  quietly,
);
if (process.env['PAPERDESK_KILL_AT'] === 'import: taken back') await takeImportBack(store, actor, brought, quietly);
await store.close();
