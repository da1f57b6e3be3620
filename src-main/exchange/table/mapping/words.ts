import type { Channel } from '../../../contract/terms.ts';
import type { Priority, Status } from '../../../contract/office.ts';
import { foldLabel } from '../fold-label.ts';

function byWord<T extends string>(words: Record<T, string>): Map<string, T> {
  return new Map(
    Object.entries<string>(words).flatMap(([key, list]) => list.split('|').map((word) => [word, key as T] as const)),
  );
}

const PRIORITIES = byWord<Priority['mark']>({
  critical:
    'critical|urgent|emergency|blocker|highest|very high|immediate|p1|kritisch|dringend|notfall|sehr hoch|hochste|sofort|critique|urgente|tres haute|immediate|tres elevee',
  high: 'high|major|important|p2|hoch|wichtig|haute|elevee|importante',
  medium: 'medium|normal|moderate|middle|average|standard|default|p3|mittel|moyen|moyenne|normale',
  low: 'low|minor|lowest|trivial|very low|p4|niedrig|gering|sehr niedrig|basse|faible|mineure',
});

const STATUSES = byWord<Exclude<Status['role'], 'custom'>>({
  new: 'new|open|opened|unassigned|submitted|received|todo|to do|created|neu|offen|eroffnet|eingegangen|nouveau|nouvelle|ouvert|ouverte|a traiter',
  waiting:
    'waiting reply|customer replied|customer reply|customer responded|awaiting reply|awaiting agent|waiting for agent|waiting for support|reopened|re opened|kunde hat geantwortet|wartet auf antwort|warten auf antwort|wieder eroffnet|en attente de reponse|reponse client|reouvert|rouvert',
  replied:
    'replied|answered|pending|pending customer response|pending customer|pending customer reply|pending reply|waiting on customer|waiting for customer|awaiting customer|awaiting customer response|awaiting customer reply|waiting on user|awaiting user response|beantwortet|warten auf kunden|warten auf kunde|wartet auf kunden|repondu|en attente du client|en attente client',
  resolved:
    'resolved|closed|solved|done|completed|complete|fixed|finished|cancelled|canceled|archived|erledigt|geschlossen|gelost|abgeschlossen|fertig|beendet|resolu|resolue|ferme|fermee|clos|close|cloture|termine|traite',
  progress:
    'in progress|in process|processing|working|work in progress|assigned|active|started|being processed|wip|in bearbeitung|in arbeit|laufend|zugewiesen|en cours|en cours de traitement|en traitement|assigne',
  hold: 'on hold|hold|onhold|paused|suspended|deferred|waiting on third party|waiting for third party|blocked|zuruckgestellt|pausiert|wartend|wartet|angehalten|en attente|en pause|suspendu|bloque',
});

const CHANNELS = byWord<Exclude<Channel, 'import'>>({
  'walk-in':
    'walk in|walkin|in person|visit|front desk|counter|personally|personlich|vor ort|besuch|schalter|sprechstunde|empfang|en personne|sur place|guichet|accueil|visite',
  phone:
    'phone|telephone|call|phone call|voice|incoming call|telefon|telefonisch|anruf|tel|appel|telephonique|par telephone',
  letter: 'letter|post|mail post|postal|fax|paper|brief|postweg|schriftlich|courrier|lettre|poste',
  mail: 'email|e mail|mail|courriel|par email|mel|per mail|per e mail',
  web: 'web|website|web form|webform|form|portal|customer portal|online|internet|chat|live chat|messaging|social media|facebook|twitter|x|whatsapp|api|app|widget|formular|webformular|webseite|formulaire|site web|site internet|portail|reseaux sociaux|en ligne',
});

/** The mark of priority a word means in three languages, null where it means none. */
export const priorityByWord = (text: string): Priority['mark'] | null => PRIORITIES.get(foldLabel(text)) ?? null;
/** The role of status a word means. */
export const statusByWord = (text: string): Exclude<Status['role'], 'custom'> | null =>
  STATUSES.get(foldLabel(text)) ?? null;
/** The channel a word means; `import` where it means none of ours. */
export const channelByWord = (text: string): Channel => CHANNELS.get(foldLabel(text)) ?? 'import';
