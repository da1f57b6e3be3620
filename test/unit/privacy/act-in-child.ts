// Does one act on an office file in a process of its own, so that a test can let it be killed in the middle.
import { purge } from '../../../src-main/privacy/index.ts';
import { openStore } from '../../../src-main/store/index.ts';
import { carryOut, owner, quietly } from './desk.ts';

const [path = '', act = '', staffId = '', ids = ''] = process.argv.slice(2);
const store = openStore(path);
const actor = owner(Number(staffId));
const selection = { ids: ids.split(',').map(Number) };
const done = await carryOut(store, actor, act === 'anonymise' ? 'anonymise' : 'delete', selection);
if (act === 'purge') await purge(store, actor, { erasure: done.erasure }, quietly);
await store.close();
