import { plural } from '../translate.ts';

/** The page Privacy: what the desk does for people's rights, and what stays the office's duty. */
export const privacy = {
  title: 'Privacy',
  rights: 'Rights and duties',
  sub: 'What this desk does for the people in it, and what the office has to do itself.',
  pending: {
    title: 'Deleted, can still be undone',
    about: 'When the program closes they are purged from the office file, to the last byte.',
    none: 'Nothing is waiting. What is deleted stands here until the program closes.',
    when: 'When',
    who: 'By',
    what: 'What',
    reason: 'Reason',
    acts: 'What to do',
    with: '{tickets}, {people}',
    undo: 'Undo',
    undoOf: 'Undo: {what}, {when}',
    now: 'Delete now',
    nowOf: 'Delete now: {what}, {when}',
    all: 'Delete all now',
    purging: 'Purging',
    purged: plural({ one: '{n} ticket purged', other: '{n} tickets purged' }),
    confirm: 'Delete now',
    confirmAbout: plural({
      one: '{n} ticket is purged from the office file, to the last byte. This can’t be undone.',
      other: '{n} tickets are purged from the office file, to the last byte. This can’t be undone.',
    }),
  },
  does: {
    title: 'What Paperdesk does',
    access: 'Access (Art. 15)',
    accessDoes:
      'Find looks through everything at once: names, addresses, numbers, messages, replies, notes, own fields and names of attachments. The page of a person lists their tickets. All of it can be printed or exported, and each print and export is written down.',
    rectification: 'Rectification (Art. 16)',
    rectificationDoes:
      'A person is corrected once, and every ticket shows it; tickets, own fields and followers are corrected where they stand. What stood there before can be forgotten, to the last byte. Two people who are one are joined, and taken apart again.',
    erasure: 'Erasure (Art. 17)',
    erasureDoes:
      'Delete takes tickets out, with the people whom no other ticket needs. It can be undone until the program closes; then it is purged from the office file, its journal and the search index, to the last byte.',
    anonymising: 'Anonymising',
    anonymisingDoes:
      'What identifies is removed for good: names, addresses, subject, messages, replies, notes, attachments, fields marked as personal. What figures need stays. Such a ticket is marked “identifying data removed”: dates and category stay, and whoever knows the case may still recognise it.',
    portability: 'Portability (Art. 20)',
    portabilityDoes:
      'A person’s tickets, with replies and attachments, can be saved and handed over: as a workbook, XML or CSV for any program for tables, as JSON for another desk, the files as ZIP.',
  },
  duty: {
    title: 'What stays the office’s duty',
    items: {
      law: 'To decide: whether a request is well founded, whether a law asks to keep something, and which reason is true.',
      identity: 'To make sure who is asking, before anything is handed over or removed.',
      deadline: 'To answer within a month (Art. 12(3)), and to tell those who were given the data (Art. 19).',
      notice: 'To hand over the privacy notice. Taking in a ticket can note that and when it was done.',
      paper: 'Paper, exports and copies that left the desk, the files of other programs, and the copies they make.',
      mentions:
        'People who are only mentioned in the ticket of somebody else: find shows where. Passages can’t be removed one by one.',
      computer:
        'The computer: who may sit at it, its password, an encrypted disk. The office file itself is not encrypted.',
    },
  },
  backups: {
    title: 'Backups',
    keep: plural({
      one: 'One backup of each day is kept for {n} day',
      other: 'One backup of each day is kept for {n} days',
    }),
    months: plural({
      one: '{days}, and one of each month for {n} month.',
      other: '{days}, and one of each month for {n} months.',
    }),
    noMonths: '{days}, and none for longer.',
    stand: 'What is erased today may stand in an older backup for that long.',
    restore:
      'A backup that is restored does every erasure made since again, before anyone sees the office. What was anonymised or deleted does not come back.',
    copies: 'A copy that you saved or carried away yourself is not counted here: nobody forgets in it but you.',
    open: 'Backups in Settings',
  },
  leaves: {
    title: 'What leaves the desk',
    about:
      'Nothing, unless somebody sends it: paper, PDF, workbooks, saved attachments, copies of the office. Each print and export is written down with its time, by whom, whose data, where to and a checksum. The program asks no server, loads nothing from the internet and reports nothing.',
    open: 'What left the desk',
    opened:
      '“Open with…” makes a read-only copy in the program’s own folder. It is gone when the program closes, and at the next start.',
  },
  office: {
    title: 'The office',
    authority: 'Supervisory authority',
    contact: 'Contact for privacy',
    notice: 'Privacy notice',
    missing: 'Not filled in yet.',
    fill: 'Fill in in Settings',
    about: 'People may complain to the authority (Art. 77). Name it when you answer a request.',
  },
} as const;
