import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { guessColumns } from '../../../../src-main/exchange/table/index.ts';
import type { ColumnGuess } from '../../../../src-main/exchange/table/index.ts';

/** Columns given as heading and some texts, which are repeated to twenty rows; `#` in a text becomes the row's number. */
function guess(columns: Record<string, string[]>): Record<string, ColumnGuess> {
  const header = Object.keys(columns);
  const sample = Array.from({ length: 20 }, (_, row) =>
    Object.values(columns).map((texts) => (texts[row % texts.length] ?? '').replaceAll('#', String(row + 1))),
  );
  return Object.fromEntries(guessColumns(header, sample).map((found) => [found.header, found]));
}
const targets = (columns: Record<string, string[]>): Record<string, string> =>
  Object.fromEntries(Object.entries(guess(columns)).map(([header, { target }]) => [header, target]));

const WORDS = ['The heating has been cold since Monday, all rooms', 'No water in the kitchen since this morning'];

describe('columns by name', () => {
  it('knows those of HESK', () => {
    expect(
      targets({
        '#': ['#'],
        'Tracking ID': ['ABC-DEF-#'],
        Date: ['2023-06-01T12:15:36.000'],
        Updated: ['2023-06-02T12:15:36.000'],
        'First reply at': ['2023-06-02T12:15:36.000', ''],
        'Resolved at': ['', '2023-06-02T12:15:36.000'],
        Name: ['Anna Berg', 'Ben Cole'],
        Email: ['anna@example.org', 'ben@example.org'],
        Followers: ['', 'carl@example.org'],
        Category: ['Heating', 'Water'],
        Priority: ['High', 'Low'],
        Status: ['Waiting reply', 'Resolved'],
        Subject: ['Cold #', 'No water #'],
        Message: WORDS,
        Owner: ['Sam', ''],
        Replies: ['2', '0'],
        'Replies (Staff)': ['1', '0'],
        'Time worked': ['00:15:00', '01:00:00'],
        'Due date': ['2023-07-01T00:00:00.000', ''],
        'Ticket URL': ['https://desk.example.org/t/#'],
      }),
    ).toEqual({
      '#': 'id',
      'Tracking ID': 'trackingId',
      Date: 'created',
      Updated: 'updated',
      'First reply at': 'firstReply',
      'Resolved at': 'resolved',
      Name: 'name',
      Email: 'email',
      Followers: 'followers',
      Category: 'category',
      Priority: 'priority',
      Status: 'status',
      Subject: 'subject',
      Message: 'message',
      Owner: 'owner',
      Replies: 'ignore',
      'Replies (Staff)': 'ignore',
      'Time worked': 'timeWorked',
      'Due date': 'due',
      'Ticket URL': 'ignore',
    });
  });

  it('knows German ones', () => {
    expect(
      targets({
        'Vorgangs-Nr.': ['V-#'],
        'Erstellt am': ['01.06.2023 12:15'],
        Vorname: ['Anna', 'Ben'],
        Nachname: ['Berg', 'Cole'],
        'E-Mail-Adresse': ['anna@example.org'],
        Telefon: ['030 1234567', '+49 30 7654321'],
        Handy: ['0171 1234567'],
        Kundennummer: ['K-#'],
        Straße: ['Hauptstr. 1', 'Am Tor 2'],
        PLZ: ['10115'],
        Ort: ['Berlin'],
        Kategorie: ['Heizung', 'Wasser'],
        Priorität: ['hoch', 'niedrig'],
        Status: ['offen', 'erledigt'],
        Bearbeiter: ['S. Meier'],
        Betreff: ['Kalt #'],
        Beschreibung: WORDS,
        Bemerkung: ['ruft zurück', ''],
        'Fällig am': ['15.06.2023'],
      }),
    ).toMatchObject({
      'Vorgangs-Nr.': 'id',
      'Erstellt am': 'created',
      Vorname: 'name',
      Nachname: 'name',
      'E-Mail-Adresse': 'email',
      Telefon: 'phone',
      Handy: 'phone',
      Kundennummer: 'customerNumber',
      Straße: 'address',
      PLZ: 'address',
      Ort: 'address',
      Kategorie: 'category',
      Priorität: 'priority',
      Status: 'status',
      Bearbeiter: 'owner',
      Betreff: 'subject',
      Beschreibung: 'message',
      Bemerkung: 'note',
      'Fällig am': 'due',
    });
  });

  it('knows French ones', () => {
    expect(
      targets({
        Numéro: ['#'],
        'Date de création': ['01/06/2023', '25/06/2023'],
        Prénom: ['Anne'],
        Nom: ['Berger'],
        Courriel: ['anne@example.org'],
        Téléphone: ['01 23 45 67 89'],
        Objet: ['Chauffage #'],
        Description: WORDS,
        Catégorie: ['Chauffage', 'Eau'],
        Priorité: ['haute', 'basse'],
        État: ['ouvert', 'résolu'],
        Échéance: ['13/06/2023'],
      }),
    ).toEqual({
      Numéro: 'id',
      'Date de création': 'created',
      Prénom: 'name',
      Nom: 'name',
      Courriel: 'email',
      Téléphone: 'phone',
      Objet: 'subject',
      Description: 'message',
      Catégorie: 'category',
      Priorité: 'priority',
      État: 'status',
      Échéance: 'due',
    });
  });

  it('knows those of Zendesk, Freshdesk and osTicket', () => {
    const zendesk = {
      Id: ['#'],
      Requester: ['Anna Berg'],
      'Requester email': ['anna@example.org'],
      Assignee: ['Sam'],
      'Created at': ['2023-06-01 12:15'],
      'Solved at': ['2023-06-02 12:15'],
      Via: ['Web form', 'Mail'],
      Group: ['Support'],
      Subject: ['x #'],
    };
    expect(Object.values(targets(zendesk))).toEqual([
      'id',
      'name',
      'email',
      'owner',
      'created',
      'resolved',
      'channel',
      'category',
      'subject',
    ]);
    const freshdesk = {
      'Ticket ID': ['#'],
      'Full name': ['Anna Berg'],
      'Work phone': ['030 1234567'],
      'Due by Time': ['2023-06-01 12:15'],
      'Resolved time': ['2023-06-02 12:15'],
      'Last update time': ['2023-06-02 12:15'],
      Source: ['Phone', 'Portal'],
      'Initial response time': ['2023-06-02 12:15'],
    };
    expect(Object.values(targets(freshdesk))).toEqual([
      'id',
      'name',
      'phone',
      'due',
      'resolved',
      'updated',
      'channel',
      'firstReply',
    ]);
    const osticket = {
      'Ticket Number': ['#'],
      'Date Created': ['2023-06-01 12:15'],
      From: ['Anna Berg'],
      'From Email': ['anna@example.org'],
      'Help Topic': ['Report a problem'],
      'Current Status': ['Open', 'Closed'],
      'Agent Assigned': ['Sam'],
      'Thread Count': ['3'],
    };
    expect(Object.values(targets(osticket))).toEqual([
      'id',
      'created',
      'name',
      'email',
      'category',
      'status',
      'owner',
      'ignore',
    ]);
  });
});

