import type { ColumnTarget } from '../../../contract/exchange.ts';
import { foldLabel } from '../fold-label.ts';

/**
 * Names of columns, folded, in English, German and French, among them those that HESK, Zendesk, Freshdesk, osTicket,
 * Zammad, Jira and RT export. Words for the ticket and the customer in front are left out before a look-up.
 */
const NAMES: Record<Exclude<ColumnTarget, 'ignore' | 'custom'>, string> = {
  id: '#|id|number|no|nr|nummer|key|issue id|reference|ref|reference number|lfd nr|laufende nummer|ticketnummer|ticketid|vorgangsnummer|fallnummer|numero|n|num|identifiant|ticket|case|issue|ticket#',
  trackingId:
    'tracking id|trackingid|tracking|tracking code|tracking number|trackid|verfolgungsnummer|numero de suivi|code de suivi|public id',
  created:
    'created|created at|created on|created time|creation date|creation time|date created|create date|date|opened|opened at|open date|date opened|submitted|submitted at|submitted on|date submitted|received|received at|date received|reported|reported at|timestamp|erstellt|erstellt am|erstelldatum|erstellungsdatum|angelegt|angelegt am|eingang|eingangsdatum|eingegangen|eingegangen am|datum|gemeldet am|eroffnet|eroffnet am|cree|cree le|date de creation|date d ouverture|ouvert le|recu le|date de reception',
  updated:
    'updated|updated at|updated on|last updated|last update|last update time|date updated|modified|modified at|last modified|changed|changed at|last activity|last change|aktualisiert|aktualisiert am|geandert|geandert am|letzte anderung|zuletzt geandert|anderungsdatum|mis a jour|mis a jour le|derniere mise a jour|modifie|modifie le|date de modification',
  firstReply:
    'first reply|first reply at|first reply time|first response|first response at|first response time|first responded at|initial response time|initially assigned at|erste antwort|erste antwort am|erstantwort|erste reaktion|premiere reponse|premiere reponse le|date de premiere reponse',
  resolved:
    'resolved|resolved at|resolved on|resolved time|resolution date|resolution time|time to resolution|time of resolution|date resolved|solved|solved at|closed|closed at|closed on|closed time|close date|closed date|date closed|completed|completed at|completion date|done|gelost|gelost am|erledigt am|erledigt|erledigungsdatum|geschlossen|geschlossen am|abgeschlossen|abgeschlossen am|schliessdatum|resolu le|date de resolution|cloture le|date de cloture|ferme le',
  due: 'due|due at|due by|due date|due on|due by time|deadline|target date|sla due date|fallig|fallig am|falligkeit|falligkeitsdatum|frist|zu erledigen bis|termin|echeance|date d echeance|date limite|a faire avant',
  name: 'name|full name|customer|requester|requester name|reporter|reported by|from|from name|contact|contact name|submitter|submitted by|caller|tenant|user|client|requestor|sender|sender name|vollstandiger name|kunde|kundenname|melder|absender|ansprechpartner|mieter|anrufer|einsender|nom complet|demandeur|nom du client|nom du demandeur|expediteur|locataire|first name|firstname|given name|forename|vorname|prenom|last name|lastname|surname|family name|nachname|familienname|zuname|nom|nom de famille',
  email:
    'email|e mail|mail|email address|e mail address|mail address|from email|requester email|contact email|email 1|emails|e mails|mailadresse|e mail adresse|emailadresse|email adresse|courriel|adresse email|adresse e mail|adresse mail|adresse courriel|mel|primary email|sender email|requestors',
  phone:
    'phone|phone number|telephone|telephone number|tel|tel nr|mobile|mobile phone|mobile number|cell|cell phone|work phone|home phone|contact number|telefon|telefonnummer|tel nummer|handy|handynummer|mobil|mobilnummer|rufnummer|mobiltelefon|portable|numero de telephone|tel portable|telephone portable|telephone fixe',
  customerNumber:
    'customer number|customer no|customer id|customer nr|client number|client id|client no|account number|account no|account id|member number|membership number|tenant number|contract number|kundennummer|kundennr|kunden nr|kunden id|mitgliedsnummer|mieternummer|vertragsnummer|numero client|numero de client|n client|id client|requester id|contact id|user id',
  address:
    'address|street|street address|postal address|home address|address 1|address 2|address line 1|address line 2|city|town|zip|zip code|postcode|postal code|adresse|anschrift|strasse|strasse nr|hausnummer|plz|ort|stadt|wohnort|postleitzahl|adresse postale|rue|ville|code postal',
  ip: 'ip|ip address|ipaddress|ip adresse|ipadresse|adresse ip|client ip|remote address|remote ip|user ip',
  followers:
    'followers|follower|cc|ccs|cc emails|collaborators|watchers|participants|beobachter|kopie|kopie an|in kopie|copie|copie a|abonnes|suiveurs',
  category:
    'category|type|department|help topic|topic|queue|group|issue type|request type|kategorie|art|typ|abteilung|bereich|thema|warteschlange|gruppe|anliegen|categorie|service|rubrique|file|groupe|theme',
  priority:
    'priority|prio|urgency|severity|importance|prioritat|dringlichkeit|wichtigkeit|priorite|urgence|importance|gravite',
  status: 'status|state|current status|stage|zustand|stand|bearbeitungsstand|statut|etat',
  owner:
    'owner|assigned to|assignee|agent|assigned|agent assigned|assigned agent|staff|handler|responsible|technician|technician name|bearbeiter|zustandig|zugewiesen|zugewiesen an|verantwortlich|sachbearbeiter|mitarbeiter|besitzer|assigne a|assigne|responsable|attribue a|technicien|proprietaire',
  subject:
    'subject|title|summary|headline|topic line|short description|betreff|titel|uberschrift|kurzbeschreibung|zusammenfassung|objet|sujet|titre|resume|intitule',
  message:
    'message|description|body|content|text|details|detail|issue description|problem|problem description|question|comment|request|first message|initial message|nachricht|beschreibung|inhalt|mitteilung|problembeschreibung|anfrage|frage|meldung|sachverhalt|corps|contenu|texte|demande|probleme|question posee|description du probleme',
  reply:
    'reply|replies|response|answer|resolution|solution|resolution note|resolution notes|agent reply|staff reply|reply message|reply messages|last reply|antwort|antworten|losung|losungstext|stellungnahme|reponse|reponses|solution apportee',
  note: 'note|notes|internal note|internal notes|private note|private notes|remark|remarks|internal comment|internal comments|work notes|notiz|notizen|interne notiz|interne notizen|bemerkung|bemerkungen|anmerkung|anmerkungen|interner kommentar|remarque|remarques|note interne|notes internes|commentaire interne',
  timeWorked:
    'time worked|time spent|time tracked|worked|hours worked|minutes worked|hours spent|minutes spent|effort|arbeitszeit|zeitaufwand|aufwand|bearbeitungszeit|gebuchte zeit|stunden|temps passe|temps travaille|duree du travail|total time spent',
  channel:
    'channel|source|via|origin|medium|contact channel|kanal|quelle|eingangskanal|kontaktweg|eingangsweg|canal|origine|canal de contact|moyen de contact',
};

