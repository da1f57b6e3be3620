// Corrects and forgets a person's name in a process of its own, so that a test can let it be killed in the middle.
import { and, eq } from 'drizzle-orm';
import { correctPersonAndForget } from '../../../src-main/privacy/index.ts';
import { identifiers, openStore } from '../../../src-main/store/index.ts';
import { owner, quietly } from './desk.ts';

const [path = '', staffId = '', person = ''] = process.argv.slice(2);
const store = openStore(path);
const id = Number(person);
const [name] = await store.db
  .select()
  .from(identifiers)
  .where(and(eq(identifiers.personId, id), eq(identifiers.kind, 'name')));
const changes = [{ what: 'change' as const, identifier: name?.id ?? 0, value: 'Somebody Else' }];
await correctPersonAndForget(store, owner(Number(staffId)), { id, version: 1, changes }, quietly);
await store.close();