describe('columns by content', () => {
  it('believes the texts where they differ from the name', () => {
    const found = guess({
      From: ['anna@example.org'],
      'Time to resolution': ['5.2', '11.7'],
      Email: ['yes', 'no'],
      Subject: ['x #'],
    });
    expect(found['From']).toMatchObject({ target: 'email', reason: 'name-and-content' });
    expect(found['Time to resolution']).toMatchObject({ target: 'custom', reason: 'content-differs' });
    expect(found['Email']).toMatchObject({ target: 'custom', reason: 'content-differs' });
  });

  it('finds addresses, IPs, telephones, statuses and the message under names it does not know', () => {
    expect(
      targets({
        A: ['anna@example.org', 'ben@example.org'],
        B: ['192.0.2.1', '2001:db8::#'],
        C: ['+49 30 12345#', '(030) 7654#1'],
        D: ['in progress', 'closed', 'on hold'],
        E: ['urgent', 'low', 'normal'],
        F: WORDS.map((text) => `${text}, and it is getting worse from day to day #`),
        G: [''],
      }),
    ).toEqual({ A: 'email', B: 'ip', C: 'phone', D: 'status', E: 'priority', F: 'message', G: 'ignore' });
  });

  it('leaves out parts of a name that stands whole beside them', () => {
    const found = guess({ 'Full name': ['Anna Berg', 'Ben Cole'], 'First name': ['Anna', 'Ben'], Subject: ['x #'] });
    expect(found['Full name']?.target).toBe('name');
    expect(found['First name']).toMatchObject({ target: 'ignore', reason: 'other-column-fits-better' });
    expect(targets({ Name: ['Berg', 'Cole'], Vorname: ['Anna', 'Ben'], Betreff: ['x #'] })).toMatchObject({
      Name: 'name',
      Vorname: 'name',
    });
  });

  it('gives a field to the column that fits it best, and makes the other a field of its own', () => {
    const found = guess({ Status: ['Open', 'Closed'], State: ['Bavaria', 'Hesse'], Subject: ['x #'] });
    expect(found['Status']?.target).toBe('status');
    expect(found['State']).toMatchObject({ target: 'custom', reason: 'other-column-fits-better' });
  });

  it('takes no column of repeating numbers for the ticket’s id', () => {
    expect(targets({ Number: ['1', '2'], Subject: ['x #'] })['Number']).toBe('custom');
  });

  it('says of a custom field what kind it is, and in doubt that it is personal', () => {
    const found = guess({
      'Customer Age': Array.from({ length: 20 }, (_, i) => String(20 + i)),
      Gender: ['Female', 'Male'],
      Product: ['Lamp', 'Stove'],
      'Date of birth': ['3.4.1955', '25.6.1980'],
      'Remarks of the neighbour': [WORDS.join('\n')],
      'Billing contact': ['a#@example.org'],
      Rating: ['1.0', '2.0', '5.0'],
      Flat: ['A #'],
      Subject: ['x #'],
      Message: WORDS,
      Email: ['anna@example.org'],
    });
    expect(found['Customer Age']?.newField).toMatchObject({ kind: 'text', personal: true });
    expect(found['Gender']?.newField).toMatchObject({ kind: 'select', personal: true, options: ['Female', 'Male'] });
    expect(found['Product']?.newField).toMatchObject({ kind: 'select', personal: false });
    expect(found['Date of birth']).toMatchObject({ dateFormat: 'dmy', newField: { kind: 'date', personal: true } });
    expect(found['Remarks of the neighbour']?.newField).toMatchObject({ kind: 'textarea', personal: true });
    expect(found['Rating']?.newField).toMatchObject({ kind: 'select', personal: false });
    expect(found['Flat']?.newField).toMatchObject({ kind: 'text', personal: true });
  });

  it('asks about dates that can be read in two ways', () => {
    expect(guess({ Created: ['05/06/2023', '01/02/2023'], Subject: ['x #'] })['Created']).toMatchObject({
      target: 'created',
      dateFormat: 'dmy',
      ambiguous: { formats: ['dmy', 'mdy'], readings: ['2023-06-05', '2023-05-06'] },
    });
  });

  const table = fc.array(fc.array(fc.string({ maxLength: 15 }), { minLength: 4, maxLength: 4 }), { maxLength: 12 });
  const names = fc.array(
    fc.oneof(fc.string({ maxLength: 12 }), fc.constantFrom('Name', 'E-Mail', 'Status', 'Datum', 'Id', 'Vorname')),
    { minLength: 4, maxLength: 4 },
  );
  test.prop([names, table])('names each column once, and each single field at most once', (header, sample) => {
    const guesses = guessColumns(header, sample);
    expect(guesses.map(({ column }) => column)).toEqual([0, 1, 2, 3]);
    for (const target of ['id', 'created', 'subject', 'message', 'status', 'priority', 'category'])
      expect(guesses.filter((found) => found.target === target).length).toBeLessThan(2);
    for (const { target, newField, confidence } of guesses) {
      expect(newField !== undefined).toBe(target === 'custom');
      expect(confidence).toBeGreaterThan(0);
    }
  });
});