const BY_NAME = new Map<string, ColumnTarget>();
for (const [target, names] of Object.entries(NAMES))
  // The first field that names a word has it.
  for (const name of names.split('|')) if (!BY_NAME.has(name)) BY_NAME.set(name, target as ColumnTarget);

const TICKET_WORDS = /^(?:the )?(?:tickets?|cases?|issues?|requests?|incidents?|vorgangs?|anfragen?|incident) (?:s )?/;
const CUSTOMER_WORDS =
  /^(?:customers?|requesters?|requestors?|clients?|contacts?|users?|reporters?|tenants?|kunden?|mieters?|melders?) (?:s )?/;
const TAILS =
  /(?: (?:utc|gmt|local time|in minutes|in hours|in hrs|in seconds|min|mins|hrs|h|optional|required|de l incident|du ticket|des tickets|du client|du demandeur))+$/;

/** What a column's name says it holds, and how sure the name is (0 to 1); null where it says nothing. */
export function targetByName(header: string): { target: ColumnTarget; confidence: number } | null {
  const label = foldLabel(header);
  const exact = BY_NAME.get(label);
  if (exact !== undefined)
    return { target: exact, confidence: label.length < 3 && label !== '#' && label !== 'id' ? 0.8 : 0.95 };
  const bare = label.replace(TAILS, '');
  for (const words of [TICKET_WORDS, CUSTOMER_WORDS]) {
    const rest = bare.replace(words, '');
    const target = BY_NAME.get(rest);
    if (target === undefined) continue;
    // "Customer ID" is the customer's, and was found whole above; "Customer type" is no category of tickets.
    if (
      words === CUSTOMER_WORDS &&
      rest !== bare &&
      !['name', 'email', 'phone', 'address', 'ip', 'message'].includes(target)
    )
      continue;
    return { target, confidence: 0.9 };
  }
  return null;
}

