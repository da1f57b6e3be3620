import Archive from '@lucide/svelte/icons/archive';
import ArrowRightLeft from '@lucide/svelte/icons/arrow-right-left';
import Calendar from '@lucide/svelte/icons/calendar';
import CircleDot from '@lucide/svelte/icons/circle-dot';
import Copy from '@lucide/svelte/icons/copy';
import DoorOpen from '@lucide/svelte/icons/door-open';
import Download from '@lucide/svelte/icons/download';
import EyeOff from '@lucide/svelte/icons/eye-off';
import FolderInput from '@lucide/svelte/icons/folder-input';
import Lock from '@lucide/svelte/icons/lock';
import LockOpen from '@lucide/svelte/icons/lock-open';
import Mail from '@lucide/svelte/icons/mail';
import MailOpen from '@lucide/svelte/icons/mail-open';
import Paperclip from '@lucide/svelte/icons/paperclip';
import Pencil from '@lucide/svelte/icons/pencil';
import Signal from '@lucide/svelte/icons/signal';
import Table from '@lucide/svelte/icons/table';
import Tag from '@lucide/svelte/icons/tag';
import Timer from '@lucide/svelte/icons/timer';
import Trash from '@lucide/svelte/icons/trash';
import UserPlus from '@lucide/svelte/icons/user-plus';
import type { Ticket } from '../../../src-main/contract/tickets.ts';
import { run } from '../../commands.ts';
import type { MenuLine } from '../../components/menu-lines.ts';
import { office } from '../../office.svelte.ts';
import { opened } from '../../opened.svelte.ts';
import { t } from '../../texts/language.svelte.ts';
import type { TicketActs } from './acts.ts';
import type { Asking } from './asking.svelte.ts';

const picks = (asking: Asking): MenuLine[] => [
  {
    text: t('tickets.acts.status'),
    icon: CircleDot,
    keyId: 'status',
    act: () => asking.ask({ name: 'pick', kind: 'status' }),
  },
  {
    text: t('tickets.acts.priority'),
    icon: Signal,
    keyId: 'priority',
    act: () => asking.ask({ name: 'pick', kind: 'priority' }),
  },
  {
    text: t('tickets.acts.category'),
    icon: FolderInput,
    keyId: 'category',
    act: () => asking.ask({ name: 'pick', kind: 'category' }),
  },
  { text: t('tickets.acts.due'), icon: Calendar, keyId: 'due', act: () => asking.ask({ name: 'due' }) },
];
const may = (permission: Parameters<typeof office.may>[0]) => (office.may(permission) ? null : t('people.forbidden'));
const give = (asking: Asking): MenuLine => ({
  text: t('rectify.give.act'),
  icon: ArrowRightLeft,
  keyId: 'give',
  reason: may('edit people'),
  act: () => asking.ask({ name: 'give' }),
});
const ends = (acts: TicketActs): MenuLine[] => [
  'rule',
  { text: t('tickets.acts.anonymise'), icon: EyeOff, act: () => acts.erase('anonymise') },
  { text: t('tickets.acts.delete'), icon: Trash, keyId: 'delete', danger: true, act: () => acts.erase('delete') },
];

/** What stands behind "More" for the open ticket. */
export function menuOfOne(
  ticket: Ticket,
  acts: TicketActs,
  asking: Asking,
  { attach, correct }: { attach: () => void; correct: () => unknown },
): MenuLine[] {
  const writable = ticket.anonymisedAt === null;
  const { id, trackingId } = ticket;
  const takeOut = (wanted: 'xml' | 'zip') =>
    opened.open({ name: 'export', selection: { ids: [id] }, count: 1, trackingId, wanted });
  return [
    ...picks(asking),
    'rule',
    {
      text: t(ticket.tagged ? 'tickets.acts.unmark' : 'tickets.acts.mark'),
      icon: Tag,
      keyId: 'tag',
      act: () => void acts.mark(),
    },
    {
      text: t(ticket.locked ? 'tickets.acts.unlock' : 'tickets.acts.lock'),
      icon: ticket.locked ? LockOpen : Lock,
      act: () => void acts.lock(),
    },
    { text: t('tickets.acts.unread'), icon: Mail, act: () => void acts.markRead(true) },
    { text: t('tickets.acts.worked'), icon: Timer, act: () => asking.ask({ name: 'worked' }) },
    ...(writable
      ? ([
          { text: t('tickets.acts.attach'), icon: Paperclip, act: attach },
          { text: t('tickets.acts.follower'), icon: UserPlus, act: () => asking.ask({ name: 'follower' }) },
          'rule',
          {
            text: t('rectify.ticket.menuSubject'),
            icon: Pencil,
            keyId: 'correct',
            reason: may('edit tickets'),
            act: () => void correct(),
          },
          {
            text: t('rectify.ticket.menuCameIn'),
            icon: DoorOpen,
            reason: may('edit tickets'),
            act: () => asking.ask({ name: 'came-in' }),
          },
          give(asking),
        ] satisfies MenuLine[])
      : []),
    'rule',
    { text: t('tickets.acts.copy'), icon: Copy, act: () => void acts.copyId() },
    { text: t('tickets.acts.export'), icon: Download, keyId: 'export', act: () => void run('export') },
    { text: t('tickets.acts.exportXml'), icon: Table, act: () => takeOut('xml') },
    ...(ticket.attachments.length > 0
      ? [{ text: t('tickets.acts.saveFiles'), icon: Archive, act: () => takeOut('zip') }]
      : []),
    ...ends(acts),
  ];
}

/** What stands behind "More" for all selected ones. */
export function menuOfMany(acts: TicketActs, asking: Asking): MenuLine[] {
  return [
    ...picks(asking).filter((line) => line === 'rule' || line.keyId !== 'priority'),
    'rule',
    { text: t('tickets.acts.mark'), icon: Tag, keyId: 'tag', act: () => void acts.mark() },
    { text: t('tickets.acts.read'), icon: MailOpen, act: () => void acts.markRead(false) },
    { text: t('tickets.acts.unread'), icon: Mail, act: () => void acts.markRead(true) },
    give(asking),
    ...ends(acts),
  ];
}