const GIVEN = /^(?:.* )?(?:first ?name|given name|forename|vorname|prenom)$/;
const FAMILY = /^(?:.* )?(?:last ?name|surname|family name|nachname|familienname|zuname|nom de famille)$/;

/** Which part of a name a column holds, by its own name. */
export function namePart(header: string): 'given' | 'family' | 'whole' {
  const label = foldLabel(header);
  if (GIVEN.test(label)) return 'given';
  return FAMILY.test(label) ? 'family' : 'whole';
}

/** Whether a name has all words of another in it. */
export function holdsName(name: string, part: string): boolean {
  const words = foldLabel(name).split(' ');
  return foldLabel(part)
    .split(' ')
    .every((word) => words.includes(word));
}

/** Names of columns that repeat what a ticket counts or shows anyway. */
const COUNTED =
  /^(?:replies(?: staff)?|staff replies|url|link|ticket url|ticket link|thread count|attachment count|agent interactions|customer interactions|overdue|answered|row|zeile|antworten anzahl|anzahl antworten)$/;

/** Names of columns that tell what was done, in sentences of another program. */
const HISTORY = /^(?:ticket )?(?:history|verlauf|historique|aktivitaten|activity log|audit log)$|^ticketverlauf$/;

export const isHistory = (header: string): boolean => HISTORY.test(foldLabel(header));

export function isCounted(header: string): boolean {
  return COUNTED.test(foldLabel(header));
}

const PERSONAL =
  /\b(?:age|alter|gender|sex|geschlecht|sexe|birth|birthday|birthdate|dob|born|geburts\w*|naissance|nationality|nationalitat|nationalite|passport|iban|bic|ssn|tax|steuer\w*|salary|income|plate|kennzeichen|contract|vertrag|flat|apartment|wohnung|logement|maiden|spouse|partner|child|children|kind|kinder|health|disability|religion|language|sprache|langue|title|anrede|salutation|company|firma|employer|insurance|emergency|purchase date|date of purchase)\b/;
const IMPERSONAL =
  /\b(?:product|produkt|produit|model|modell|version|rating|score|satisfaction|zufriedenheit|bewertung|note|stars|building|gebaude|batiment|region|site|standort|sla|tag|tags|team|overdue|escalated|brand|marke|marque|device|plan|service)\b/;

/** What the name of a custom field says about whether it tells of a person; null where it says nothing. */
export function personalByName(header: string): boolean | null {
  const label = foldLabel(header);
  if (PERSONAL.test(label)) return true;
  return IMPERSONAL.test(label) ? false : null;
}

/** Unit of a plain number in a column of time worked, by its name; minutes where it says nothing. */
export function workUnit(header: string): 'seconds' | 'minutes' | 'hours' {
  const label = foldLabel(header);
  if (/\b(?:hours?|hrs|h|stunden|heures?)\b/.test(label)) return 'hours';
  return /\b(?:seconds?|secs?|sekunden|secondes?)\b/.test(label) ? 'seconds' : 'minutes';
}
